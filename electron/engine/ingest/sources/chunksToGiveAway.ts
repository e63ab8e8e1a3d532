/**
 * Chunks as a consumer wants them: large, and each the only view of its memory, so that it can be kept or transferred.
 *
 * Decoders cut several small chunks out of one buffer; those are copied together here. Large chunks of files pass as they are.
 */
import type { ByteFeed } from './byteFeed.ts'
import { CHUNK_BYTES } from './sourceItem.ts'

/** Smaller chunks than this are put together. */
const SMALL_BYTES = CHUNK_BYTES / 4

/** The rest of `feed`; where it throws, what came before is handed out first. */
export async function* chunksToGiveAway(feed: ByteFeed, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = []
  let partBytes = 0
  const joined = (): Uint8Array => {
    const whole = Buffer.allocUnsafeSlow(partBytes)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    parts.length = 0
    partBytes = 0
    return whole
  }
  for (;;) {
    signal.throwIfAborted()
    let chunk: Uint8Array | null
    try {
      chunk = await feed.next(CHUNK_BYTES - partBytes)
    } catch (error) {
      if (partBytes > 0) yield joined()
      throw error
    }
    if (chunk === null) {
      if (partBytes > 0) yield joined()
      return
    }
    if (partBytes === 0 && chunk.length >= SMALL_BYTES && chunk.length === chunk.buffer.byteLength) {
      yield chunk
      continue
    }
    parts.push(chunk)
    partBytes += chunk.length
    if (partBytes >= CHUNK_BYTES / 2) yield joined()
  }
}
