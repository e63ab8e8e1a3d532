/** Cells of exported events, as their columns ask for them. */
import type { ExportRequest } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'
import { eventsIn, payloadText, readerFor } from '../caseColumns.ts'
import { isBesideField } from '../../../shared/fields.ts'
import { cellReader, type ExportColumn, type ExportRedactor, type ReportChange } from '../evidence/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { EventReader, EventRow, RowOrder } from '../query/index.ts'
import type { ExportRedaction } from './exportRedaction.ts'
import { ReadChanges } from './readChanges.ts'
import { type LeavingRecord, PlainEvents, type ReadEvents, RedactedEvents } from './readEvents.ts'
import { type SourcedColumn, sourcedColumns } from './exportColumns.ts'
import { FlatColumns, valueAt, valueText } from './payloadCells.ts'

export interface ExportCells {
  readonly columns: readonly ExportColumn[]
  /** The events of the export, each once, with what `cellsOf` needs. */
  readonly events: Iterable<EventRow>
  cellsOf(event: EventRow): readonly (string | null)[]
  /** The event's record as it may be given. */
  recordOf(event: EventRow): LeavingRecord
  /** What the event says was changed, as it may be given; null: nothing. */
  changesOf(event: EventRow): readonly ReportChange[] | null
}

type Cells = readonly (string | null)[]

/** Events read before others may have their turn. */
const EVENTS_PER_BREATH = 2_048

/**
 * Columns and cells of an export of the events of `order`, times in `timeZone`, which must be known. With `flatten` the
 * events are read once before, for their columns. With `redaction` all that is given is redacted. Fails with `query/unknown-field`, `usage/bad-argument`,
 * `export/too-many-columns`; rejects with the signal's reason.
 */
export async function exportCells(
  file: OpenCase,
  request: Pick<ExportRequest, 'preset' | 'columns' | 'flatten'>,
  order: RowOrder,
  timeZone: string,
  signal: AbortSignal,
  redaction: ExportRedaction | null = null,
): Promise<ExportCells> {
  const asked = sourcedColumns(file, request)
  // The payload's own columns stand where the payload would, or last.
  const payloadAt = request.flatten === true ? asked.findIndex(({ column }) => column.type === 'json') : -1
  const sourced = payloadAt < 0 ? asked : asked.toSpliced(payloadAt, 1)
  const flatAt = payloadAt < 0 ? sourced.length : payloadAt
  const ids = [...new Set(sourced.flatMap(columnIds))]
  const reader = readerFor(file, [...ids, ...namedByRules(file, ids, redaction?.redactor ?? null)])
  const read = (redactor?: ExportRedactor): ReadEvents => {
    const cells = (of: readonly string[]) => cellReader(of, reader.fields, payloadText(file), timeZone)
    return redactor === undefined
      ? new PlainEvents(file, cells(ids))
      : new RedactedEvents(file, redactor, ids, reader.fields, cells)
  }
  const flat =
    request.flatten === true
      ? await flatColumns(order, reader, new PayloadAtHand(read(redaction?.scratch())), signal)
      : null
  const given = read(redaction?.redactor)
  const payloads = new PayloadAtHand(given)
  const events = eventsIn(order, reader)
  const columns = sourced.map(({ column }) => column)
  const changes = new ReadChanges(file)
  const beside = {
    recordOf: (event: EventRow) => given.record(event),
    changesOf: (event: EventRow) => changes.of(event, given),
  }
  if (flat === null && sourced.every(({ from }) => from.length === 1 && from[0].kind === 'column'))
    return { columns, events, cellsOf: (event) => given.cells(event), ...beside }
  const cellOf = sourced.map((column) => cellFrom(column, ids, payloads))
  const cellsOf = (event: EventRow): (string | null)[] => {
    const values = given.cells(event)
    return cellOf.map((cell) => cell(values, event))
  }
  if (flat === null) return { columns, events, cellsOf, ...beside }
  const headers = [...flat.columns.keys()].map((id) => ({ id, header: id, type: 'text' as const }))
  return {
    columns: columns.toSpliced(flatAt, 0, ...headers),
    events,
    cellsOf: (event) => cellsOf(event).toSpliced(flatAt, 0, ...flat.cells(payloads.of(event))),
    ...beside,
  }
}

/** Columns that rules of the redaction name and the case has, besides those that are read anyway. */
export function namedByRules(file: OpenCase, ids: readonly string[], redactor: ExportRedactor | null): string[] {
  const known = file.state().store.fields
  return (redactor?.columns ?? []).filter(
    (column) => !ids.includes(column) && (known.has(column) || isBesideField(column)),
  )
}

/** Fields, `timeText` and `payload` among the sources of a column. */
function columnIds({ from }: SourcedColumn): string[] {
  return from.flatMap((source) => (source.kind === 'column' ? [source.id] : []))
}

type CellOf = (values: Cells, event: EventRow) => string | null

function cellFrom({ column, from }: SourcedColumn, ids: readonly string[], payloads: PayloadAtHand): CellOf {
  const isJson = column.type === 'json'
  const parts = from.map((source): CellOf => {
    if (source.kind === 'column') {
      const place = ids.indexOf(source.id)
      return (values) => values[place]
    }
    return (_, event) => {
      const value = valueAt(payloads.of(event), source.keys)
      // Where there is another source, a null says that this one has nothing.
      if (value === undefined || (value === null && from.length > 1)) return null
      return isJson ? JSON.stringify(value) : valueText(value)
    }
  })
  return (values, event) => {
    for (const part of parts) {
      const cell = part(values, event)
      if (cell !== null) return cell
    }
    return null
  }
}

/** Reads all events once for the values in their payloads. */
async function flatColumns(
  order: RowOrder,
  reader: EventReader,
  payloads: PayloadAtHand,
  signal: AbortSignal,
): Promise<FlatColumns> {
  const flat = new FlatColumns()
  let done = 0
  for (const event of eventsIn(order, reader)) {
    flat.add(payloads.of(event))
    if (++done % EVENTS_PER_BREATH === 0) {
      await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
    }
  }
  return flat
}

/** The decoded record of the event that was asked for last: several cells may need it. */
class PayloadAtHand {
  private readonly events: ReadEvents
  private event = 0
  private payload: Json = null

  constructor(events: ReadEvents) {
    this.events = events
  }

  of(event: EventRow): Json {
    if (this.event !== event.id) {
      this.payload = this.events.payload(event)
      this.event = event.id
    }
    return this.payload
  }
}
