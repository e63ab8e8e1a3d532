/** Verbatim records that are read several times: kept in memory up to a bound, so that blocks are not inflated for each time. */
import { VerbatimReader } from './verbatim.ts'

/** Bytes of records kept at most. */
const MAX_KEPT_BYTES = 2 ** 26

export class KeepingVerbatimReader extends VerbatimReader {
  private readonly kept = new Map<string, Buffer>()
  private keptBytes = 0

  /** As of a `VerbatimReader`; the first records that are asked for are kept. */
  override record(exhibitId: number, record: number): Buffer {
    const key = `${exhibitId}:${record}`
    const known = this.kept.get(key)
    if (known !== undefined) return known
    const bytes = super.record(exhibitId, record)
    if (this.keptBytes + bytes.length > MAX_KEPT_BYTES) return bytes
    this.keptBytes += bytes.length
    // A copy: a part of a block would keep the whole block.
    const copy = Buffer.from(bytes)
    this.kept.set(key, copy)
    return copy
  }

  override recordText(exhibitId: number, record: number): string {
    return this.record(exhibitId, record).toString('utf8')
  }
}
