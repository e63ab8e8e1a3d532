/** Bodies on their way into the case: gathered until they are worth an exhibit, each with its place in it. */
import { PULL_KEY_BYTES, type PulledResponse } from '../case/index.ts'
import type { Format } from '../ingest/index.ts'
import type { BodyRecord } from './body.ts'

/** An exhibit is made of bodies once they reach this, in bytes. */
export const SEGMENT_BYTES = 4 * 1024 * 1024
/** … or this many answers. */
export const SEGMENT_ANSWERS = 500

export class Segment {
  readonly responses: PulledResponse[] = []
  /** Address of the first body that is in the exhibit; null: none is. */
  path: string | null = null
  /** How its bodies are read; null: there are none yet. */
  format: Format | null = null
  private readonly bodies: Uint8Array[] = []
  private readonly leftOut: number[] = []
  private readonly keys: Buffer[] = []
  private readonly pending = new Set<string>()
  private sizeBytes = 0

  /** Whether there is nothing in it that a case should know. */
  get isEmpty(): boolean {
    return this.responses.length === 0
  }

  get isFull(): boolean {
    return this.sizeBytes >= SEGMENT_BYTES || this.responses.length >= SEGMENT_ANSWERS
  }

  /** Whether a record with that key and content is in it. */
  has({ key, content }: BodyRecord): boolean {
    return this.pending.has(key.toString('latin1') + content.toString('latin1'))
  }

  /** An answer that gave no records. */
  addFault(response: PulledResponse): void {
    this.responses.push(response)
    this.sizeBytes += response.body?.length ?? 0
  }

  /** A page; `isKnown` tells, for each of its records, whether it came before. A page without new ones is in no exhibit. */
  addPage(
    body: Uint8Array,
    records: readonly BodyRecord[],
    isKnown: readonly boolean[],
    response: PulledResponse,
    format: Format,
  ): void {
    const known = isKnown.filter(Boolean).length
    const counts = { records: records.length, known }
    if (known === records.length) {
      this.responses.push({ ...response, ...counts, body: body.length === 0 ? null : body })
      this.sizeBytes += body.length
      return
    }
    this.path ??= response.url
    this.format ??= format
    const startByte = this.bodies.reduce((sum, { length }) => sum + length, 0)
    for (const [i, record] of records.entries()) {
      if (isKnown[i]) this.leftOut.push(startByte + record.startByte)
      else {
        this.keys.push(record.key, record.content)
        this.pending.add(record.key.toString('latin1') + record.content.toString('latin1'))
      }
    }
    this.responses.push({ ...response, ...counts, startByte })
    this.bodies.push(body)
    this.sizeBytes += body.length
  }

  /** The exhibit's bytes: the bodies, one behind the other, nothing between them. */
  bytes(): Uint8Array {
    return Buffer.concat(this.bodies)
  }

  leaveOut(): Float64Array {
    return Float64Array.from(this.leftOut)
  }

  /** See `PullCommit.keys`. */
  keyBytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.keys, this.keys.length * PULL_KEY_BYTES))
  }
}
