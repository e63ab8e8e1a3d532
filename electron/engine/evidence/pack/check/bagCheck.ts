/** A pack as a bag: complete and valid by RFC 8493 §3, and nothing in it that no manifest lists. */
import { createHash } from 'node:crypto'
import { FailureError } from '../../../../../shared/failure.ts'
import { entriesOfManifest, BAGIT_TEXT, payloadOxum, valuesOfBagInfo } from '../bag.ts'
import { PACK_FORMAT, tagFiles } from '../layout.ts'
import type { Findings } from './findings.ts'
import { isBeside, type PackFile } from './packFile.ts'

export interface BagCount {
  files: number
  bytes: number
}

/** Reads every file once; `onBytes` is told how many bytes it has read. */
export async function checkBag(
  pack: PackFile,
  findings: Findings,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<BagCount> {
  const count: BagCount = { files: 0, bytes: 0 }
  const payload = await listed(pack, tagFiles.manifest, findings)
  const tags = await listed(pack, tagFiles.tagManifest, findings)
  await checkTexts(pack, findings)
  let payloadBytes = 0
  for (const name of pack.names) {
    signal.throwIfAborted()
    const isPayload = name.startsWith('data/')
    const expected = (isPayload ? payload : tags).get(name)
    if (expected === undefined && !isBeside(name)) {
      findings.add({ code: 'pack/file-extra', message: `${name} is in no manifest`, where: { path: name } })
    }
    try {
      const hash = createHash('sha256')
      for await (const chunk of pack.bytes(name)) {
        hash.update(chunk)
        count.bytes += chunk.length
        if (isPayload) payloadBytes += chunk.length
        signal.throwIfAborted()
        onBytes(count.bytes)
      }
      const found = hash.digest('hex')
      if (expected !== undefined && found !== expected) {
        findings.add({
          code: 'pack/file-differs',
          message: `${name} is not what its manifest states`,
          where: { path: name },
          facts: { expected, found },
        })
      }
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      findings.add(error.failure)
    }
    count.files++
  }
  for (const name of [...payload.keys(), ...tags.keys()]) {
    if (!pack.has(name))
      findings.add({ code: 'pack/file-missing', message: `The pack lacks ${name}`, where: { path: name } })
  }
  for (const name of [tagFiles.info, tagFiles.manifest, tagFiles.readme, tagFiles.bagit]) {
    if (tags.size > 0 && !tags.has(name)) {
      findings.add({
        code: 'pack/structure',
        message: `${tagFiles.tagManifest} does not list ${name}`,
        where: { path: tagFiles.tagManifest },
      })
    }
  }
  await checkOxum(
    pack,
    payloadOxum(payloadBytes, pack.names.filter((name) => name.startsWith('data/')).length),
    findings,
  )
  return count
}

/** SHA-256 by path; empty where the manifest cannot be read, which is a finding then. */
async function listed(pack: PackFile, name: string, findings: Findings): Promise<Map<string, string>> {
  const text = await textOrNull(pack, name, findings)
  const { entries, wrongLines } = entriesOfManifest(text ?? '')
  for (const line of wrongLines) {
    findings.add({
      code: 'pack/structure',
      message: `Line ${line} of ${name} is no entry`,
      where: { path: name, line },
    })
  }
  const isPayload = name === tagFiles.manifest
  for (const { path } of entries) {
    if (path.startsWith('data/') === isPayload && !path.split('/').includes('..')) continue
    findings.add({
      code: 'pack/structure',
      message: `${name} lists ${path}, which is not its to list`,
      where: { path: name },
    })
  }
  return new Map(entries.map(({ path, sha256 }) => [path, sha256]))
}

async function checkTexts(pack: PackFile, findings: Findings): Promise<void> {
  const text = await textOrNull(pack, tagFiles.bagit, findings)
  if (text !== null && text !== BAGIT_TEXT) {
    findings.add({
      code: 'pack/structure',
      message: `${tagFiles.bagit} is not that of a bag of version 1.0 in UTF-8`,
      where: { path: tagFiles.bagit },
    })
  }
}

async function checkOxum(pack: PackFile, found: string, findings: Findings): Promise<void> {
  const values = valuesOfBagInfo((await textOrNull(pack, tagFiles.info, findings)) ?? '')
  const expected = values.get('payload-oxum') ?? null
  if (expected !== found) {
    findings.add({
      code: 'pack/count-differs',
      message: `${tagFiles.info} states a payload of ${expected ?? 'nothing'}, and it is ${found} (bytes.files)`,
      where: { path: tagFiles.info },
      facts: { expected, found },
    })
  }
  if (values.get('vouch-pack-version') !== String(PACK_FORMAT)) {
    findings.add({
      code: 'pack/structure',
      message: `${tagFiles.info} does not state version ${PACK_FORMAT} of packs`,
      where: { path: tagFiles.info },
    })
  }
}

async function textOrNull(pack: PackFile, name: string, findings: Findings): Promise<string | null> {
  try {
    return await pack.text(name)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    findings.add(error.failure)
    return null
  }
}
