/** Lets the bytes of an exhibit pass and gathers them into blocks, so that the case holds them whole. */
import type { BlockPart } from './messages.ts'

/** Blocks hold at least this much, except the last. */
const BLOCK_BYTES = 512 * 1024

export class BlockPacker {
  /** Bytes of the blocks not taken yet. */
  heldBytes = 0
  private blocks: BlockPart[] = []
  private small: Uint8Array[] = []
  private smallBytes = 0
  private position = 0

  /** Passes `chunks` on unchanged. */
  async *pass(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.small.push(chunk)
      this.smallBytes += chunk.length
      if (this.smallBytes >= BLOCK_BYTES) this.end()
      yield chunk
    }
  }

  /** Bytes seen so far. */
  get sizeBytes(): number {
    return this.position + this.smallBytes
  }

  /** The blocks gathered since the last call. Their bytes may be views of memory that others use. */
  take(): BlockPart[] {
    const taken = this.blocks
    this.blocks = []
    this.heldBytes = 0
    return taken
  }

  /** Makes a block of what is left. */
  end(): void {
    if (this.smallBytes === 0) return
    const bytes = this.small.length === 1 ? this.small[0] : Buffer.concat(this.small)
    this.blocks.push({ startByte: this.position, bytes })
    this.heldBytes += bytes.length
    this.position += bytes.length
    this.small = []
    this.smallBytes = 0
  }
}
