/** Columns of a case as pages and exports read them. */
import { fields, isBesideField } from '../../shared/fields.ts'
import { PAYLOAD_COLUMN } from '../../shared/api/index.ts'
import { oneLineJson, payloadJson } from './evidence/index.ts'
import { type Format, isJsonFormat } from './ingest/index.ts'
import type { OpenCase } from './openCase.ts'
import { EventReader, type EventRow, type RowOrder, slices } from './query/index.ts'

/** A column that can be shown: a field, the time as written, or the whole payload. Fails with `query/unknown-field`. */
export function columnOf(file: OpenCase, name: string): string {
  if (name === PAYLOAD_COLUMN || name === 'timeText') return name
  return file.columnId(name)
}

/** Every column the case has values for, the time as written, and the payload. */
export function columnsWithValues(file: OpenCase): string[] {
  const { store, beside } = file.state()
  const own = [...store.fields.values()].filter((field) => field.isOwn).map((field) => field.id)
  const used = new Set([...store.fields.keys()].filter((field) => store.hasValues(field)))
  const canonical = fields
    .map((field) => field.id)
    .filter((id) => (isBesideField(id) ? beside.hasValues(id) : used.has(id) || !store.fields.has(id)))
  const columns = [...canonical, ...own.filter((id) => used.has(id)), PAYLOAD_COLUMN]
  columns.splice(columns.indexOf('time') + 1, 0, 'timeText')
  return columns
}

/** Reads events with what the columns need of them. */
export function readerFor(file: OpenCase, columns: readonly string[]): EventReader {
  const { store, beside } = file.state()
  return new EventReader(
    file.db,
    store,
    columns.filter((column) => store.fields.has(column) || isBesideField(column)),
    beside,
  )
}

/** JSON of the record as it stands where the record is JSON, else of what it decodes to. */
export function payloadText(file: OpenCase, payloads = file.state().payloads): (event: EventRow) => string {
  return (event) => {
    // Asked of the payloads at hand: the state of the case is looked up anew each time.
    if (isPlain(payloads.format(event.exhibitId))) {
      return oneLineJson(payloads.verbatim.recordText(event.exhibitId, event.record))
    }
    return payloadJson(payloads.payload(event.exhibitId, event.record))
  }
}

/** Whether the record of an event is JSON in UTF-8. */
export function isPlainJson(file: OpenCase, event: EventRow): boolean {
  return isPlain(file.state().payloads.format(event.exhibitId))
}

function isPlain(format: Format): boolean {
  return isJsonFormat(format) && format.encoding === 'utf-8'
}

/** The events of an order, each once. */
export function* eventsIn(order: RowOrder, reader: EventReader): Generator<EventRow> {
  for (const rows of slices(order)) yield* reader.rows(rows)
}
