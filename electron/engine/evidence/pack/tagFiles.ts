/** The tag files of a pack's bag, and what lies beside the tag manifest: signature and time-stamp request. */
import { createHash } from 'node:crypto'
import { BAGIT_TEXT, bagInfoText, manifestText, payloadOxum } from './bag.ts'
import { publicLine, type SigningKey } from './keys/sshKey.ts'
import { signatureText } from './keys/sshSignature.ts'
import { besideFiles, PACK_FORMAT, SIGNATURE_NAMESPACE, SIGNER, tagFiles } from './layout.ts'
import type { PackZip } from './packZip.ts'
import { readmeText } from './readme.ts'
import type { PackStatement } from './statement.ts'
import { timeStampRequest } from './timeStamp.ts'

/** Writes them behind the payload, which is complete. */
export async function writeTagFiles(
  zip: PackZip,
  statement: PackStatement,
  payload: { readonly files: number; readonly bytes: number },
  key: SigningKey | null,
  withStampRequest: boolean,
): Promise<void> {
  const payloadEntries = zip.files.slice()
  await zip.add(tagFiles.bagit, BAGIT_TEXT)
  await zip.add(tagFiles.info, bagInfoText(infoOf(statement, payload)))
  await zip.add(tagFiles.manifest, manifestText(payloadEntries))
  await zip.add(tagFiles.readme, readmeText(statement, { publicBlob: key?.publicBlob ?? null, withStampRequest }))
  if (key !== null) await zip.add(tagFiles.signers, signersLine(key.publicBlob))
  const tagManifest = manifestText(zip.files.slice(payloadEntries.length))
  await zip.add(tagFiles.tagManifest, tagManifest)
  const signature = key === null ? null : signatureText(Buffer.from(tagManifest), SIGNATURE_NAMESPACE, key)
  if (signature !== null) await zip.add(besideFiles.signature, signature)
  if (withStampRequest) {
    // As `stampedFile` says.
    const stamped = createHash('sha256').update(signature ?? tagManifest)
    await zip.add(besideFiles.stampRequest, timeStampRequest(stamped.digest()))
  }
}

/** The line of `allowed_signers` (ssh-keygen(1), ALLOWED SIGNERS): this key, for packs only. */
export function signersLine(publicBlob: Uint8Array): string {
  return `${SIGNER} namespaces="${SIGNATURE_NAMESPACE}" ${publicLine(publicBlob)}\n`
}

function infoOf(
  statement: PackStatement,
  { files, bytes }: { readonly files: number; readonly bytes: number },
): (readonly [string, string])[] {
  const values: (readonly [string, string])[] = [
    ['External-Identifier', `${statement.case.caseId}/${statement.madeAt}`],
    ['External-Description', statement.title],
    ['Internal-Sender-Description', statement.purpose],
    ['Bagging-Date', statement.madeAt.slice(0, 10)],
    ['Payload-Oxum', payloadOxum(bytes, files)],
    ['Bag-Software-Agent', statement.madeBy],
    ['Vouch-Pack-Version', String(PACK_FORMAT)],
  ]
  return values.filter(([, value]) => value.trim() !== '')
}
