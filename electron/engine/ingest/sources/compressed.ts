/**
 * Compressed files without names inside: gzip (RFC 1952) and Zstandard (RFC 8878), each possibly several in a row.
 *
 * Headers and trailers are read here rather than by zlib, because a failure has to name the byte, and zlib passes over
 * what follows the last member.
 */
import { crc32 } from 'node:zlib'
import { type Failure, FailureError, fail } from '../../../../shared/failure.ts'
import type { ByteFeed } from './byteFeed.ts'
import { BrokenStream, inflated } from './inflate.ts'
import { isZstdFrame } from './magic.ts'

/** Longest name or comment in a gzip header, in bytes. */
const MAX_HEADER_TEXT_BYTES = 64 * 1024

/** Counts what came out, for failures. */
interface Progress {
  inflatedBytes: number
}

/** The bytes inside a gzip file; `import/archive-damaged` after what could be had. */
export async function* gunzipped(feed: ByteFeed, path: string): AsyncGenerator<Uint8Array> {
  const progress: Progress = { inflatedBytes: 0 }
  yield* namingDamage(feed, path, 'gzip', progress, async function* () {
    for (;;) {
      await skipGzipHeader(feed)
      let sum = 0
      let memberBytes = 0
      for await (const chunk of inflated(feed, 'deflate')) {
        sum = crc32(chunk, sum)
        memberBytes += chunk.length
        progress.inflatedBytes += chunk.length
        yield chunk
      }
      const trailer = Buffer.from(await feed.take(8))
      if (trailer.length < 8) throw new BrokenStream(true)
      if (trailer.readUInt32LE(0) !== sum >>> 0) throw new Wrong('the checksum (CRC-32) does not fit the contents', 8)
      if (trailer.readUInt32LE(4) !== memberBytes % 2 ** 32) throw new Wrong('the stated length does not fit', 4)
      const head = await feed.peek(3)
      if (head.length === 0) return
      if (head[0] === 0x1f && head[1] === 0x8b) continue
      await expectPadding(feed)
      return
    }
  })
}

/** The bytes inside a Zstandard file; `import/archive-damaged` after what could be had. */
export async function* unzstd(feed: ByteFeed, path: string): AsyncGenerator<Uint8Array> {
  const progress: Progress = { inflatedBytes: 0 }
  yield* namingDamage(feed, path, 'Zstandard', progress, async function* () {
    while (isZstdFrame(await feed.peek(4))) {
      const startByte = feed.position
      for await (const chunk of inflated(feed, 'zstd')) {
        progress.inflatedBytes += chunk.length
        yield chunk
      }
      if (feed.position === startByte) throw new BrokenStream(false)
    }
    if ((await feed.peek(1)).length > 0) await expectPadding(feed)
  })
}

/** Something that does not fit, `back` bytes before the feed's position. */
class Wrong extends Error {
  readonly back: number
  constructor(message: string, back = 0) {
    super(message)
    this.back = back
  }
}

/** Turns broken data into `import/archive-damaged`, having read the feed to its end for the digest beneath. */
async function* namingDamage(
  feed: ByteFeed,
  path: string,
  what: string,
  progress: Progress,
  body: () => AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body()
  } catch (error) {
    if (!(error instanceof BrokenStream) && !(error instanceof Wrong)) throw error
    const compressedByte = feed.position - (error instanceof Wrong ? error.back : 0)
    await feed.drain()
    throw new FailureError(damaged(path, what, error, compressedByte, progress.inflatedBytes), { cause: error })
  }
}

function damaged(path: string, what: string, error: Error, compressedByte: number, inflatedByte: number): Failure {
  const isTruncated = error instanceof BrokenStream && error.isTruncated
  return {
    code: 'import/archive-damaged',
    message: isTruncated
      ? `The ${what} data ends too early, at its byte ${compressedByte.toLocaleString('en')}`
      : `The ${what} data is damaged at or shortly before byte ${compressedByte.toLocaleString('en')}: ${error.message}`,
    where: { path, startByte: compressedByte },
    kept: `The ${inflatedByte.toLocaleString('en')} bytes that came out before the break.`,
    next: 'Fetch the file again and compare its size and SHA-256 with the original.',
    facts: { compressedByte, inflatedByte, isTruncated },
  }
}

/** RFC 1952 §2.3: ten fixed bytes, then the parts that the flags announce. */
async function skipGzipHeader(feed: ByteFeed): Promise<void> {
  const fixed = await feed.take(10)
  if (fixed.length < 10) throw new BrokenStream(true)
  if (fixed[2] !== 8) throw new Wrong(`compression method ${fixed[2]} is unknown`, 8)
  const flags = fixed[3]
  if ((flags & 4) !== 0) {
    const length = await feed.take(2)
    if (length.length < 2) throw new BrokenStream(true)
    const extraBytes = length[0] | (length[1] << 8)
    if ((await feed.skip(extraBytes)) < extraBytes) throw new BrokenStream(true)
  }
  if ((flags & 8) !== 0) await skipText(feed)
  if ((flags & 16) !== 0) await skipText(feed)
  if ((flags & 2) !== 0 && (await feed.skip(2)) < 2) throw new BrokenStream(true)
}

async function skipText(feed: ByteFeed): Promise<void> {
  const text = await feed.peek(MAX_HEADER_TEXT_BYTES)
  const end = text.indexOf(0)
  if (end < 0)
    throw text.length < MAX_HEADER_TEXT_BYTES ? new BrokenStream(true) : new Wrong('a header text has no end')
  await feed.skip(end + 1)
}

/** Zero bytes may fill up a file (tapes, disk blocks); anything else behind the last member is not hidden. */
async function expectPadding(feed: ByteFeed): Promise<void> {
  for (;;) {
    const startByte = feed.position
    const chunk = await feed.next()
    if (chunk === null) return
    const at = chunk.findIndex((byte) => byte !== 0)
    if (at >= 0) throw new Wrong('bytes that belong to no member follow the last one', feed.position - startByte - at)
  }
}

/** Whether `error` says that compressed data is broken, for containers that word it themselves. */
export function isBroken(error: unknown): error is BrokenStream {
  return error instanceof BrokenStream
}

/** Throws `import/archive-damaged` about an archive with members (zip, tar). */
export function failDamaged(path: string, what: string, why: string, startByte: number, inflatedByte = 0): never {
  fail({
    code: 'import/archive-damaged',
    message: `The ${what} archive is damaged at byte ${startByte.toLocaleString('en')}: ${why}`,
    where: { path, startByte },
    kept: 'Everything that was read before that byte.',
    next: 'Fetch the file again and compare its size and SHA-256 with the original.',
    facts: { compressedByte: startByte, inflatedByte },
  })
}
