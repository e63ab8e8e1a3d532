/** A saved view from the text of a file that somebody chose: taken in whole, or refused with the reason. */
import { type SavedView, VIEW_FORMAT } from '../../../../shared/api/index.ts'
import type { Failure, Result } from '../../../../shared/failure.ts'
import { t } from '../../../texts/index.ts'

/**
 * The view in `text`, JSON as {@link SavedView}; keys it does not know are left out. Whether its query can be asked is for
 * whoever shows it. Fails with `view/newer-version`, `view/invalid`, both with the file's name.
 */
export function viewFromText(text: string, path: string): Result<SavedView> {
  const value = jsonFrom(text)
  if (!isRecord(value)) return { ok: false, failure: notAView(path) }
  const { vouchView, name, query, columns, sort, zone } = value
  if (typeof vouchView === 'number' && vouchView > VIEW_FORMAT)
    return { ok: false, failure: newerView(vouchView, path) }
  if (
    vouchView !== VIEW_FORMAT ||
    typeof name !== 'string' ||
    name === '' ||
    typeof query !== 'string' ||
    typeof zone !== 'string' ||
    !Array.isArray(columns) ||
    !columns.every(isColumn) ||
    !(sort === null || isSort(sort))
  )
    return { ok: false, failure: notAView(path) }
  return {
    ok: true,
    value: {
      vouchView,
      name,
      query,
      columns: columns.map(({ id, width, pinned }) => ({ id, width, pinned })),
      sort: sort === null ? null : { field: sort.field, descending: sort.descending },
      zone,
    },
  }
}

export function notAView(path: string): Failure {
  return { code: 'view/invalid', message: t.query.notAView, where: { path }, next: t.query.notAViewNext }
}

function newerView(format: number, path: string): Failure {
  return {
    code: 'view/newer-version',
    message: t.query.newerView,
    where: { path },
    next: t.query.newerViewNext,
    facts: { found: format, expected: VIEW_FORMAT },
  }
}

/** Undefined where it is no JSON. */
function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isColumn(value: unknown): value is SavedView['columns'][number] {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    (value.width === null || (typeof value.width === 'number' && value.width > 0)) &&
    (value.pinned === null || value.pinned === 'left' || value.pinned === 'right')
  )
}

function isSort(value: unknown): value is NonNullable<SavedView['sort']> {
  return isRecord(value) && typeof value.field === 'string' && typeof value.descending === 'boolean'
}
