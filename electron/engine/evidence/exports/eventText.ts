/** Events as the text of exports: cells of a line, or one JSON object. */
import { PAYLOAD_COLUMN } from '../../../../shared/api/index.ts'
import type { Json } from '../../../../shared/failure.ts'
import { isoInZone, isoText, isUtc } from '../../../../shared/time/index.ts'
import { type EventRow, ownFieldText } from '../../query/index.ts'

/** Gives the record of an event as JSON text on one line. */
export type PayloadText = (event: EventRow) => string

/** Reads cells of `columns` from events whose reader gives `fields`; times in `timeZone`, which must be known. */
export function cellReader(
  columns: readonly string[],
  fields: readonly string[],
  payloadText: PayloadText,
  timeZone = 'UTC',
): (event: EventRow) => (string | null)[] {
  const readers = columns.map((column): ((event: EventRow) => string | null) => {
    const place = fields.indexOf(column)
    if (column === PAYLOAD_COLUMN) return payloadText
    if (column === 'time') return isUtc(timeZone) ? timeCell : zonedCell(timeZone)
    if (column === 'timeText') return (event) => event.timeText
    return place < 0 ? (event) => ownFieldText(event, column) : (event) => event.values[place]
  })
  return (event) => {
    const cells: (string | null)[] = new Array(readers.length)
    for (let i = 0; i < readers.length; i++) cells[i] = readers[i](event)
    return cells
  }
}

/** UTC, ISO 8601, with as many fraction digits as the time has, at least milliseconds. */
export function timeCell(event: EventRow): string | null {
  return isoText(event.timeMicros)
}

/** As `timeCell`, in a zone, with its offset at that time: `2026-05-12T16:03:22.118+02:00`. */
function zonedCell(zone: string): (event: EventRow) => string | null {
  return ({ timeMicros }) => (timeMicros === null ? null : isoInZone(timeMicros, zone))
}

/** What names an event in every table: its number, its exhibit, the number of its record there. */
export function ownCells(event: EventRow): (string | null)[] {
  return ['id', 'exhibit', 'record'].map((field) => ownFieldText(event, field))
}

/** Columns whose cells are JSON by themselves. */
function isBareColumn(column: string): boolean {
  return column === PAYLOAD_COLUMN || column === 'id' || column === 'record'
}

/**
 * Gives a JSON object of the columns that have a value, on one line; numbers for `id` and `record`, the payload as it is.
 * Where columns go by other names, `isBare` says which are so.
 */
export function jsonLiner(
  columns: readonly string[],
  isBare: readonly boolean[] = columns.map(isBareColumn),
): (cells: readonly (string | null)[]) => string {
  const keys = columns.map((column) => `${JSON.stringify(column)}:`)
  return (cells) => {
    const members: string[] = []
    for (let i = 0; i < keys.length; i++) {
      const cell = cells[i]
      if (cell !== null) members.push(keys[i] + (isBare[i] ? cell : JSON.stringify(cell)))
    }
    return `{${members.join(',')}}`
  }
}

/** One such object. */
export function jsonLine(columns: readonly string[], cells: readonly (string | null)[]): string {
  return jsonLiner(columns)(cells)
}

/** JSON text of a record on one line: a JSON record as it stands, its line ends (always white space) as blanks. */
export function oneLineJson(recordText: string): string {
  return recordText.includes('\n') || recordText.includes('\r') ? recordText.replace(/[\r\n]+\s*/g, ' ') : recordText
}

/** JSON text of a decoded payload. */
export function payloadJson(payload: Json): string {
  return JSON.stringify(payload)
}
