/** What an export says about itself: which events of which exhibits, asked for how. */
import { basename } from 'node:path'
import type { Question, SortBy } from '../../../shared/api/index.ts'
import { fieldById } from '../../../shared/fields.ts'
import type { Filter } from '../../../shared/filter.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { isoText } from '../../../shared/time/index.ts'
import { exhibits, lastChange } from '../case/index.ts'
import type { AboutExport, ExportColumn, ExportRedactor } from '../evidence/index.ts'
import { clockOf, type OpenCase } from '../openCase.ts'
import { EXHIBIT_COLUMN, type Rows, rowCount } from '../store/index.ts'

export interface AboutRequest {
  readonly question: Question
  readonly rows: Rows
  readonly columns: readonly ExportColumn[]
  readonly sort: SortBy
  readonly timeZone: string
  readonly formulaGuard: boolean
  readonly vouchVersion: string
  readonly remarks?: readonly string[]
  /** Of a redacted export: what is said about it names nobody whom its rows do not name. */
  readonly redactor?: ExportRedactor
}

/** What was asked, as query text (empty: everything), and what it means by now where it speaks of it. Fails with `query/*`. */
export function askedText(
  file: OpenCase,
  question: Question,
  redactor?: ExportRedactor,
): { readonly query: string; readonly now: string | null } {
  const asked = file.filterOf(question)
  const filter = redactor === undefined ? asked : redactor.filter(asked)
  return {
    query: filter.kind === 'all' ? '' : printQuery(filter),
    now: speaksOfNow(filter) ? isoText(clockOf(question).nowMicros) : null,
  }
}

function speaksOfNow(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.some(speaksOfNow)
    case 'not':
      return speaksOfNow(filter.of)
    case 'is':
      return isNow(filter.field, filter.value)
    case 'range':
      return isNow(filter.field, filter.from?.value) || isNow(filter.field, filter.to?.value)
    default:
      return false
  }
}

function isNow(field: string, value: string | undefined): boolean {
  return fieldById(field)?.type === 'time' && value?.trimStart().toLowerCase().startsWith('now') === true
}

/** The same for the same case, question and options. */
export function aboutExport(file: OpenCase, request: AboutRequest): AboutExport {
  const { question, rows, columns, sort, timeZone, formulaGuard, vouchVersion, remarks = [], redactor } = request
  const shown = (text: string): string => redactor?.text(text) ?? text
  const { facets, histograms } = file.state()
  const all = exhibits(file.db)
  const changed = lastChange(file.db)
  const span = histograms.span(rows)
  const [facet] = facets.facets([EXHIBIT_COLUMN], rows, all.length, file.othersOf(rows))
  const rowsFrom = new Map(facet.values.map(({ value, count }) => [value, count]))
  return {
    caseName: shown(basename(file.path)),
    caseId: file.db.prepare<[], string>("SELECT value FROM meta WHERE key = 'caseId'").pluck().get() ?? '',
    custody: changed === undefined ? null : `${changed.seq}:${changed.hash}`,
    ...askedText(file, question, redactor),
    timeZone,
    sort: `${sort.field} ${sort.descending ? 'descending' : 'ascending'}`,
    columns: columns.map(({ header }) => header),
    rows: rowCount(rows),
    timeFrom: isoText(span?.from ?? null),
    timeTo: isoText(span?.to ?? null),
    exhibits: all.map((exhibit) => ({
      label: exhibit.label,
      name: shown(basename(exhibit.path)),
      sha256: exhibit.sha256,
      merkleRoot: exhibit.merkleRoot,
      profile: exhibit.profile,
      records: exhibit.recordCount,
      rejects: exhibit.rejectCount,
      rowsFrom: rowsFrom.get(exhibit.label) ?? 0,
    })),
    formulaGuard,
    vouchVersion,
    remarks,
  }
}
