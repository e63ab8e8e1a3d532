/** What is chosen in the export dialog, and the request that follows from it. No DOM here, so that it can be tested. */
import {
  type CsvDelimiter,
  type ExportFormat,
  type ExportRequest,
  type FileFormat,
  PAYLOAD_COLUMN,
  type Question,
  type ReportDetails,
  type SortBy,
} from '../../../shared/api/index.ts'
import type { Filter } from '../../../shared/filter.ts'
import { normalizeFilter } from '../../../shared/query/index.ts'
import { type Preset, rangeOfPreset } from '../events/query/presets.ts'

/** Every column with values, those of the grid, or a preset's by its name. */
export type ColumnChoice = 'all' | 'grid' | { readonly preset: string }

/** The payload as one cell of JSON, as a column for each value in it, or left out. */
export type PayloadChoice = 'json' | 'flat' | 'none'

/** What is taken out: nothing, by a profile that comes with Vouch, or by the profile in a file. */
export type RedactionChosen =
  | { readonly kind: 'none' }
  | { readonly kind: 'bundled'; readonly id: string }
  | { readonly kind: 'file'; readonly path: string }

export interface ExportDraft {
  readonly format: ExportFormat
  /** What is in a ZIP. */
  readonly zipped: FileFormat
  /** Narrower than the filter on screen. */
  readonly time: Preset
  readonly categories: readonly string[]
  readonly columns: ColumnChoice
  readonly payload: PayloadChoice
  readonly timeZone: string
  readonly isOrdered: boolean
  readonly delimiter: CsvDelimiter
  readonly bom: boolean
  readonly guard: boolean
  readonly verbatim: boolean
  readonly details: ReportDetails
  readonly redaction: RedactionChosen
  readonly name: string
  readonly out: string
}

export const firstDraft: ExportDraft = {
  format: 'csv',
  zipped: 'csv',
  time: 'all',
  categories: [],
  columns: 'all',
  payload: 'json',
  timeZone: 'UTC',
  isOrdered: true,
  delimiter: 'comma',
  bom: false,
  guard: true,
  verbatim: false,
  details: 'folded',
  redaction: { kind: 'none' },
  name: '',
  out: '',
}

/** Whether all is said that the export needs. */
export function isReady({ out, redaction }: ExportDraft): boolean {
  return out !== '' && isNamed(redaction)
}

/** Whether it is said which profile is meant. */
export function isNamed(redaction: RedactionChosen): boolean {
  return redaction.kind !== 'file' || redaction.path !== ''
}

/** What the events are written as, in a ZIP or not. */
export function innerFormat({ format, zipped }: Pick<ExportDraft, 'format' | 'zipped'>): FileFormat {
  return format === 'zip' ? zipped : format
}

/** Whether records are written as they were received: then there are no columns to choose. */
export function isVerbatim(draft: ExportDraft): boolean {
  return draft.verbatim && innerFormat(draft) === 'ndjson'
}

/** The question on screen, narrowed as the dialog says. */
export function narrowed(question: Question, { time, categories }: Pick<ExportDraft, 'time' | 'categories'>): Question {
  const parts: Filter[] = []
  const range = rangeOfPreset(time)
  if (range !== null) parts.push({ kind: 'range', field: 'time', ...range })
  if (categories.length > 0)
    parts.push({ kind: 'or', of: categories.map((value) => ({ kind: 'is', field: 'category', value, exact: true })) })
  if (parts.length === 0 || typeof question.filter === 'string') return question
  return { ...question, filter: normalizeFilter({ kind: 'and', of: [question.filter, ...parts] }) }
}

/** The name that is suggested for the file. `day`: YYYY-MM-DD. */
export function suggestedName(draft: ExportDraft, caseName: string, day: string): string {
  return draft.format === 'zip' ? `activity-log-${day}.zip` : `${caseName}.${draft.format}`
}

/** `grid`: the columns of the grid, in order; `sort`: its order. */
export function requestOf(
  draft: ExportDraft,
  question: Question,
  grid: { readonly columns: readonly string[]; readonly sort: SortBy | null },
): ExportRequest {
  const { format, zipped, timeZone, isOrdered, delimiter, bom, guard, details, name, out } = draft
  const isCsv = innerFormat(draft) === 'csv'
  return {
    ...narrowed(question, draft),
    format,
    ...(format === 'zip' ? { zipped } : {}),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    out,
    overwrite: true,
    ...(isVerbatim(draft) ? { verbatim: true } : columnsOf(draft, grid.columns)),
    ...(isOrdered && grid.sort !== null ? { sort: grid.sort } : {}),
    timeZone,
    ...(isCsv ? { formulaGuard: guard, delimiter, bom } : {}),
    ...(innerFormat(draft) === 'html' ? { details } : {}),
    ...redactionOf(draft.redaction),
  }
}

/** As requests have it. */
export function redactionOf(chosen: RedactionChosen): Pick<ExportRequest, 'redaction'> {
  if (chosen.kind === 'none') return {}
  return { redaction: chosen.kind === 'bundled' ? chosen.id : chosen.path }
}

function columnsOf(
  { columns, payload }: ExportDraft,
  shown: readonly string[],
): Pick<ExportRequest, 'preset' | 'columns' | 'flatten'> {
  const flatten = payload === 'flat' ? { flatten: true } : {}
  if (columns === 'all') return flatten
  if (columns !== 'grid') return { preset: columns.preset, ...flatten }
  const own = shown.filter((column) => column !== PAYLOAD_COLUMN)
  return { columns: payload === 'none' ? own : [...own, PAYLOAD_COLUMN], ...flatten }
}
