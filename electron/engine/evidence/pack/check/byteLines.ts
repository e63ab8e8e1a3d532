/** Streams of bytes as lines, and as pieces of a given length. */
import { fail } from '../../../../../shared/failure.ts'

/** Longest line, in bytes: longer records do not come in. */
const MAX_LINE_BYTES = 2 ** 29 - 2 ** 16

/** Lines without their line feed; the last may lack it. Fails with `pack/damaged` for a line that is too long. */
export async function* byteLines(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<string> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, at))
      yield (parts.length === 1 ? parts[0] : Buffer.concat(parts)).toString('utf8')
      parts = []
      length = 0
      from = at + 1
    }
    if (from === chunk.length) continue
    parts.push(chunk.subarray(from))
    length += chunk.length - from
    if (length > MAX_LINE_BYTES) {
      fail({ code: 'pack/damaged', message: `A line of ${name} is too long to be read`, where: { path: name } })
    }
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8')
}

/** Takes bytes off a stream, piece by piece. */
export class ByteQueue {
  /** Bytes taken so far. */
  position = 0
  private readonly chunks: AsyncIterator<Buffer>
  private held: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]()
  }

  /** The next `length` bytes; null where there are fewer. Memory: what is asked for. */
  async take(length: number): Promise<Buffer | null> {
    if (length <= this.held.length) return this.cut(length)
    const parts = [this.held]
    let have = this.held.length
    while (have < length) {
      const next = await this.chunks.next()
      if (next.done) {
        this.held = Buffer.concat(parts)
        return null
      }
      parts.push(next.value)
      have += next.value.length
    }
    this.held = Buffer.concat(parts)
    return this.cut(length)
  }

  /** Whether all was taken. */
  async isEmpty(): Promise<boolean> {
    while (this.held.length === 0) {
      const next = await this.chunks.next()
      if (next.done) return true
      this.held = next.value
    }
    return false
  }

  async close(): Promise<void> {
    await this.chunks.return?.()
  }

  private cut(length: number): Buffer {
    const bytes = this.held.subarray(0, length)
    this.held = this.held.subarray(length)
    this.position += length
    return bytes
  }
}
