/** Gathers the codes of new events and writes them as column chunks; fills up chunks that are missing or too short. */
import type { Database } from 'better-sqlite3'
import { caseFields } from '../case/index.ts'
import { inlineCode, NO_VALUE } from './codes.ts'
import { inlineText } from './inlineText.ts'
import { CHUNK_EVENTS, encodeCodes, encodeTimes } from './columnChunk.ts'

/** Column name of the exhibit numbers among the chunks. */
export const EXHIBIT_COLUMN = 'exhibit'
/** Column name of the event times among the chunks. */
export const TIME_COLUMN = 'time'

/** The chunk being filled: codes per column, times, and how many events it holds. */
interface OpenChunk {
  readonly number: number
  readonly codes: Map<string, Uint32Array>
  readonly times: Float64Array
  count: number
}

export class ChunkWriter {
  private readonly db: Database
  private readonly put
  private open: OpenChunk | undefined

  constructor(db: Database) {
    this.db = db
    this.put = db.prepare(
      'INSERT OR REPLACE INTO column_chunk (field, chunk, event_count, width, data) VALUES (?, ?, ?, ?, ?)',
    )
  }

  /** Adds events [from, to) of a batch; `firstEventId` is the id of the batch's event 0. Writes chunks as they fill. */
  add(
    firstEventId: number,
    count: number,
    times: Float64Array,
    exhibitId: number,
    columns: ReadonlyMap<string, Uint32Array>,
  ): void {
    let done = 0
    while (done < count) {
      const chunk = this.chunkOf(firstEventId + done)
      const take = Math.min(count - done, CHUNK_EVENTS - chunk.count)
      chunk.times.set(times.subarray(done, done + take), chunk.count)
      codesOf(chunk, EXHIBIT_COLUMN).fill(exhibitId, chunk.count, chunk.count + take)
      for (const [field, codes] of columns) codesOf(chunk, field).set(codes.subarray(done, done + take), chunk.count)
      chunk.count += take
      done += take
      if (chunk.count === CHUNK_EVENTS) this.flush()
    }
  }

  /** Writes the chunk being filled. Call inside a transaction. */
  flush(): void {
    const chunk = this.open
    if (chunk === undefined || chunk.count === 0) return
    const time = encodeTimes(chunk.times.subarray(0, chunk.count))
    this.put.run(TIME_COLUMN, chunk.number, chunk.count, time.width, time.data)
    for (const [field, codes] of chunk.codes) {
      const { width, data } = encodeCodes(codes.subarray(0, chunk.count))
      this.put.run(field, chunk.number, chunk.count, width, data)
    }
    if (chunk.count === CHUNK_EVENTS) this.open = undefined
  }

  /** Forgets what was gathered, after a rollback. */
  reset(): void {
    this.open = undefined
  }

  private chunkOf(eventId: number): OpenChunk {
    const number = (eventId - 1) >>> 16
    if (this.open === undefined || this.open.number !== number || this.open.count !== ((eventId - 1) & 0xffff)) {
      this.open = chunkFromEvents(this.db, number, eventId - 1)
    }
    return this.open
  }
}

/** Writes every chunk that is missing, or holds fewer events than it should. Call inside a transaction. */
export function repairChunks(db: Database): number {
  const last = (db.prepare('SELECT max(id) FROM event').pluck().get() as number | null) ?? 0
  const writer = db.prepare(
    'INSERT OR REPLACE INTO column_chunk (field, chunk, event_count, width, data) VALUES (?, ?, ?, ?, ?)',
  )
  const held = db.prepare('SELECT count(*) FROM column_chunk WHERE chunk = ? AND event_count = ?').pluck()
  const names = [EXHIBIT_COLUMN, TIME_COLUMN, ...caseFields(db).map((field) => field.id)]
  let repaired = 0
  for (let number = 0; number * CHUNK_EVENTS < last; number++) {
    const count = Math.min(CHUNK_EVENTS, last - number * CHUNK_EVENTS)
    const expected =
      names.length - caseFields(db).filter((field) => field.firstEventId > number * CHUNK_EVENTS + count).length
    if ((held.get(number, count) as number) >= expected) continue
    const chunk = chunkFromEvents(db, number, last)
    const time = encodeTimes(chunk.times.subarray(0, count))
    writer.run(TIME_COLUMN, number, count, time.width, time.data)
    for (const [field, codes] of chunk.codes) {
      const { width, data } = encodeCodes(codes.subarray(0, count))
      writer.run(field, number, count, width, data)
    }
    repaired++
  }
  return repaired
}

/** Codes of one chunk read back from the event rows up to and including `lastId`. */
export function chunkFromEvents(db: Database, number: number, lastId: number): OpenChunk {
  const first = number * CHUNK_EVENTS + 1
  const fields = caseFields(db)
  const chunk: OpenChunk = {
    number,
    codes: new Map(),
    times: new Float64Array(CHUNK_EVENTS).fill(Number.NaN),
    count: 0,
  }
  const columns = [codesOf(chunk, EXHIBIT_COLUMN), ...fields.map((field) => codesOf(chunk, field.id))]
  const list = fields.map((field) => `, "${field.id}"`).join('')
  const rows = db
    .prepare<[number, number], [number, number | null, number, ...(string | Buffer | number | null)[]]>(
      `SELECT id, time_us, exhibit_id${list} FROM event WHERE id BETWEEN ? AND ? ORDER BY id`,
    )
    .raw()
    .iterate(first, Math.min(lastId, first + CHUNK_EVENTS - 1))
  for (const row of rows) {
    const i = row[0] - first
    if (row[1] !== null) chunk.times[i] = row[1]
    for (let c = 0; c < columns.length; c++) columns[c][i] = codeOf(row[c + 2])
    chunk.count = i + 1
  }
  return chunk
}

function codeOf(stored: string | Buffer | number | null): number {
  if (stored === null) return NO_VALUE
  return typeof stored === 'number' ? stored : inlineCode(inlineText(stored))
}

function codesOf(chunk: OpenChunk, field: string): Uint32Array {
  let codes = chunk.codes.get(field)
  if (codes === undefined) {
    codes = new Uint32Array(CHUNK_EVENTS)
    chunk.codes.set(field, codes)
  }
  return codes
}
