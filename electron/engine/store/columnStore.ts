/**
 * The columns of a case in memory: one code per event and field, loaded when first asked for, and the fields'
 * dictionaries. What is missing or damaged among the stored chunks is read back from the event rows.
 */
import type { Database } from 'better-sqlite3'
import { type CaseField, caseFields, exhibitLabel, nextEventId } from '../case/index.ts'
import { type TimeBounds, timeBounds } from './timeBounds.ts'
import { chunkFromEvents, EXHIBIT_COLUMN, TIME_COLUMN } from './chunkWriter.ts'
import { hasTheseCodes, isInline } from './codes.ts'
import { type ChunkWidth, CHUNK_EVENTS, type CodeArray, decodeCodes, decodeTimes } from './columnChunk.ts'

/** A field's codes over all events, and the texts of its dictionary. */
export interface Column {
  readonly field: string
  /** `codes[id - 1]`; see `codes.ts`. */
  readonly codes: CodeArray
  /** Text of each dictionary code; index 0 is not used. */
  readonly values: readonly string[]
  /** Whether some values stand inline, as hashes. */
  readonly hasInline: boolean
}

/** Bytes per code of a column with inline values. */
const INLINE_WIDTH = 4

interface ChunkRow {
  chunk: number
  eventCount: number
  width: ChunkWidth
  data: Buffer
}

export class ColumnStore {
  /** Number of events; ids run from 1 to it. */
  readonly size: number
  readonly fields: ReadonlyMap<string, CaseField>
  private readonly db: Database
  /** Whether codes of values that stand inline are taken from the chunks. */
  private readonly takesInline: boolean
  private readonly columns = new Map<string, Column>()
  /** Fields and whether all their codes are known to be narrower than inline ones. */
  private readonly narrow = new Map<string, boolean>()
  private readonly dictionaries = new Map<string, readonly string[]>()
  private loadedTimes: Float64Array | undefined
  private loadedBounds: TimeBounds | undefined

  constructor(db: Database) {
    this.db = db
    this.takesInline = hasTheseCodes(db.pragma('user_version', { simple: true }) as number)
    this.size = nextEventId(db) - 1
    this.fields = new Map(caseFields(db).map((field) => [field.id, field]))
  }

  /** The column of a field of this case, or of the exhibit numbers (`exhibit`). */
  column(field: string): Column {
    let column = this.columns.get(field)
    if (column === undefined) {
      column = this.loadColumn(field)
      this.columns.set(field, column)
    }
    return column
  }

  /** False: no value of the field stands inline. Looks at how wide its codes are, where the column is not loaded. */
  mayHaveInline(field: string): boolean {
    const column = this.columns.get(field)
    if (column !== undefined) return column.hasInline
    let isNarrow = this.narrow.get(field)
    if (isNarrow === undefined) {
      const firstChunk = ((this.fields.get(field)?.firstEventId ?? 1) - 1) >>> 16
      const events = this.db
        .prepare<[number, string, number], number>(
          `SELECT coalesce(sum(min(event_count, ? - chunk * ${CHUNK_EVENTS})), 0) FROM column_chunk WHERE field = ? AND width < ?`,
        )
        .pluck()
        .get(this.size, field, INLINE_WIDTH)
      isNarrow = events === Math.max(0, this.size - firstChunk * CHUNK_EVENTS)
      this.narrow.set(field, isNarrow)
    }
    return !isNarrow
  }

  /** Event times in microseconds since 1970 UTC, NaN for none; `times[id - 1]`. */
  times(): Float64Array {
    if (this.loadedTimes === undefined) {
      const times = new Float64Array(this.size)
      for (const { number, start, count, row } of this.chunks(TIME_COLUMN)) {
        const stored = row === undefined ? null : decodeTimes(row.data, row.eventCount)
        const part = stored ?? chunkFromEvents(this.db, number, this.size).times
        times.set(part.subarray(0, count), start)
      }
      this.loadedTimes = times
    }
    return this.loadedTimes
  }

  /** Whether any event has a value in it; looks no further than the first. */
  hasValues(field: string): boolean {
    for (const { number, count, row } of this.chunks(field)) {
      const stored = row === undefined ? null : decodeCodes(row.data, row.width, row.eventCount)
      const codes = stored ?? chunkFromEvents(this.db, number, this.size).codes.get(field)
      if (codes?.subarray(0, count).some((code) => code !== 0)) return true
    }
    return false
  }

  /** Earliest and latest times of stretches of events. */
  timeBounds(): TimeBounds {
    this.loadedBounds ??= timeBounds(this.times())
    return this.loadedBounds
  }

  /** Texts of a field's dictionary by code; empty for a field without one. An exhibit's number stands for its label. */
  dictionary(field: string): readonly string[] {
    let values = this.dictionaries.get(field)
    if (values === undefined) {
      if (field === EXHIBIT_COLUMN) values = exhibitLabels(this.db)
      else values = this.fields.get(field)?.storage === 'dictionary' ? loadDictionary(this.db, field) : ['']
      this.dictionaries.set(field, values)
    }
    return values
  }

  private loadColumn(field: string): Column {
    const parts = [...this.chunks(field)].map(({ number, start, count, row }) => {
      const stored = row === undefined ? null : this.storedCodes(row)
      const codes =
        stored ?? chunkFromEvents(this.db, number, this.size).codes.get(field) ?? new Uint32Array(CHUNK_EVENTS)
      return { start, codes: codes.subarray(0, count) }
    })
    const width = parts.reduce((widest, part) => Math.max(widest, part.codes.BYTES_PER_ELEMENT), 1)
    const codes =
      width === 1 ? new Uint8Array(this.size) : width === 2 ? new Uint16Array(this.size) : new Uint32Array(this.size)
    for (const part of parts) codes.set(part.codes, part.start)
    const values = this.dictionary(field)
    return { field, codes, values, hasInline: hasInline(codes) }
  }

  /** Null where they are damaged, or made before inline codes were what they are. */
  private storedCodes(row: ChunkRow): CodeArray | null {
    const codes = decodeCodes(row.data, row.width, row.eventCount)
    return codes === null || this.takesInline || !hasInline(codes) ? codes : null
  }

  /** The stored chunks of a field in order; `row` is undefined where one is missing or too short. */
  private *chunks(
    field: string,
  ): Generator<{ number: number; start: number; count: number; row: ChunkRow | undefined }> {
    const firstId = this.fields.get(field)?.firstEventId ?? 1
    const get = this.db.prepare<[string, number], ChunkRow>(
      'SELECT chunk, event_count AS eventCount, width, data FROM column_chunk WHERE field = ? AND chunk = ?',
    )
    for (let number = 0; number * CHUNK_EVENTS < this.size; number++) {
      const start = number * CHUNK_EVENTS
      const count = Math.min(CHUNK_EVENTS, this.size - start)
      if (start + count < firstId) continue
      const row = get.get(field, number)
      yield { number, start, count, row: row !== undefined && row.eventCount >= count ? row : undefined }
    }
  }
}

function hasInline(codes: CodeArray): boolean {
  if (codes.BYTES_PER_ELEMENT < INLINE_WIDTH) return false
  for (let i = 0; i < codes.length; i++) if (isInline(codes[i])) return true
  return false
}

/** Texts by code; `values[0]` is empty and stands for no value. */
export function loadDictionary(db: Database, field: string): string[] {
  const values: string[] = ['']
  for (const [id, value] of db
    .prepare<[], [number, string]>(`SELECT id, value FROM "value_${field}" ORDER BY id`)
    .raw()
    .iterate()) {
    values[id] = value
  }
  return values
}

function exhibitLabels(db: Database): string[] {
  const last = (db.prepare('SELECT max(exhibit_id) FROM event').pluck().get() as number | null) ?? 0
  return Array.from({ length: last + 1 }, (_, id) => (id === 0 ? '' : exhibitLabel(id)))
}
