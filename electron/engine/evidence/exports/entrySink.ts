/** An entry of a ZIP as it is filled: gathered, and handed to the compressor as fast as that takes it. */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { ByteSink } from './byteSink.ts'

/** Bytes gathered before they are handed to the compressor. */
const FLUSH_BYTES = 1 << 16

export class EntrySink implements ByteSink {
  /** What the archive reads. */
  readonly stream = new PassThrough()
  private readonly failed: Promise<void>
  private readonly onBytes: (bytes: Uint8Array) => void
  private parts: Uint8Array[] = []
  private gathered = 0

  /** `failed` rejects when nothing can be written any more; `onBytes` is told all bytes, in order, and may throw. */
  constructor(failed: Promise<void>, onBytes: (bytes: Uint8Array) => void = () => undefined) {
    this.failed = failed
    this.onBytes = onBytes
  }

  write(text: string): Promise<void> | undefined {
    return this.gather(Buffer.from(text))
  }

  writeBytes(bytes: Uint8Array): Promise<void> | undefined {
    return this.gather(Buffer.from(bytes))
  }

  async end(): Promise<void> {
    await this.flush()
    this.stream.end()
  }

  private gather(bytes: Buffer): Promise<void> | undefined {
    this.parts.push(bytes)
    this.gathered += bytes.length
    return this.gathered < FLUSH_BYTES ? undefined : this.flush()
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.concat(this.parts)
    this.parts = []
    this.gathered = 0
    this.onBytes(bytes)
    if (bytes.length > 0 && !this.stream.write(bytes)) await Promise.race([once(this.stream, 'drain'), this.failed])
  }
}
