/**
 * One member of a zip, however it was found: its contents, inflated and checked.
 */
import { crc32 } from 'node:zlib'
import { fail } from '../../../../shared/failure.ts'
import type { ByteFeed } from './byteFeed.ts'
import { failDamaged, isBroken } from './compressed.ts'
import { inflated } from './inflate.ts'

export interface ZipEntry {
  readonly name: string
  /** APPNOTE 4.4.5. */
  readonly method: number
  readonly isEncrypted: boolean
  /** Inflated size as the archive states it; null where it does not. */
  readonly sizeBytes: number | null
  readonly modifiedMs: number | null
  contents(): AsyncGenerator<Uint8Array>
}

/** What is known of a member's data before it is read. */
export interface ZipData {
  readonly path: string
  readonly method: number
  /** Null: only the data itself tells where it ends. */
  readonly compressedBytes: number | null
  /** Null: stated behind the data, or not to be checked. */
  readonly crc32: number | null
}

/** Methods by number, for people (APPNOTE 4.4.5). */
const METHOD_NAMES: ReadonlyMap<number, string> = new Map([
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [95, 'XZ'],
  [98, 'PPMd'],
  [99, 'AES'],
])

/**
 * The inflated bytes of the member at the feed's position; `atEnd` sees their CRC-32 and may read what follows.
 * `import/source-unreadable` for a method that is not known, `import/archive-damaged` after the bytes that came out.
 */
export async function* zipContents(
  feed: ByteFeed,
  data: ZipData,
  atEnd: (crc: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const { path, method, compressedBytes } = data
  const startByte = feed.position
  let sum = 0
  let inflatedBytes = 0
  if (method === 0 && compressedBytes !== null) {
    for (let left = compressedBytes; left > 0; ) {
      const chunk = await feed.next(left)
      if (chunk === null) failDamaged(path, 'zip', 'it ends inside a member', feed.position, inflatedBytes)
      left -= chunk.length
      sum = crc32(chunk, sum)
      inflatedBytes += chunk.length
      yield chunk
    }
  } else if (method === 8 || method === 93) {
    try {
      for await (const chunk of inflated(feed, method === 8 ? 'deflate' : 'zstd')) {
        sum = crc32(chunk, sum)
        inflatedBytes += chunk.length
        yield chunk
      }
    } catch (error) {
      if (!isBroken(error)) throw error
      failDamaged(path, 'zip', error.message, feed.position, inflatedBytes)
    }
    if (compressedBytes !== null && feed.position - startByte !== compressedBytes) {
      failDamaged(path, 'zip', 'a member is not as long as stated', feed.position, inflatedBytes)
    }
  } else {
    const name = METHOD_NAMES.get(method) ?? `number ${method}`
    fail({
      code: 'import/source-unreadable',
      message:
        method === 0
          ? 'How long this stored member is stands nowhere before it, so it cannot be read from a stream'
          : `The member is compressed with ${name}, which is not read here`,
      where: { path },
      next: 'Unpack the archive with another program and import what comes out.',
      facts: { method },
    })
  }
  if (data.crc32 !== null && data.crc32 !== sum >>> 0) {
    failDamaged(
      path,
      'zip',
      'the checksum (CRC-32) of a member does not fit its contents',
      feed.position,
      inflatedBytes,
    )
  }
  await atEnd(sum >>> 0)
}

/** MS-DOS date and time (APPNOTE 4.4.6) read as UTC, the zone being stated nowhere; null where it is no date. */
export function zipModifiedMs(date: number, time: number): number | null {
  const month = (date >> 5) & 15
  const day = date & 31
  if (month < 1 || month > 12 || day < 1) return null
  return Date.UTC(1980 + (date >> 9), month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2)
}
