/** Lets the bytes of an exhibit pass and packs them into compressed blocks, so that the case holds them whole. */
import { encodeBlock } from '../../store/index.ts'
import type { BlockPart } from './messages.ts'

/** Blocks hold at least this much, except the last. */
const BLOCK_BYTES = 512 * 1024

export class BlockPacker {
  private blocks: BlockPart[] = []
  private small: Uint8Array[] = []
  private smallBytes = 0
  private position = 0

  /** Passes `chunks` on unchanged. */
  async *pass(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.add(chunk)
      yield chunk
    }
  }

  /** Bytes seen so far. */
  get sizeBytes(): number {
    return this.position + this.smallBytes
  }

  /** The blocks packed since the last call. */
  take(): BlockPart[] {
    const taken = this.blocks
    this.blocks = []
    return taken
  }

  /** Packs what is left. */
  end(): void {
    if (this.smallBytes > 0) this.pack(this.small.length === 1 ? this.small[0] : Buffer.concat(this.small))
    this.small = []
    this.smallBytes = 0
  }

  private add(chunk: Uint8Array): void {
    if (this.smallBytes === 0 && chunk.length >= BLOCK_BYTES) {
      this.pack(chunk)
      return
    }
    this.small.push(chunk)
    this.smallBytes += chunk.length
    if (this.smallBytes >= BLOCK_BYTES) this.end()
  }

  private pack(bytes: Uint8Array): void {
    this.blocks.push({ startByte: this.position, sizeBytes: bytes.length, data: encodeBlock(bytes) })
    this.position += bytes.length
  }
}
