/** Api entries that ask for rows: count, page, facets, histogram, export. */
import { resolve } from 'node:path'
import type { Page } from '../../../shared/api/index.ts'
import { fields } from '../../../shared/fields.ts'
import { fail } from '../../../shared/failure.ts'
import { cellReader, exportEvents, oneLineJson, PAYLOAD_COLUMN, payloadJson } from '../evidence/index.ts'
import type { OpenCase } from '../openCase.ts'
import { EventReader, type EventRow } from '../query/index.ts'
import { EXHIBIT_COLUMN, isSpan, type Rows, rowCount, rowSetOf } from '../store/index.ts'
import type { Handlers } from './context.ts'

/** Rows of a page at most. */
const MAX_PAGE = 10_000

export const rowHandlers: Handlers<'rows.count' | 'rows.page' | 'rows.facets' | 'rows.histogram' | 'rows.export'> = {
  async 'rows.count'(request, { openCase, signal }) {
    return { count: await openCase(request.case).count(request, signal) }
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
    const rows = await file.rows(request, signal, request.sort ?? { field: 'time', descending: false })
    const end = Math.min(request.offset + Math.min(request.limit, MAX_PAGE), rowCount(rows))
    const reader = readerFor(file, columns)
    const cellsOf = cellReader(columns, reader.fields, payloadText(file))
    const page = [...reader.rows(slice(rows, request.offset, end))]
    return {
      total: rowCount(rows),
      offset: request.offset,
      columns,
      rows: page.map((event) => ({ id: event.id, timeText: event.timeText, cells: cellsOf(event) })),
    }
  },

  async 'rows.facets'(request, { openCase, signal }) {
    const file = openCase(request.case)
    const { facets } = file.state()
    const wanted = request.fields.map((name) => facetField(file, name))
    const rows = await file.rows(request, signal)
    const others = file.othersOf(rows)
    return wanted.map((field) => facets.facet(field, rows, request.top, others))
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
    const found = histograms.histogram(rows, from, to, request.bins, file.othersOf(rows))
    return { ...found, counts: Array.from(found.counts) }
  },

  async 'rows.export'(request, { openCase, signal, onProgress }) {
    const startedAt = performance.now()
    const file = openCase(request.case)
    const columns = request.columns?.map((column) => columnOf(file, column)) ?? exportColumns(file)
    const rows = await file.rows(request, signal, request.sort ?? { field: 'time', descending: false })
    const total = rowCount(rows)
    const reader = readerFor(file, columns)
    const out = resolve(request.out)
    const written = await exportEvents(
      {
        out,
        overwrite: request.overwrite ?? false,
        format: request.format,
        columns,
        formulaGuard: request.formulaGuard ?? true,
        events: reader.rows(rowSetOf(rows)),
        fields: reader.fields,
        expected: total,
        payloadText: payloadText(file),
      },
      signal,
      (done) => onProgress({ label: request.out, done, total, unit: 'rows' }),
    )
    return { out, format: request.format, ...written, seconds: (performance.now() - startedAt) / 1000 }
  },
}

/** Every column the case has values for, the time as written, and the payload. */
function exportColumns(file: OpenCase): string[] {
  const { store } = file.state()
  const own = [...store.fields.values()].filter((field) => field.isOwn).map((field) => field.id)
  const used = new Set([...store.fields.keys()].filter((field) => store.hasValues(field)))
  const canonical = fields.map((field) => field.id).filter((id) => used.has(id) || !store.fields.has(id))
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
  if (id === EXHIBIT_COLUMN || file.state().store.fields.has(id)) return id
  fail({
    code: 'query/bad-value',
    message: `Values of “${id}” are not counted`,
    where: { field: id },
    next: 'Take a field with values, such as action or actor.',
  })
}

function readerFor(file: OpenCase, columns: readonly string[]): EventReader {
  const { store } = file.state()
  return new EventReader(
    file.db,
    store,
    columns.filter((column) => store.fields.has(column)),
  )
}

/** JSON of the record as it stands where the record is JSON, else of what it decodes to. */
function payloadText(file: OpenCase): (event: EventRow) => string {
  const { payloads } = file.state()
  return (event) => {
    const format = payloads.format(event.exhibitId)
    if (format.id !== 'csv' && format.encoding === 'utf-8') {
      return oneLineJson(payloads.verbatim.record(event.exhibitId, event.record).toString('utf8'))
    }
    return payloadJson(payloads.payload(event.exhibitId, event.record))
  }
}

function slice(rows: Rows, start: number, end: number): Uint32Array {
  if (!isSpan(rows)) return rows.subarray(start, end)
  return Uint32Array.from({ length: Math.max(0, end - start) }, (_, i) => rows.start + start + i)
}
