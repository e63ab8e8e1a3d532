/**
 * The mapping thread's work on one exhibit: runs of records in, batches of events out, until the source ends or breaks
 * off. What came before a break is kept, and the break itself is a reject.
 */
import { type Failure, FailureError } from '../../../../shared/failure.ts'
import { keySeeds, type KeySeeds } from '../duplicates/eventKey.ts'
import type { Profile } from '../profiles/index.ts'
import { payloadFromRecord, readerFor } from '../readers/index.ts'
import type { Format, RecordRun } from '../record.ts'
import { BlockPacker } from './blockPacker.ts'
import type { DictionaryBuilder } from './dictionaryBuilder.ts'
import { EventBatchBuilder } from './eventBatch.ts'
import { LeftOut } from './leftOut.ts'
import type { BatchMessage, FinishMessage, RejectPart } from './messages.ts'

/** Failures of a source after which what was read before still stands. */
const KEEPING: ReadonlySet<string> = new Set([
  'import/archive-damaged',
  'import/archive-too-large',
  'import/source-unreadable',
])

/** Bytes gathered before they are sent without waiting for the next record: that may be long in coming. */
const MAX_HELD_BYTES = 8 * 1024 * 1024

/** Rejects told one by one in the report; the others stand in the case. */
const TOLD_REJECTS = 20

export interface ExhibitCounts {
  records: number
  events: number
  rejects: number
  readonly firstRejects: RejectPart[]
}

export class ExhibitMapper {
  readonly counts: ExhibitCounts = { records: 0, events: 0, rejects: 0, firstRejects: [] }
  private readonly profile: Profile
  private readonly format: Format
  private readonly dictionaries: readonly DictionaryBuilder[]
  private readonly constants: readonly (string | null)[]
  /** How the keys of its events begin. */
  readonly seeds: KeySeeds
  private readonly blocks = new BlockPacker()
  private readonly remarks = new Map<string, { code: string; recordCount: number; firstRecord: number }>()
  private broken: Failure | undefined
  private lastByte = 0
  private readonly leftOut: LeftOut | null

  /**
   * `dictionaries` follow the profile's outputs; what comes after them takes its value from `constants`. Records that start
   * at a byte of `leaveOut` become gaps.
   */
  constructor(
    profile: Profile,
    format: Format,
    dictionaries: readonly DictionaryBuilder[],
    constants: readonly (string | null)[],
    leaveOut: Float64Array = new Float64Array(0),
  ) {
    this.leftOut = leaveOut.length === 0 ? null : new LeftOut(leaveOut)
    this.profile = profile
    this.format = format
    this.dictionaries = dictionaries
    this.constants = constants
    this.seeds = keySeeds(profile.spec.source, format)
  }

  /**
   * Reads all of `chunks`. Failures that leave nothing to keep are thrown. `between` takes batches without records, of
   * bytes in which no record ends, while the next one is still being read.
   */
  async *batches(
    chunks: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
    between: (batch: BatchMessage) => Promise<void>,
  ): AsyncGenerator<BatchMessage> {
    try {
      for await (const run of readerFor(this.format).read(this.guarded(chunks, between), this.format, signal)) {
        yield this.batch(this.leftOut?.from(run) ?? run)
      }
    } catch (error) {
      if (!(error instanceof FailureError) || !KEEPING.has(error.failure.code)) throw error
      this.broken = error.failure
    }
    this.blocks.end()
    if (this.broken !== undefined) yield this.breakBatch(this.broken)
    else yield emptyBatch(this.blocks.take(), this.counts.records, this.lastByte)
  }

  /** What the exhibit turned out to be. */
  finish(): Pick<FinishMessage, 'isComplete' | 'remarks'> {
    return { isComplete: this.broken === undefined, remarks: [...this.remarks.values()] }
  }

  /** Passes chunks on; where the source breaks off, ends as if it were whole, so that the reader gives what it holds. */
  private async *guarded(
    chunks: AsyncIterable<Uint8Array>,
    between: (batch: BatchMessage) => Promise<void>,
  ): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.blocks.pass(chunks)) {
        yield chunk
        // Not before the reader has seen the chunk: what is sent may take its memory along.
        if (this.blocks.heldBytes > MAX_HELD_BYTES)
          await between(emptyBatch(this.blocks.take(), this.counts.records, this.lastByte))
      }
    } catch (error) {
      if (!(error instanceof FailureError) || !KEEPING.has(error.failure.code)) throw error
      this.broken = error.failure
    }
  }

  private batch(run: RecordRun): BatchMessage {
    const builder = new EventBatchBuilder(
      run.count,
      this.dictionaries,
      this.constants,
      this.seeds,
      this.format.id === 'xlsx',
    )
    const rejects: RejectPart[] = run.rejects.map(({ startByte, endByte, failure }) => ({
      record: null,
      startByte,
      endByte,
      line: failure.where?.line ?? null,
      failure,
    }))
    const firstRecord = this.counts.records
    for (let i = 0; i < run.count; i++) {
      const failure = this.mapRecord(run, i, firstRecord + i, builder)
      if (failure !== null) rejects.push(rejectOf(run, i, firstRecord + i, failure))
    }
    if (run.rejects.length > 0) rejects.sort((a, b) => a.startByte - b.startByte)
    for (const { code, count } of run.remarks ?? []) this.remark(code, 0, count)
    const events = builder.take()
    this.counts.records += run.count
    this.counts.events += events.eventCount
    this.tellRejects(rejects)
    this.lastByte = run.firstByte + run.bytes.length
    return {
      type: 'batch',
      blocks: this.blocks.take(),
      firstRecord,
      recordCount: run.count,
      startByte: run.firstByte,
      starts: run.starts.slice(0, run.count),
      ends: run.ends.slice(0, run.count),
      recordBytes: run.bytes,
      ...events,
      rejects,
      gaps: run.gaps,
    }
  }

  private mapRecord(run: RecordRun, i: number, record: number, builder: EventBatchBuilder): Failure | null {
    const decoded = payloadFromRecord(run.bytes, run.starts[i], run.ends[i], this.format)
    if (!decoded.ok) return decoded.failure
    const { payload, remark } = this.profile.open?.(decoded.payload) ?? { payload: decoded.payload, remark: null }
    const mapped = this.profile.map(payload)
    if (!mapped.ok) return mapped.failure
    for (const code of decoded.remarks) this.remark(code, record)
    if (remark !== null && !decoded.remarks.includes(remark)) this.remark(remark, record)
    for (const code of mapped.event.remarks) this.remark(code, record)
    builder.add(record, mapped.event, payload, decoded.isAscii && payload === decoded.payload)
    return null
  }

  private remark(code: string, record: number, count = 1): void {
    const known = this.remarks.get(code)
    if (known === undefined) this.remarks.set(code, { code, recordCount: count, firstRecord: record })
    else known.recordCount += count
  }

  /** The break itself: no bytes of its own, at the place where they end. */
  private breakBatch(failure: Failure): BatchMessage {
    const at = this.blocks.sizeBytes
    const reject: RejectPart = { record: null, startByte: at, endByte: at, line: null, failure }
    // Told first: it says more than the damaged records that often stand before it.
    this.counts.rejects++
    this.counts.firstRejects.unshift(reject)
    return { ...emptyBatch(this.blocks.take(), this.counts.records, this.lastByte), rejects: [reject] }
  }

  private tellRejects(rejects: readonly RejectPart[]): void {
    this.counts.rejects += rejects.length
    for (const reject of rejects)
      if (this.counts.firstRejects.length < TOLD_REJECTS) this.counts.firstRejects.push(reject)
  }
}

function rejectOf(run: RecordRun, i: number, record: number, failure: Failure): RejectPart {
  const startByte = run.firstByte + run.starts[i]
  const endByte = run.firstByte + run.ends[i]
  const line = run.lines[i]
  return {
    record,
    startByte,
    endByte,
    line,
    failure: { ...failure, where: { ...failure.where, line, startByte, endByte } },
  }
}

function emptyBatch(blocks: BatchMessage['blocks'], firstRecord: number, startByte: number): BatchMessage {
  return {
    type: 'batch',
    blocks,
    firstRecord,
    recordCount: 0,
    startByte,
    starts: new Uint32Array(0),
    ends: new Uint32Array(0),
    recordBytes: new Uint8Array(0),
    eventCount: 0,
    eventRecords: new Float64Array(0),
    times: new Float64Array(0),
    timeForms: new Int8Array(0),
    timeTexts: [],
    keys: new Uint32Array(0),
    columns: [],
    texts: '',
    rejects: [],
    gaps: [],
  }
}
