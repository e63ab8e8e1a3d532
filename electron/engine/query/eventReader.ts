/** Events by row: the text of every field, read from the event rows and dictionaries. */
import type { Database } from 'better-sqlite3'
import { isoFromMicros } from '../../../shared/time/index.ts'
import { exhibitLabel } from '../case/index.ts'
import { isBesideField } from '../../../shared/fields.ts'
import { type ColumnStore, inlineColumns, inlineText, inlineTextFromHex } from '../store/index.ts'
import { type BesideFields, nothingBeside } from './besideFields.ts'
import { extentOf, liesTogether, type RowExtent } from './rowExtent.ts'

/** An event as text, by field id; null where it has no value. `timeMicros` and `timeText` come along. */
export interface EventRow {
  readonly id: number
  /** Microseconds since 1970 UTC; null where the record states no time. */
  readonly timeMicros: number | null
  /** The time as the record writes it. */
  readonly timeText: string | null
  readonly exhibitId: number
  readonly record: number
  /** Values in the order of the reader's `fields`. */
  readonly values: readonly (string | null)[]
}

type Stored = string | Buffer | number | null
type RawRow = [number, number | null, number | string | null, number, number, ...Stored[]]
/** Gives a field's text from what the event row holds. */
type Lookup = (raw: RawRow) => string | null

/** Columns of a `RawRow` before those of the fields. */
const OWN_COLUMNS = 5

/**
 * After this many codes of a field were looked up one by one, its whole dictionary is read; after so many events, too, if it
 * is short.
 */
const SINGLE_LOOKUPS = 2_048
const SHORT_DICTIONARY = 65_536

/** Rows read in one statement where they lie close together, and in one transaction in any case. */
const MAX_STRETCH = 512

export class EventReader {
  /** The fields of `EventRow.values`. */
  readonly fields: readonly string[]
  private readonly one
  private readonly stretch
  /** Without it each statement would lock the file, look whether it has changed, and let go of it: half the time of a row. */
  private readonly inOneRead
  private readonly lookups: readonly Lookup[]

  /** Reads `fields`: columns of the case, and those that are kept beside the events. */
  constructor(db: Database, store: ColumnStore, fields: readonly string[], beside: BesideFields = nothingBeside) {
    this.fields = fields
    this.inOneRead = db.transaction((rows: ArrayLike<number>, start: number, end: number) => [
      ...this.someRows(rows, start, end),
    ])
    const columns: string[] = []
    this.lookups = fields.map((field) => {
      const place = OWN_COLUMNS + columns.length
      if (isBesideField(field)) return besideLookup(beside, field)
      const isInline = store.fields.get(field)?.storage !== 'dictionary'
      columns.push(...(isInline ? inlineColumns(`"${field}"`) : [`"${field}"`]))
      return isInline ? inlineLookup(place) : dictionaryLookup(db, store, field, place)
    })
    const own = ['id', 'time_us', 'time_text', 'exhibit_id', 'record']
    const select = `SELECT ${[...own, ...columns].join(', ')} FROM event WHERE id`
    this.one = db.prepare<[number], RawRow>(`${select} = ?`).raw()
    this.stretch = db.prepare<[number, number], RawRow>(`${select} BETWEEN ? AND ? ORDER BY id`).raw()
  }

  /** The events of the rows (id - 1), in that order. */
  *rows(rows: ArrayLike<number>): Generator<EventRow> {
    for (let start = 0; start < rows.length; start += MAX_STRETCH) {
      yield* this.inOneRead(rows, start, Math.min(start + MAX_STRETCH, rows.length))
    }
  }

  private *someRows(rows: ArrayLike<number>, start: number, end: number): Generator<EventRow> {
    const extent = extentOf(rows, start, end)
    if (liesTogether(extent, end - start)) yield* this.near(rows, start, end, extent)
    else for (let i = start; i < end; i++) yield* this.single(rows[i])
  }

  /** Rows [start, end) that lie close together, in whatever order: all between the least and the most are read at once. */
  private *near(rows: ArrayLike<number>, start: number, end: number, { least, most }: RowExtent): Generator<EventRow> {
    const read = this.stretch.all(least + 1, most + 1)
    for (let i = start; i < end; i++) {
      // Events are numbered without gaps; of a case that lost some, the place is not where it should be.
      const raw = read[rows[i] - least]
      if (raw !== undefined && raw[0] === rows[i] + 1) yield this.eventRow(raw)
      else yield* this.single(rows[i])
    }
  }

  private *single(row: number): Generator<EventRow> {
    const raw = this.one.get(row + 1)
    if (raw !== undefined) yield this.eventRow(raw)
  }

  private eventRow(raw: RawRow): EventRow {
    const values: (string | null)[] = new Array(this.lookups.length)
    for (let i = 0; i < this.lookups.length; i++) values[i] = this.lookups[i](raw)
    const [id, timeMicros, form, exhibitId, record] = raw
    return { id, timeMicros, timeText: timeTextOf(timeMicros, form), exhibitId, record, values }
  }
}

/** The time as the record writes it, from how it is stored: text, or the fraction digits of an ISO UTC text. */
export function timeTextOf(timeMicros: number | null, form: number | string | null): string | null {
  if (typeof form === 'string') return form
  return form === null || timeMicros === null ? null : isoFromMicros(timeMicros, form)
}

/** Text of a canonical field of an event; `read` gives the columns of the case. */
export function ownFieldText(event: EventRow, field: string): string | null {
  switch (field) {
    case 'id':
      return String(event.id)
    case 'exhibit':
      return exhibitLabel(event.exhibitId)
    case 'record':
      return String(event.record)
    default:
      return null
  }
}

function besideLookup(beside: BesideFields, field: string): Lookup {
  const read = beside.cellReader(field)
  return (raw) => read(raw[0] - 1)
}

function inlineLookup(place: number): Lookup {
  return (raw) => {
    const stored = raw[place]
    if (typeof stored !== 'string') return null
    return raw[place + 1] === 1 ? inlineTextFromHex(stored) : stored
  }
}

function dictionaryLookup(db: Database, store: ColumnStore, field: string, place: number): Lookup {
  const value = db.prepare<[number], string>(`SELECT value FROM "value_${field}" WHERE id = ?`).pluck()
  const length = db.prepare<[], number | null>(`SELECT max(id) FROM "value_${field}"`).pluck()
  const known = new Map<number, string>()
  let events = 0
  let all: readonly string[] | undefined
  return (raw) => {
    const stored = raw[place]
    if (stored === null) return null
    if (typeof stored !== 'number') return inlineText(stored)
    if (all !== undefined) return all[stored]
    let text = known.get(stored)
    if (text === undefined) {
      text = value.get(stored) ?? ''
      known.set(stored, text)
    }
    const isShort = ++events === SINGLE_LOOKUPS && (length.get() ?? 0) <= SHORT_DICTIONARY
    if (isShort || known.size >= SINGLE_LOOKUPS) all = store.dictionary(field)
    return text
  }
}
