/**
 * Pulls bytes from a stream in the portions that archive formats need: look ahead, take a header, skip, put back.
 */

export class ByteFeed {
  /** Bytes taken so far (bytes put back count as not taken). */
  position = 0
  /** The stream threw; what it threw was passed on once, and the feed is at its end. */
  hasFailed = false
  readonly #iterator: AsyncIterator<Uint8Array>
  readonly #held: Uint8Array[] = []
  #heldBytes = 0
  #isEnded = false
  /** What the stream threw while somebody only looked ahead; thrown once the bytes before it are taken. */
  #waiting: { readonly error: unknown } | null = null

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]()
  }

  /** The next up to `count` bytes without taking them; fewer only at the end, or where the stream breaks off. */
  async peek(count: number): Promise<Uint8Array> {
    return this.#look(count, true)
  }

  async #look(count: number, isPatient: boolean): Promise<Uint8Array> {
    while (this.#heldBytes < count && (await this.#pull(isPatient))) {
      // pulled
    }
    if (this.#held.length > 0 && this.#held[0].length >= count) return this.#held[0].subarray(0, count)
    const joined = joinBytes(this.#held)
    this.#held.length = 0
    if (joined.length > 0) this.#held.push(joined)
    return joined.subarray(0, count)
  }

  /** The next up to `count` bytes, taken; fewer only at the end. For headers, not for contents. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(await this.#look(count, false))
    this.#drop(bytes.length)
    return bytes
  }

  /** The next chunk of at most `atMost` bytes, taken; null at the end. */
  async next(atMost = Number.POSITIVE_INFINITY): Promise<Uint8Array | null> {
    if (this.#heldBytes === 0 && !(await this.#pull(false))) return null
    const first = this.#held[0]
    const chunk = first.length <= atMost ? first : first.subarray(0, atMost)
    this.#drop(chunk.length)
    return chunk
  }

  /** Puts `bytes`, the last ones taken, back in front. */
  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#held.unshift(bytes)
    this.#heldBytes += bytes.length
    this.position -= bytes.length
  }

  /** Passes over up to `count` bytes; returns how many there were. */
  async skip(count: number): Promise<number> {
    let left = count
    while (left > 0) {
      const chunk = await this.next(left)
      if (chunk === null) break
      left -= chunk.length
    }
    return count - left
  }

  /** Reads to the end, so that a digest beneath sees every byte. */
  async drain(): Promise<void> {
    await this.skip(Number.POSITIVE_INFINITY)
  }

  /** The rest as a stream. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = await this.next()
      if (chunk === null) return
      yield chunk
    }
  }

  /** Lets go of the stream beneath. */
  async close(): Promise<void> {
    this.#isEnded = true
    this.#waiting = null
    this.#held.length = 0
    this.#heldBytes = 0
    await this.#iterator.return?.()
  }

  #drop(count: number): void {
    this.position += count
    this.#heldBytes -= count
    let left = count
    while (left > 0) {
      const first = this.#held[0]
      if (first.length <= left) {
        left -= first.length
        this.#held.shift()
      } else {
        this.#held[0] = first.subarray(left)
        left = 0
      }
    }
  }

  /** One more chunk; false at the end. `isPatient`: what the stream throws is kept for later. */
  async #pull(isPatient: boolean): Promise<boolean> {
    if (this.#waiting !== null) {
      if (isPatient) return false
      const { error } = this.#waiting
      this.#waiting = null
      this.hasFailed = true
      throw error
    }
    if (this.#isEnded) return false
    try {
      for (;;) {
        const step = await this.#iterator.next()
        if (step.done) {
          this.#isEnded = true
          return false
        }
        if (step.value.length === 0) continue
        this.#held.push(step.value)
        this.#heldBytes += step.value.length
        return true
      }
    } catch (error) {
      this.#isEnded = true
      this.#waiting = { error }
      return this.#pull(isPatient)
    }
  }
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]
  const joined = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
