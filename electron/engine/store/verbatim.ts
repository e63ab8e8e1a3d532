/** The exhibits' own bytes: compressed blocks that tile an exhibit, and the byte ranges of its records. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'

/** Decompressed blocks kept at hand, and runs of byte ranges: orders by time go to and fro between a few. */
const CACHED_BLOCKS = 4
const CACHED_RUNS = 8

/** With a checksum in each frame (RFC 8878 §3.1.1), so that no flipped bit comes out as if it were content. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } }

/** Compresses a block's bytes for the table `block`. */
export function encodeBlock(bytes: Uint8Array): Buffer {
  // Room for all that can come out, so that zstd need not go through buffers of its own: ZSTD_COMPRESSBOUND of zstd.h.
  const chunkSize = bytes.length + (bytes.length >>> 8) + 1024
  return zstdCompressSync(bytes, { ...LEVEL, chunkSize, pledgedSrcSize: bytes.length })
}

/** Packs the byte ranges of a run of records, relative to the run's start byte, for the table `record_run`. */
export function encodeRanges(starts: Uint32Array, ends: Uint32Array): Buffer {
  const both = new Uint32Array(starts.length * 2)
  both.set(starts)
  both.set(ends, starts.length)
  return zstdCompressSync(new Uint8Array(both.buffer), LEVEL)
}

/** A run of consecutive records of one exhibit. `starts` and `ends` count from `startByte`. */
export interface RecordRunRanges {
  readonly firstRecord: number
  readonly count: number
  readonly startByte: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** count × 32 bytes. */
  readonly leafHashes: Uint8Array
}

interface RunRow {
  firstRecord: number
  count: number
  startByte: number
  ranges: Buffer
  leafHashes: Buffer
}

interface BlockRow {
  startByte: number
  sizeBytes: number
  data: Buffer
}

interface HeldBlock {
  readonly exhibitId: number
  readonly startByte: number
  readonly bytes: Buffer
}

interface HeldRun {
  readonly exhibitId: number
  readonly ranges: RecordRunRanges
}

/** Reads verbatim bytes back out of a case. Not for concurrent use; holds a few blocks in memory. */
export class VerbatimReader {
  private readonly blockAt
  private readonly runAt
  /** The one that was found last is first. */
  private readonly blocks: HeldBlock[] = []
  private readonly runs: HeldRun[] = []

  constructor(db: Database) {
    this.blockAt = db.prepare<[number, number], BlockRow>(
      `SELECT start_byte AS startByte, size_bytes AS sizeBytes, data FROM block
       WHERE exhibit_id = ? AND start_byte <= ? ORDER BY start_byte DESC LIMIT 1`,
    )
    this.runAt = db.prepare<[number, number], RunRow>(
      `SELECT first_record AS firstRecord, record_count AS count, start_byte AS startByte, ranges, leaf_hashes AS leafHashes
       FROM record_run WHERE exhibit_id = ? AND first_record <= ? ORDER BY first_record DESC LIMIT 1`,
    )
  }

  /** Half-open byte range of a record in its exhibit. Fails with `event/not-found`. */
  recordRange(exhibitId: number, record: number): { startByte: number; endByte: number } {
    const run = this.runOf(exhibitId, record)
    const i = record - run.firstRecord
    return { startByte: run.startByte + run.starts[i], endByte: run.startByte + run.ends[i] }
  }

  /** RFC 9162 leaf hash of a record, as computed at import: 32 bytes. */
  leafHash(exhibitId: number, record: number): Uint8Array {
    const run = this.runOf(exhibitId, record)
    const i = record - run.firstRecord
    return run.leafHashes.subarray(i * 32, i * 32 + 32)
  }

  /** The record's bytes as received. The result may share memory with a cached block: do not change it. */
  record(exhibitId: number, record: number): Buffer {
    const { startByte, endByte } = this.recordRange(exhibitId, record)
    return this.bytes(exhibitId, startByte, endByte)
  }

  /** The record's text, from UTF-8; in less time than by its bytes. */
  recordText(exhibitId: number, record: number): string {
    const { startByte, endByte } = this.recordRange(exhibitId, record)
    const { startByte: blockStart, bytes } = this.blockOf(exhibitId, startByte)
    if (endByte - blockStart > bytes.length) return this.bytes(exhibitId, startByte, endByte).toString('utf8')
    return bytes.toString('utf8', startByte - blockStart, endByte - blockStart)
  }

  /** Bytes [startByte, endByte) of an exhibit. Fails with `case/damaged` where the blocks do not cover them. */
  bytes(exhibitId: number, startByte: number, endByte: number): Buffer {
    const parts: Buffer[] = []
    let at = startByte
    while (at < endByte) {
      const block = this.blockOf(exhibitId, at)
      const end = Math.min(endByte, block.startByte + block.bytes.length)
      if (end <= at) {
        fail({
          code: 'case/damaged',
          message: 'The case does not hold these bytes of the exhibit',
          where: { exhibit: String(exhibitId), startByte: at, endByte },
          next: 'Run `vouch verify` on the case.',
        })
      }
      parts.push(block.bytes.subarray(at - block.startByte, end - block.startByte))
      at = end
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts)
  }

  private blockOf(exhibitId: number, byte: number): HeldBlock {
    const held = takeFirst(
      this.blocks,
      (block) =>
        block.exhibitId === exhibitId && byte >= block.startByte && byte < block.startByte + block.bytes.length,
    )
    if (held !== undefined) return held
    const row = this.blockAt.get(exhibitId, byte)
    if (row === undefined) return { exhibitId, startByte: byte, bytes: Buffer.alloc(0) }
    const block = { exhibitId, startByte: row.startByte, bytes: decodeBlock(row, exhibitId) }
    keepFirst(this.blocks, block, CACHED_BLOCKS)
    return block
  }

  private runOf(exhibitId: number, record: number): RecordRunRanges {
    const held = takeFirst(
      this.runs,
      ({ exhibitId: of, ranges: { firstRecord, count } }) =>
        of === exhibitId && record >= firstRecord && record < firstRecord + count,
    )
    if (held !== undefined) return held.ranges
    const row = this.runAt.get(exhibitId, record)
    if (row === undefined || record >= row.firstRecord + row.count) {
      fail({
        code: 'event/not-found',
        message: `The exhibit has no record ${record}`,
        where: { exhibit: String(exhibitId) },
      })
    }
    const ranges = rangesFromRow(row)
    keepFirst(this.runs, { exhibitId, ranges }, CACHED_RUNS)
    return ranges
  }
}

/** The one that is asked for, which then is first; looked for in the order in which they were found last. */
function takeFirst<Held>(held: Held[], isIt: (held: Held) => boolean): Held | undefined {
  for (let i = 0; i < held.length; i++) {
    const found = held[i]
    if (!isIt(found)) continue
    if (i > 0) {
      held.copyWithin(1, 0, i)
      held[0] = found
    }
    return found
  }
  return undefined
}

/** Keeps another one, at most so many. */
function keepFirst<Held>(held: Held[], another: Held, most: number): void {
  if (held.unshift(another) > most) held.pop()
}

/** All record runs of an exhibit, in order; for walking a whole exhibit. */
export function* recordRuns(db: Database, exhibitId: number): Generator<RecordRunRanges> {
  const next = db.prepare<[number, number], RunRow>(
    `SELECT first_record AS firstRecord, record_count AS count, start_byte AS startByte, ranges, leaf_hashes AS leafHashes
     FROM record_run WHERE exhibit_id = ? AND first_record >= ? ORDER BY first_record LIMIT 1`,
  )
  let from = 0
  for (;;) {
    const row = next.get(exhibitId, from)
    if (row === undefined) return
    yield rangesFromRow(row)
    from = row.firstRecord + row.count
  }
}

/** The leaf hashes of an exhibit's records, run by run, in order: multiples of 32 bytes. */
export function* leafHashRuns(db: Database, exhibitId: number): Generator<Uint8Array> {
  const rows = db.prepare<[number, number], { next: number; leafHashes: Buffer }>(
    `SELECT first_record + record_count AS next, leaf_hashes AS leafHashes FROM record_run
       WHERE exhibit_id = ? AND first_record >= ? ORDER BY first_record LIMIT 1`,
  )
  for (let row = rows.get(exhibitId, 0); row !== undefined; row = rows.get(exhibitId, row.next)) yield row.leafHashes
}

/** All blocks of an exhibit, decompressed, in order. `bytes` is null where a block cannot be decompressed. */
export function* blocks(
  db: Database,
  exhibitId: number,
): Generator<{ startByte: number; sizeBytes: number; bytes: Buffer | null }> {
  const next = db.prepare<[number, number], BlockRow>(
    `SELECT start_byte AS startByte, size_bytes AS sizeBytes, data FROM block
     WHERE exhibit_id = ? AND start_byte >= ? ORDER BY start_byte LIMIT 1`,
  )
  let from = 0
  for (;;) {
    const row = next.get(exhibitId, from)
    if (row === undefined) return
    yield { startByte: row.startByte, sizeBytes: row.sizeBytes, bytes: tryDecompress(row.data, row.sizeBytes) }
    from = row.startByte + 1
  }
}

function rangesFromRow(row: RunRow): RecordRunRanges {
  const raw = tryDecompress(row.ranges, row.count * 8)
  if (raw === null || raw.length !== row.count * 8 || row.leafHashes.length !== row.count * 32) {
    fail({
      code: 'case/damaged',
      message: 'A run of record ranges in the case is damaged',
      next: 'Run `vouch verify` on the case.',
    })
  }
  const both = new Uint32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength))
  return {
    firstRecord: row.firstRecord,
    count: row.count,
    startByte: row.startByte,
    starts: both.subarray(0, row.count),
    ends: both.subarray(row.count),
    leafHashes: row.leafHashes,
  }
}

function decodeBlock({ data, startByte, sizeBytes }: BlockRow, exhibitId: number): Buffer {
  const bytes = tryDecompress(data, sizeBytes)
  if (bytes === null) {
    fail({
      code: 'case/damaged',
      message: 'A block of the exhibit’s bytes in the case is damaged',
      where: { exhibit: String(exhibitId), startByte },
      next: 'Run `vouch verify` on the case.',
    })
  }
  return bytes
}

/** Room for what comes out of a block, in bytes; of longer ones piece by piece. */
const MIN_ROOM_BYTES = 64
const MAX_ROOM_BYTES = 1 << 22

/** Null where the bytes are no whole zstd frame: damage is reported by whoever asked, with its place. */
function tryDecompress(data: Uint8Array, sizeBytes: number): Buffer | null {
  try {
    // Where all that comes out has room in one piece, nothing is copied together. One byte more, to find the end.
    const chunkSize = Math.min(Math.max(sizeBytes + 1, MIN_ROOM_BYTES), MAX_ROOM_BYTES)
    return zstdDecompressSync(data, { chunkSize })
  } catch {
    return null
  }
}
