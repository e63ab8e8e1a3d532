/** Records that were withheld from a pack and are disclosed later: files with exactly their bytes. */
import { readFile, stat } from 'node:fs/promises'
import { fail } from '../../../../../shared/failure.ts'
import { hexFromBytes, leafHash } from '../../../integrity/index.ts'
import type { Findings } from './findings.ts'

/** Longest record that is read, in bytes, and all of them together. */
const MAX_BYTES = 2 ** 28

export class Disclosures {
  /** By leaf hash. */
  private readonly records = new Map<string, { readonly path: string; readonly bytes: Buffer }>()
  private readonly found = new Set<string>()

  /** Reads the files. Fails with `usage/bad-argument` for what is no file or too much to hold. */
  static async read(paths: readonly string[]): Promise<Disclosures> {
    const disclosures = new Disclosures()
    let size = 0
    for (const path of paths) {
      const facts = await stat(path).catch(() => null)
      size += facts?.size ?? 0
      if (facts === null || !facts.isFile() || size > MAX_BYTES) {
        fail({
          code: 'usage/bad-argument',
          message: `${path} is not read as a disclosed record: ${size > MAX_BYTES ? 'it is too long' : 'there is no such file'}`,
          where: { path },
        })
      }
      const bytes = await readFile(path)
      disclosures.records.set(hexFromBytes(leafHash(bytes)), { path, bytes })
    }
    return disclosures
  }

  /** The record with that leaf hash; null where it was not disclosed. */
  of(hash: Uint8Array): Buffer | null {
    const key = hexFromBytes(hash)
    const record = this.records.get(key)
    if (record === undefined) return null
    this.found.add(key)
    return record.bytes
  }

  /** How many were records of the pack; those that were not are findings. */
  count(findings: Findings): number {
    for (const [hash, { path, bytes }] of this.records) {
      if (this.found.has(hash)) continue
      findings.add({
        code: 'pack/not-withheld',
        message: 'This file is no record that the pack withholds: its bytes give another leaf hash than any of them',
        where: { path },
        facts: { leafHash: hash, sizeBytes: bytes.length },
        next: 'It must hold the record’s bytes and nothing else, no line end either: `vouch show --case FILE ID --raw`.',
      })
    }
    return this.found.size
  }
}
