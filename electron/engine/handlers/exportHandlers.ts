/** Api entries that write events to a file, and tell of the files that were written. */
import { resolve } from 'node:path'
import { type ExportRequest, type FileFormat, type PastExport, PAYLOAD_COLUMN } from '../../../shared/api/index.ts'
import { fail, type Json } from '../../../shared/failure.ts'
import { offsetMicrosAt } from '../../../shared/time/index.ts'
import { custodyOfActs } from '../case/index.ts'
import { isPlainJson } from '../caseColumns.ts'
import {
  exportRows,
  formatWriters,
  MAX_SHEET_COLUMNS,
  openOutput,
  reportingWriter,
  verbatimWriter,
  writeEvent,
} from '../evidence/index.ts'
import { aboutExport, askedText } from '../exporting/aboutExport.ts'
import type { SealedEntry } from '../integrity/index.ts'
import { exportCells } from '../exporting/exportCells.ts'
import { openRedaction } from '../exporting/exportRedaction.ts'
import { clockOf } from '../openCase.ts'
import type { EventRow } from '../query/index.ts'
import type { Handlers } from './context.ts'
import { exportFacts } from './custodyFacts.ts'
import { requireStretch } from './stretch.ts'

/** Exports of an answer at most. */
const MAX_LISTED = 1_000

/** What the file in a ZIP is called, and what stands beside it: always so, as the same events give the same bytes. */
const NAME_IN_ZIP = 'activity-log'

export const exportHandlers: Handlers<'rows.export' | 'exports.list'> = {
  async 'rows.export'(asked, { version, openCase, custody, signal, onProgress }) {
    const startedAt = performance.now()
    // What “now” means is the same for the rows and for what is said about them.
    const request: ExportRequest = { ...asked, ...clockOf(asked) }
    const format = formatOf(request)
    const {
      timeZone = 'UTC',
      sort = { field: 'time', descending: false },
      formulaGuard = true,
      verbatim = false,
    } = request
    // Fails with `usage/bad-argument` before anything is written.
    offsetMicrosAt(0, timeZone)
    const file = openCase(request.case)
    const rows = await file.rows(request, signal)
    const leftOut = await file.leftOut(request, signal)
    const order = await file.ordered(request, sort, signal)
    const total = order.count
    const label = request.name ?? request.out
    const redaction =
      request.redaction === undefined ? null : await openRedaction(file, request.redaction, version, signal)
    const { columns, events, cellsOf, recordOf, changesOf } = await exportCells(
      file,
      verbatim ? { columns: [] } : request,
      order,
      timeZone,
      signal,
      (done) => onProgress({ label: `${label}: looking for columns`, done, total, unit: 'rows' }),
      redaction,
    )
    if (format === 'xlsx' && columns.length > MAX_SHEET_COLUMNS) failTooWide(columns.length)
    const out = resolve(request.out)
    const guard = format === 'csv' && formulaGuard
    const about = aboutExport(file, {
      question: request,
      rows,
      columns,
      sort,
      timeZone,
      formulaGuard: guard,
      vouchVersion: version,
      redactor: redaction?.redactor,
      remarks: leftOutRemarks(leftOut),
    })
    const output = await openOutput(
      out,
      request.overwrite ?? false,
      request.format === 'zip' ? `${NAME_IN_ZIP}.${format}` : null,
    )
    const redactor = redaction?.redactor ?? null
    const open = verbatim ? verbatimWriter : formatWriters[format]
    const writer = open({
      columns,
      about,
      formulaGuard: guard,
      delimiter: request.delimiter ?? 'comma',
      bom: request.bom ?? false,
      verbatim: (event: EventRow) => ({
        bytes: recordOf(event).bytes,
        isJson: isPlainJson(file, event),
      }),
      ...(redactor === null ? {} : { redaction: () => redactor.report() }),
      details: request.details,
      changesOf: columns.some(({ id }) => id === PAYLOAD_COLUMN) ? changesOf : undefined,
      output,
    })
    const written = await exportRows(
      {
        out,
        output,
        writer: redactor === null ? writer : reportingWriter(writer, output, redactor),
        rows: events,
        write: writeEvent(cellsOf),
        expected: total,
      },
      signal,
      (done) => onProgress({ label, done, total, unit: 'rows' }),
    )
    const report = {
      out,
      format: request.format,
      ...written,
      leftOut,
      ...(redactor === null ? {} : { redaction: redactor.report() }),
      seconds: (performance.now() - startedAt) / 1000,
    }
    const entry = await custody.enter(
      file.path,
      'rows.export',
      exportFacts(asked, askedText(file, request), report, version),
    )
    return { ...report, recorded: entry !== null, custody: entry }
  },

  async 'exports.list'({ case: path, offset, limit }, { openCase }) {
    requireStretch(offset, limit)
    const acts = ['rows.export', 'sessions.export'] as const
    const { total, entries } = custodyOfActs(openCase(path).db, acts, offset, Math.min(limit, MAX_LISTED))
    return { total, exports: entries.map(pastExport) }
  },
}

/** What an export says of the events it leaves out. */
function leftOutRemarks(leftOut: number): string[] {
  if (leftOut === 0) return []
  return [`${leftOut.toLocaleString('en')} events that match are left out: earlier ones have the same content`]
}

/** An export as its custody entry tells it; what an older version did not enter is empty. */
function pastExport({ seq, hash, at, who, act, facts }: SealedEntry): PastExport {
  const known =
    typeof facts === 'object' && facts !== null && !Array.isArray(facts) ? (facts as { [key: string]: Json }) : {}
  const text = (key: string): string => (typeof known[key] === 'string' ? known[key] : '')
  const number = (key: string): number => (typeof known[key] === 'number' ? known[key] : 0)
  return {
    seq,
    hash,
    at,
    who,
    what: act === 'sessions.export' ? 'sessions' : 'events',
    name: text('name') || null,
    file: text('file'),
    format: text('format'),
    query: text('filter'),
    rows: number('rows'),
    sizeBytes: number('sizeBytes'),
    sha256: text('sha256'),
  }
}

/** What the events are written as, in a ZIP or not. Fails with `usage/bad-argument` for options that do not go together. */
function formatOf(request: ExportRequest): FileFormat {
  const { format, zipped, verbatim, flatten, columns, preset, delimiter, bom, details } = request
  if (format !== 'zip' && zipped !== undefined) failOption('What is in the ZIP is said of a ZIP only')
  const inner = format === 'zip' ? (zipped ?? 'csv') : format
  if (verbatim === true && inner !== 'ndjson') failOption('Verbatim records are written as NDJSON')
  if (verbatim === true && (flatten === true || columns !== undefined || preset !== undefined))
    failOption('Verbatim records have no columns to choose')
  if (preset !== undefined && columns !== undefined) failOption('A preset says which columns there are')
  if (inner !== 'csv' && (delimiter !== undefined || bom === true))
    failOption('A delimiter and a byte order mark are for CSV')
  if (inner !== 'html' && details !== undefined) failOption('Details are folded or open in HTML only')
  return inner
}

function failTooWide(found: number): never {
  fail({
    code: 'export/too-many-columns',
    message: `A sheet holds ${MAX_SHEET_COLUMNS} columns, not ${found}`,
    kept: 'No file was written.',
    next: 'Name fewer columns, or write CSV.',
    facts: { most: MAX_SHEET_COLUMNS, found },
  })
}

function failOption(message: string): never {
  fail({ code: 'usage/bad-argument', message })
}
