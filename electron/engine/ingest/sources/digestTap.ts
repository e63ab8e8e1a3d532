/**
 * Hashes a stream while it passes by, so that no file is read twice for its SHA-256.
 */
import { createHash, type Hash } from 'node:crypto'
import type { StreamDigest } from './sourceItem.ts'

export class DigestTap implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterable<Uint8Array>
  readonly #hash: Hash = createHash('sha256')
  readonly #settled = Promise.withResolvers<StreamDigest>()
  #sizeBytes = 0
  #isSettled = false
  #isWanted = true

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source
  }

  /** Settles when the stream ends, fails or is let go; never rejects. */
  digest(): Promise<StreamDigest> {
    return this.#settled.promise
  }

  /** Nobody will ask for the digest: what passes from now on is not hashed. */
  release(): void {
    this.#isWanted = false
  }

  /** Settles the digest over what has passed, where the stream never came to its end. */
  settle(isComplete = false): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#settled.resolve({ sha256: this.#hash.digest('hex'), sizeBytes: this.#sizeBytes, isComplete })
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#source) {
        if (this.#isWanted) this.#hash.update(chunk)
        this.#sizeBytes += chunk.length
        yield chunk
      }
      this.settle(true)
    } finally {
      this.settle()
    }
  }
}
