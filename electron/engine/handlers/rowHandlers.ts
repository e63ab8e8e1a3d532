/** Api entries that ask for rows: count, page, facets, histogram. */
import type { HistogramInfo, Page } from '../../../shared/api/index.ts'
import { fieldById, isBesideField } from '../../../shared/fields.ts'
import { fail } from '../../../shared/failure.ts'
import { CellRedactor } from '../../../shared/redaction/index.ts'
import { marksOf } from '../annotate/index.ts'
import { columnOf, payloadText, readerFor } from '../caseColumns.ts'
import { cellReader } from '../evidence/index.ts'
import { facetAnswer } from '../facetAnswer.ts'
import type { OpenCase } from '../openCase.ts'
import type { EventRow } from '../query/index.ts'
import { EXHIBIT_COLUMN, type Rows } from '../store/index.ts'
import type { Handlers } from './context.ts'

/** Rows of a page at most. */
const MAX_PAGE = 10_000

export const rowHandlers: Handlers<'rows.count' | 'rows.page' | 'rows.facets' | 'rows.histogram'> = {
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
    const wanted = order.slice(request.offset, end)
    const readAhead = file.state().readAhead.start(wanted)
    const page = [...reader.rows(wanted)]
    const shown = request.redact === true ? redactedCells(columns, cellsOf) : cellsOf
    const marks = marksOf(
      file.db,
      page.map((event) => event.id),
    )
    const answer = {
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
    await readAhead
    return answer
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
  const { stacked } = file.state()
  const found = stacked.stacked(rows, bins, columnField(file, by), MAX_SERIES, file.othersOf(rows))
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
