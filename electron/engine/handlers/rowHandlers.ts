/** Api entries that ask for rows: count, page, facets, histogram, export. */
import { resolve } from 'node:path'
import { type HistogramInfo, PAYLOAD_COLUMN, type Page } from '../../../shared/api/index.ts'
import { fieldById, fields, isBesideField } from '../../../shared/fields.ts'
import { fail } from '../../../shared/failure.ts'
import { offsetMicrosAt } from '../../../shared/time/index.ts'
import { CellRedactor } from '../../../shared/redaction/index.ts'
import { marksOf } from '../annotate/index.ts'
import { cellReader, exportEvents, oneLineJson, payloadJson } from '../evidence/index.ts'
import { facetAnswer } from '../facetAnswer.ts'
import { isJsonFormat } from '../ingest/index.ts'
import type { OpenCase } from '../openCase.ts'
import { EventReader, type EventRow, type RowOrder, slices, stackedHistogram } from '../query/index.ts'
import { EXHIBIT_COLUMN, type Rows } from '../store/index.ts'
import type { Handlers } from './context.ts'
import { exportFacts } from './custodyFacts.ts'

/** Rows of a page at most. */
const MAX_PAGE = 10_000

export const rowHandlers: Handlers<'rows.count' | 'rows.page' | 'rows.facets' | 'rows.histogram' | 'rows.export'> = {
  async 'rows.count'(request, { openCase, signal }) {
    const file = openCase(request.case)
    return { count: await file.count(request, signal), leftOut: await file.leftOut(request, signal) }
  },

  async 'rows.page'(request, { openCase, signal }): Promise<Page> {
    if (
      !Number.isSafeInteger(request.offset) ||
      request.offset < 0 ||
      !Number.isSafeInteger(request.limit) ||
      request.limit < 0
    ) {
      fail({ code: 'usage/bad-argument', message: 'Offset and limit are whole numbers from 0' })
    }
    const file = openCase(request.case)
    const columns = request.columns.map((column) => columnOf(file, column))
    const order = await file.ordered(request, request.sort ?? { field: 'time', descending: false }, signal)
    const end = request.offset + Math.min(request.limit, MAX_PAGE)
    const reader = readerFor(file, columns)
    const cellsOf = cellReader(columns, reader.fields, payloadText(file))
    const page = [...reader.rows(order.slice(request.offset, end))]
    const shown = request.redact === true ? redactedCells(columns, cellsOf) : cellsOf
    const marks = marksOf(
      file.db,
      page.map((event) => event.id),
    )
    return {
      total: order.count,
      leftOut: await file.leftOut(request, signal),
      offset: request.offset,
      columns,
      rows: page.map((event) => ({
        id: event.id,
        timeText: event.timeText,
        cells: shown(event),
        marks: marks.get(event.id) ?? null,
      })),
    }
  },

  async 'rows.facets'(request, { openCase, signal }) {
    const file = openCase(request.case)
    return facetAnswer(
      file,
      request,
      request.fields.map((name) => facetField(file, name)),
      signal,
    )
  },

  async 'rows.histogram'(request, { openCase, signal }) {
    if (!Number.isSafeInteger(request.bins) || request.bins < 1)
      fail({ code: 'usage/bad-argument', message: 'The number of bins is a whole number from 1' })
    const file = openCase(request.case)
    const { histograms } = file.state()
    const rows = await file.rows(request, signal)
    const span = histograms.span(rows)
    if (span === null) return null
    const from = request.fromMicros ?? span.from
    const to = Math.max(request.toMicros ?? span.to + 1, from + 1)
    if (request.by !== undefined) return stackedAnswer(file, rows, { from, to, count: request.bins }, request.by)
    const found = histograms.histogram(rows, from, to, request.bins, file.othersOf(rows))
    return { ...found, counts: Array.from(found.counts) }
  },

  async 'rows.export'(request, { version, openCase, custody, signal, onProgress }) {
    const startedAt = performance.now()
    const file = openCase(request.case)
    const columns = request.columns?.map((column) => columnOf(file, column)) ?? exportColumns(file)
    const timeZone = request.timeZone ?? 'UTC'
    // Fails with `usage/bad-argument` before anything is written.
    offsetMicrosAt(0, timeZone)
    const order = await file.ordered(request, request.sort ?? { field: 'time', descending: false }, signal)
    const total = order.count
    const reader = readerFor(file, columns)
    const out = resolve(request.out)
    const written = await exportEvents(
      {
        out,
        overwrite: request.overwrite ?? false,
        format: request.format,
        columns,
        formulaGuard: request.formulaGuard ?? true,
        events: eventsIn(order, reader),
        fields: reader.fields,
        expected: total,
        payloadText: payloadText(file),
        timeZone,
      },
      signal,
      (done) => onProgress({ label: request.out, done, total, unit: 'rows' }),
    )
    const leftOut = await file.leftOut(request, signal)
    const report = { out, format: request.format, ...written, leftOut, seconds: (performance.now() - startedAt) / 1000 }
    const recorded = await custody.enter(file.path, 'rows.export', exportFacts(request, report, version))
    return { ...report, recorded }
  },
}

/** Values that a histogram is split by; all others are one part more. */
const MAX_SERIES = 12

/** The histogram of rows, split by the most frequent values of a field among them. */
function stackedAnswer(
  file: OpenCase,
  rows: Rows,
  bins: { readonly from: number; readonly to: number; readonly count: number },
  by: string,
): HistogramInfo {
  const { facets, store } = file.state()
  const field = columnField(file, by)
  const [facet] = facets.facets([field], rows, MAX_SERIES, file.othersOf(rows))
  const values = facet.values.map(({ value }) => value)
  const found = stackedHistogram(file.db, store, rows, bins, field, values)
  return {
    ...found,
    counts: Array.from(found.counts),
    series: found.series.map(({ value, counts }) => ({ value, counts: Array.from(counts) })),
  }
}

/** Secrets in cells, by how they look or their column's name; kept for the texts of pages that are shown again. */
const cells = new CellRedactor()

function redactedCells(
  columns: readonly string[],
  cellsOf: (event: EventRow) => (string | null)[],
): (event: EventRow) => (string | null)[] {
  return (event) => cellsOf(event).map((text, i) => (text === null ? null : cells.cell(text, columns[i])))
}

/** Every column the case has values for, the time as written, and the payload. */
function exportColumns(file: OpenCase): string[] {
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

/** A column that can be shown: a field, the time as written, or the whole payload. */
function columnOf(file: OpenCase, name: string): string {
  if (name === PAYLOAD_COLUMN || name === 'timeText') return name
  return file.columnId(name)
}

function facetField(file: OpenCase, name: string): string {
  const id = file.columnId(name)
  if (isBesideField(id) && fieldById(id)?.facet) return id
  return columnField(file, id)
}

/** A field each event has one value of at most. */
function columnField(file: OpenCase, name: string): string {
  const id = file.columnId(name)
  if (id === EXHIBIT_COLUMN || file.state().store.fields.has(id)) return id
  fail({
    code: 'query/bad-value',
    message: `Values of “${id}” are not counted`,
    where: { field: id },
    next: 'Take a field with values, such as action or actor.',
  })
}

function readerFor(file: OpenCase, columns: readonly string[]): EventReader {
  const { store, beside } = file.state()
  return new EventReader(
    file.db,
    store,
    columns.filter((column) => store.fields.has(column) || isBesideField(column)),
    beside,
  )
}

/** JSON of the record as it stands where the record is JSON, else of what it decodes to. */
function payloadText(file: OpenCase): (event: EventRow) => string {
  const { payloads } = file.state()
  return (event) => {
    const format = payloads.format(event.exhibitId)
    if (isJsonFormat(format) && format.encoding === 'utf-8') {
      return oneLineJson(payloads.verbatim.record(event.exhibitId, event.record).toString('utf8'))
    }
    return payloadJson(payloads.payload(event.exhibitId, event.record))
  }
}

function* eventsIn(order: RowOrder, reader: EventReader): Generator<EventRow> {
  for (const rows of slices(order)) yield* reader.rows(rows)
}
