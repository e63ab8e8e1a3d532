/** Events as the text of exports: cells of a line, or one JSON object. */
import type { Json } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import { type EventRow, ownFieldText } from '../query/index.ts'

/** The column that holds the whole record. */
export const PAYLOAD_COLUMN = 'payload'

/** Gives the record of an event as JSON text on one line. */
export type PayloadText = (event: EventRow) => string

/** Reads cells of `columns` from events whose reader gives `fields`. */
export function cellReader(
  columns: readonly string[],
  fields: readonly string[],
  payloadText: PayloadText,
): (event: EventRow) => (string | null)[] {
  const readers = columns.map((column): ((event: EventRow) => string | null) => {
    const place = fields.indexOf(column)
    if (column === PAYLOAD_COLUMN) return payloadText
    if (column === 'time') return timeCell
    if (column === 'timeText') return (event) => event.timeText
    return place < 0 ? (event) => ownFieldText(event, column) : (event) => event.values[place]
  })
  return (event) => readers.map((read) => read(event))
}

/** UTC, ISO 8601, with as many fraction digits as the time has, at least milliseconds. */
export function timeCell(event: EventRow): string | null {
  return isoText(event.timeMicros)
}

/** A JSON object of the columns that have a value, on one line; numbers for `id` and `record`, the payload as it is. */
export function jsonLine(columns: readonly string[], cells: readonly (string | null)[]): string {
  const members: string[] = []
  for (let i = 0; i < columns.length; i++) {
    const cell = cells[i]
    if (cell === null) continue
    const isBare = columns[i] === PAYLOAD_COLUMN || columns[i] === 'id' || columns[i] === 'record'
    members.push(`${JSON.stringify(columns[i])}:${isBare ? cell : JSON.stringify(cell)}`)
  }
  return `{${members.join(',')}}`
}

/** JSON text of a record on one line: a JSON record as it stands, its line ends (always white space) as blanks. */
export function oneLineJson(recordText: string): string {
  return recordText.includes('\n') || recordText.includes('\r') ? recordText.replace(/[\r\n]+\s*/g, ' ') : recordText
}

/** JSON text of a decoded payload. */
export function payloadJson(payload: Json): string {
  return JSON.stringify(payload)
}
