/** Cells of exported events, as their columns ask for them. */
import type { ExportRequest } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'
import { eventsIn, payloadText, readerFor } from '../caseColumns.ts'
import { cellReader, type ExportColumn } from '../evidence/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { EventRow, RowOrder } from '../query/index.ts'
import { type SourcedColumn, sourcedColumns } from './exportColumns.ts'
import { FlatColumns, valueAt, valueText } from './payloadCells.ts'

export interface ExportCells {
  readonly columns: readonly ExportColumn[]
  /** The events of the export, each once, with what `cellsOf` needs. */
  readonly events: Iterable<EventRow>
  cellsOf(event: EventRow): readonly (string | null)[]
}

type Cells = readonly (string | null)[]

/** Events read before others may have their turn. */
const EVENTS_PER_BREATH = 2_048

/**
 * Columns and cells of an export of the events of `order`, times in `timeZone`, which must be known. With `flatten` the
 * events are read once before, for their columns; `onLooked` is told how many of them. Fails with `query/unknown-field`, `usage/bad-argument`,
 * `export/too-many-columns`; rejects with the signal's reason.
 */
export async function exportCells(
  file: OpenCase,
  request: Pick<ExportRequest, 'preset' | 'columns' | 'flatten'>,
  order: RowOrder,
  timeZone: string,
  signal: AbortSignal,
  onLooked: (events: number) => void,
): Promise<ExportCells> {
  const asked = sourcedColumns(file, request)
  const payloads = new PayloadAtHand(file)
  const flat = request.flatten === true ? await flatColumns(order, file, payloads, signal, onLooked) : null
  // The payload's own columns stand where the payload would, or last.
  const payloadAt = asked.findIndex(({ column }) => column.type === 'json')
  const sourced = flat === null ? asked : asked.filter((_, i) => i !== payloadAt)
  const flatAt = payloadAt < 0 ? sourced.length : payloadAt
  const ids = [...new Set(sourced.flatMap(columnIds))]
  const reader = readerFor(file, ids)
  const read = cellReader(ids, reader.fields, payloadText(file), timeZone)
  const events = eventsIn(order, reader)
  const columns = sourced.map(({ column }) => column)
  if (flat === null && sourced.every(({ from }) => from.length === 1 && from[0].kind === 'column'))
    return { columns, events, cellsOf: read }
  const cellOf = sourced.map((column) => cellFrom(column, ids, payloads))
  const cellsOf = (event: EventRow): (string | null)[] => {
    const values = read(event)
    return cellOf.map((cell) => cell(values, event))
  }
  if (flat === null) return { columns, events, cellsOf }
  const headers = [...flat.columns.keys()].map((id) => ({ id, header: id, type: 'text' as const }))
  return {
    columns: columns.toSpliced(flatAt, 0, ...headers),
    events,
    cellsOf: (event) => cellsOf(event).toSpliced(flatAt, 0, ...flat.cells(payloads.of(event))),
  }
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
  file: OpenCase,
  payloads: PayloadAtHand,
  signal: AbortSignal,
  onLooked: (events: number) => void,
): Promise<FlatColumns> {
  const flat = new FlatColumns()
  let done = 0
  for (const event of eventsIn(order, readerFor(file, []))) {
    flat.add(payloads.of(event))
    if (++done % EVENTS_PER_BREATH === 0) {
      await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
      onLooked(done)
    }
  }
  return flat
}

/** The decoded record of the event that was asked for last: several cells may need it. */
class PayloadAtHand {
  private readonly payloads
  private event = 0
  private payload: Json = null

  constructor(file: OpenCase) {
    this.payloads = file.state().payloads
  }

  of(event: EventRow): Json {
    if (this.event !== event.id) {
      this.payload = this.payloads.payload(event.exhibitId, event.record)
      this.event = event.id
    }
    return this.payload
  }
}
