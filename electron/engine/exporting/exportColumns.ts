/** The columns of an export: a preset's, what was asked for, or all that have values. */
import { type ExportRequest, PAYLOAD_COLUMN } from '../../../shared/api/index.ts'
import { exportPreset, exportPresets } from '../../../shared/exportPresets.ts'
import { fail } from '../../../shared/failure.ts'
import { fieldById } from '../../../shared/fields.ts'
import { payloadPath } from '../../../shared/query/index.ts'
import { columnOf, columnsWithValues } from '../caseColumns.ts'
import type { ExportColumn } from '../evidence/index.ts'
import type { OpenCase } from '../openCase.ts'

/** Where the value of a cell may come from. */
export type CellSource =
  /** A field, `timeText`, or the whole payload. */
  { readonly kind: 'column'; readonly id: string } | { readonly kind: 'path'; readonly keys: readonly string[] }

/** A column, and where its values come from: the first of the sources that has one. */
export interface SourcedColumn {
  readonly column: ExportColumn
  readonly from: readonly CellSource[]
}

/** Fails with `query/unknown-field`, and with `usage/bad-argument` for a preset that there is not. */
export function sourcedColumns(
  file: OpenCase,
  { preset, columns }: Pick<ExportRequest, 'preset' | 'columns'>,
): SourcedColumn[] {
  if (preset !== undefined) return presetColumns(file, preset)
  return (columns ?? columnsWithValues(file)).map((name) => {
    const from = sourceOf(file, name)
    const id = from.kind === 'path' ? name : from.id
    return { column: { id, header: id, type: typeOf(file, from) }, from: [from] }
  })
}

function presetColumns(file: OpenCase, name: string): SourcedColumn[] {
  const preset = exportPreset(name)
  if (preset === undefined)
    fail({
      code: 'usage/bad-argument',
      message: `There is no preset “${name}”`,
      next: `Take one of ${exportPresets.map((known) => known.name).join(', ')}.`,
    })
  return preset.columns.map(({ header, from, isJson }) => {
    const known = from.filter((source) => isKnown(file, source)).map((source) => sourceOf(file, source))
    const [first] = known
    const type = isJson === true ? 'json' : first === undefined ? 'text' : typeOf(file, first)
    return { column: { id: first?.kind === 'column' ? first.id : header, header, type }, from: known }
  })
}

/** A case without events of a system lacks the columns that its profile brings: nothing has a value there. */
function isKnown(file: OpenCase, name: string): boolean {
  return name.startsWith(PAYLOAD_COLUMN) || fieldById(name) !== undefined || file.state().store.fields.has(name)
}

function sourceOf(file: OpenCase, name: string): CellSource {
  const keys = name === PAYLOAD_COLUMN ? null : keysOf(name)
  return keys === null ? { kind: 'column', id: columnOf(file, name) } : { kind: 'path', keys }
}

/** Keys of a path that names one value; null where it is none. */
function keysOf(name: string): readonly string[] | null {
  const path = payloadPath(name)
  if (path === null) return null
  const keys = path.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []))
  return keys.length === path.length ? keys : null
}

function typeOf(file: OpenCase, source: CellSource): ExportColumn['type'] {
  if (source.kind === 'path') return 'text'
  if (source.id === PAYLOAD_COLUMN) return 'json'
  return (fieldById(source.id) ?? file.state().store.fields.get(source.id))?.type ?? 'text'
}
