/** Who signed a pack, and when it was there at the latest. */
import { createHash } from 'node:crypto'
import type { PackSignature, PackTimeStamp } from '../../../../../shared/api/index.ts'
import { fingerprint } from '../keys/sshKey.ts'
import { checkSignature } from '../keys/sshSignature.ts'
import { besideFiles, SIGNATURE_NAMESPACE, stampedFile, tagFiles } from '../layout.ts'
import { signersLine } from '../tagFiles.ts'
import { checkReply, timeStampRequest } from '../timeStamp.ts'
import type { Findings } from './findings.ts'
import type { PackFile } from './packFile.ts'

/** The signature over the tag manifest. A pack that names a signer and lacks the signature has lost it. */
export async function checkPackSignature(pack: PackFile, findings: Findings): Promise<PackSignature> {
  const wrong = (message: string): void =>
    findings.add({ code: 'pack/signature-fails', message, where: { path: besideFiles.signature } })
  const namesSigner = pack.has(tagFiles.signers)
  if (!pack.has(besideFiles.signature)) {
    if (!namesSigner) return { state: 'none', fingerprint: null }
    wrong('The pack names a signer, and its signature is missing')
    return { state: 'bad', fingerprint: null }
  }
  const message = await pack.small(tagFiles.tagManifest)
  const check = checkSignature(await pack.text(besideFiles.signature), message, SIGNATURE_NAMESPACE)
  const by = check.publicBlob === null ? null : fingerprint(check.publicBlob)
  if (!check.ok) wrong(`The signature does not hold: ${check.problem}`)
  const isNamed = namesSigner && by !== null && check.publicBlob !== null
  if (isNamed && (await pack.text(tagFiles.signers)) !== signersLine(check.publicBlob))
    wrong(`The signature is not by the key that ${tagFiles.signers} names`)
  if (!namesSigner) wrong(`The pack has a signature and no ${tagFiles.signers}`)
  const isGood = !findings.all.some(({ code }) => code === 'pack/signature-fails')
  return { state: isGood ? 'good' : 'bad', fingerprint: by }
}

/** The time-stamp: request and reply, where they are there, against what they must be for. */
export async function checkPackTimeStamp(pack: PackFile, findings: Findings): Promise<PackTimeStamp> {
  const stamped = stampedFile(pack.has(besideFiles.signature))
  const digest = createHash('sha256')
    .update(await pack.small(stamped))
    .digest()
  const isRequested = pack.has(besideFiles.stampRequest)
  const wrong = (path: string, message: string): void =>
    findings.add({ code: 'pack/time-stamp-fails', message, where: { path } })
  if (isRequested && !(await pack.small(besideFiles.stampRequest)).equals(timeStampRequest(digest)))
    wrong(besideFiles.stampRequest, `${besideFiles.stampRequest} is no request for a time-stamp over ${stamped}`)
  if (!pack.has(besideFiles.stampReply)) return { state: isRequested ? 'requested' : 'none', at: null }
  const check = checkReply(await pack.small(besideFiles.stampReply), digest)
  if (check.ok) return { state: 'fits', at: check.at }
  wrong(besideFiles.stampReply, `${besideFiles.stampReply} is no time-stamp of ${stamped}: ${check.problem}`)
  return { state: 'bad', at: null }
}
