/** What a pack reads of events: cells, JSON, records and changes, as they are or redacted. */
import { PAYLOAD_COLUMN } from '../../../shared/api/index.ts'
import { eventsIn, payloadText, readerFor } from '../caseColumns.ts'
import { cellReader, type ExportRedactor, type PackReading } from '../evidence/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { EventRow, RowOrder } from '../query/index.ts'
import { namedByRules } from './exportCells.ts'
import { ReadChanges } from './readChanges.ts'
import { PlainEvents, RedactedEvents } from './readEvents.ts'

/** The events of `order` with their cells of `columns`; `redactor`: null gives them as they are. */
export function packReading(
  file: OpenCase,
  columns: readonly string[],
  order: RowOrder,
  timeZone: string,
  redactor: ExportRedactor | null,
): PackReading {
  const ids = columns.includes(PAYLOAD_COLUMN) ? columns : [...columns, PAYLOAD_COLUMN]
  const payloadPlace = ids.indexOf(PAYLOAD_COLUMN)
  const reader = readerFor(file, redactor === null ? ids : [...ids, ...namedByRules(file, ids, redactor)])
  const cellsOf = (of: readonly string[]) => cellReader(of, reader.fields, payloadText(file), timeZone)
  const given =
    redactor === null
      ? new PlainEvents(file, cellsOf(ids))
      : new RedactedEvents(file, redactor, ids, reader.fields, cellsOf)
  const changes = new ReadChanges(file)
  return {
    events: () => eventsIn(order, reader),
    cells: (event: EventRow) => given.cells(event).slice(0, columns.length),
    payload: (event) => given.cells(event)[payloadPlace],
    record: (event) => given.record(event),
    text: (event, text) => given.text(event, text),
    changes: (event) => changes.of(event, given),
  }
}
