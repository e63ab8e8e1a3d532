/**
 * What was appended to a file since it was imported. An exhibit never changes, so the appended bytes become one of their
 * own that says where it goes on; that the file still begins with what was imported is checked by its hash first.
 */
import { createHash } from 'node:crypto'
import { fail } from '../../../../shared/failure.ts'
import type { FollowedFile } from '../../case/index.ts'
import type { Format } from '../record.ts'
import { DiskFile, displayName } from '../sources/index.ts'
import type { DirectSource } from './importReport.ts'

export interface Appended {
  readonly source: DirectSource
  readonly profile: string
  readonly timezone: string
}

/** Read at once to find the last line's end, in bytes. */
const TAIL_BYTES = 64 * 1024
const LF = 0x0a

/**
 * The lines appended to the file at `path`; null where there are none that are whole. Fails with `follow/not-continued`
 * where the file is shorter than it was, begins otherwise, or is no file of lines; and with `import/*` where it cannot be
 * read. Rejects with the signal's reason.
 */
export async function appendedPart(path: string, known: FollowedFile, signal: AbortSignal): Promise<Appended | null> {
  const file = await DiskFile.open(path)
  try {
    const size = file.sizeBytes
    if (size === null || size === known.endByte) return null
    if (size < known.endByte) fail(notContinued(path, 'it is shorter than what was imported', known, size))
    const format = JSON.parse(known.format) as Format
    if (format.id === 'json' || format.encoding.startsWith('utf-16'))
      fail(notContinued(path, 'only files of lines (NDJSON, CSV, plain text) can be followed', known, size))
    if (!known.isComplete) fail(notContinued(path, 'its import broke off before its end', known, size))
    const prefix = await prefixHash(file, known, signal)
    if (prefix === null) fail(notContinued(path, 'it no longer begins with what was imported', known, size))
    const endByte = await endOfLines(file, known.endByte, size, signal)
    if (endByte === known.endByte) return null
    return {
      source: {
        path: displayName(path),
        bytes: { file: path, startByte: known.endByte, endByte },
        format: continued(format, file.stats.mtimeMs),
        leaveOut: new Float64Array(0),
        pull: null,
        continues: { ofExhibitId: known.lastExhibitId, startByte: known.endByte, prefixSha256: prefix },
      },
      profile: known.profileId,
      timezone: known.timezone,
    }
  } finally {
    await file.close()
  }
}

/** How the bytes behind what was imported are read. */
function continued(format: Format, modifiedMs: number): Format {
  if (format.id === 'csv') return { ...format, preambleRows: -1 }
  return format.id === 'lines' ? { ...format, newestMicros: Math.round(modifiedMs * 1000) } : format
}

/** SHA-256 of the file's bytes that the case has, hexadecimal; null where they are others. One pass over them. */
async function prefixHash(file: DiskFile, known: FollowedFile, signal: AbortSignal): Promise<string | null> {
  const whole = createHash('sha256')
  const last = createHash('sha256')
  for await (const chunk of file.range(0, known.lastStartByte, signal)) whole.update(chunk)
  const before = whole.copy().digest('hex')
  if (known.prefixSha256 !== null && before !== known.prefixSha256) return null
  for await (const chunk of file.range(known.lastStartByte, known.endByte, signal)) {
    whole.update(chunk)
    last.update(chunk)
  }
  return last.digest('hex') === known.lastSha256 ? whole.digest('hex') : null
}

/** Where the last whole line in [startByte, size) ends; `startByte` where none does: a line may still be being written. */
async function endOfLines(file: DiskFile, startByte: number, size: number, signal: AbortSignal): Promise<number> {
  for (let end = size; end > startByte; ) {
    const from = Math.max(startByte, end - TAIL_BYTES)
    const parts: Uint8Array[] = []
    for await (const chunk of file.range(from, end, signal)) parts.push(chunk)
    const at = Buffer.concat(parts).lastIndexOf(LF)
    if (at >= 0) return from + at + 1
    end = from
  }
  return startByte
}

function notContinued(path: string, why: string, known: FollowedFile, size: number) {
  return {
    code: 'follow/not-continued',
    message: `The file cannot be followed: ${why}`,
    where: { path },
    kept: 'What was imported of it stays as it is.',
    next: 'Where it was replaced or cut short (rotated), import it as a file of its own.',
    facts: { importedBytes: known.endByte, sizeBytes: size },
  } as const
}
