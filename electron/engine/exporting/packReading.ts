/** What a pack reads of events: cells, JSON, records and changes, as they are or redacted. */
import { PAYLOAD_COLUMN } from '../../../shared/api/index.ts'
import { eventsIn, payloadText, readerFor } from '../caseColumns.ts'
import { cellReader, type ExportRedactor, type PackReading } from '../evidence/index.ts'
import { RecordPayloads } from '../ingest/index.ts'
import { KeepingVerbatimReader } from '../store/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { EventRow, RowOrder } from '../query/index.ts'
import { namedByRules } from './exportCells.ts'
import { ReadChanges } from './readChanges.ts'
import { PlainEvents, RedactedEvents } from './readEvents.ts'

/** Events kept while a pack is made; of more, each pass reads them anew. */
const MAX_KEPT_EVENTS = 20_000

/** The records of a pack's events, kept while it is made as far as there is room: every table needs them. */
export function packPayloads(file: OpenCase): RecordPayloads {
  return new RecordPayloads(file.db, new KeepingVerbatimReader(file.db))
}

/** The events of `order` with their cells of `columns`; `redactor`: null gives them as they are. */
export function packReading(
  file: OpenCase,
  columns: readonly string[],
  order: RowOrder,
  timeZone: string,
  payloads: RecordPayloads,
  redactor: ExportRedactor | null,
): PackReading {
  const ids = columns.includes(PAYLOAD_COLUMN) ? columns : [...columns, PAYLOAD_COLUMN]
  const payloadPlace = ids.indexOf(PAYLOAD_COLUMN)
  const reader = readerFor(file, redactor === null ? ids : [...ids, ...namedByRules(file, ids, redactor)])
  const cellsOf = (of: readonly string[]) => cellReader(of, reader.fields, payloadText(file, payloads), timeZone)
  const given =
    redactor === null
      ? new PlainEvents(file, cellsOf(ids), payloads)
      : new RedactedEvents(file, redactor, ids, reader.fields, cellsOf, payloads)
  let kept: readonly EventRow[] | undefined
  const changes = new ReadChanges(file, payloads)
  return {
    events:
      order.count <= MAX_KEPT_EVENTS ? () => (kept ??= [...eventsIn(order, reader)]) : () => eventsIn(order, reader),
    cells: (event: EventRow) => given.cells(event).slice(0, columns.length),
    payload: (event) => given.cells(event)[payloadPlace],
    record: (event) => given.record(event),
    text: (event, text) => given.text(event, text),
    changes: (event) => changes.of(event, given),
  }
}
