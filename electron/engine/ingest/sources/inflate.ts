/**
 * Runs one compressed stream (raw DEFLATE or Zstandard) out of a feed, stopping at its exact last byte.
 *
 * zlib works on its own thread; output is handed on before an error is thrown, so that nothing that came out is lost.
 */
import { createInflateRaw, createZstdDecompress } from 'node:zlib'
import { FailureError } from '../../../../shared/failure.ts'
import type { ByteFeed } from './byteFeed.ts'

/** Input given to the decoder at a time: positions in failures are exact to this many bytes. */
const SLICE_BYTES = 32 * 1024
const OUTPUT_BYTES = 256 * 1024
/** Output waiting before the decoder is held back. */
const WAITING_BYTES = 1024 * 1024

/** Thrown where the compressed bytes are broken; the caller knows the container and says so in its failure. */
export class BrokenStream extends Error {
  /** The input ended too early, rather than being wrong. */
  readonly isTruncated: boolean

  constructor(isTruncated: boolean, options?: ErrorOptions) {
    super(isTruncated ? 'the compressed data ends too early' : 'the compressed data is damaged', options)
    this.isTruncated = isTruncated
  }
}

/** The inflated bytes of the stream at the feed's position. Afterwards the feed stands behind it. {@link BrokenStream}. */
export async function* inflated(feed: ByteFeed, method: 'deflate' | 'zstd'): AsyncGenerator<Uint8Array> {
  const decoder =
    method === 'deflate'
      ? createInflateRaw({ chunkSize: OUTPUT_BYTES })
      : createZstdDecompress({ chunkSize: OUTPUT_BYTES })
  const waiting: Uint8Array[] = []
  let waitingBytes = 0
  const state: { isEnded: boolean; isWritten: boolean; error: Error | null } = {
    isEnded: false,
    isWritten: true,
    error: null,
  }
  let notify = (): void => {}
  decoder.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk)
    waitingBytes += chunk.length
    if (waitingBytes >= WAITING_BYTES) decoder.pause()
    notify()
  })
  decoder.on('end', () => {
    state.isEnded = true
    notify()
  })
  decoder.on('error', (error: Error) => {
    state.error = error
    notify()
  })
  const changed = (): Promise<void> => new Promise((resolve) => (notify = resolve))
  const drained = function* (): Generator<Uint8Array> {
    while (waiting.length > 0) {
      const chunk = waiting.shift() as Uint8Array
      waitingBytes -= chunk.length
      yield chunk
    }
    decoder.resume()
  }
  try {
    for (;;) {
      const slice = await feed.next(SLICE_BYTES)
      if (slice === null) decoder.end()
      else {
        const before = decoder.bytesWritten
        state.isWritten = false
        decoder.write(slice, () => {
          state.isWritten = true
          notify()
        })
        while (!state.isWritten && state.error === null) {
          yield* drained()
          if (!state.isWritten && state.error === null && waiting.length === 0) await changed()
        }
        yield* drained()
        if (state.error !== null) throw brokenStream(state.error)
        const used = decoder.bytesWritten - before
        if (used === slice.length) continue
        feed.unread(slice.subarray(used))
      }
      while (!state.isEnded && state.error === null) {
        yield* drained()
        if (!state.isEnded && state.error === null && waiting.length === 0) await changed()
      }
      yield* drained()
      if (state.error !== null) throw brokenStream(state.error)
      return
    }
  } finally {
    decoder.destroy()
  }
}

function brokenStream(error: Error): Error {
  if (error instanceof FailureError) return error
  return new BrokenStream('code' in error && error.code === 'Z_BUF_ERROR', { cause: error })
}
