/** Saved views: kept in the case as the JSON that is also their file. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { type SavedView, VIEW_FORMAT, type ViewColumn } from '../../../shared/api/index.ts'
import { fail, type Json } from '../../../shared/failure.ts'
import { MAX_QUERY_LENGTH } from '../../../shared/query/index.ts'
import { isTimeZone } from '../../../shared/time/index.ts'
import { canonicalJson } from '../base/index.ts'
import { appendCustody } from '../case/index.ts'
import { hasAnnotations } from './revision.ts'

/** Views of a case at most. */
const MAX_VIEWS = 1_000
/** UTF-16 code units of a view's name, and of a column's id, at most. */
const MAX_NAME_LENGTH = 100
const MAX_COLUMNS = 500
/** CSS pixels. */
const MAX_COLUMN_WIDTH = 10_000

/** All views by name, ignoring case. Fails with `view/*` where one was changed by hand into something else. */
export function viewsOf(db: Database): SavedView[] {
  if (!hasAnnotations(db)) return []
  return db
    .prepare<[], string>('SELECT view FROM saved_view')
    .pluck()
    .all()
    .map((text) => viewOf(parsed(text)))
    .sort((a, b) => compare(folded(a.name), folded(b.name)))
}

/**
 * Keeps a view, in place of the one of that name; entered in the custody log. Call in a transaction. Fails with
 * `view/newer-version`, `view/invalid`.
 */
export function saveView(db: Database, given: unknown): void {
  const view = viewOf(given)
  const names = namesOf(db)
  const before = names.find((name) => folded(name) === folded(view.name))
  if (before === undefined && names.length >= MAX_VIEWS) invalid(`A case keeps ${MAX_VIEWS} views at most`)
  if (before !== undefined) db.prepare('DELETE FROM saved_view WHERE name = ?').run(before)
  const text = canonicalJson(view as unknown as Json)
  db.prepare('INSERT INTO saved_view (name, view) VALUES (?, ?)').run(view.name, text)
  appendCustody(db, 'view.save', { view: view.name, query: view.query, sha256: viewDigest(text) })
}

/** Takes a view away, if there is one of that name; entered in the custody log. Call in a transaction. */
export function removeView(db: Database, name: string): void {
  const known = namesOf(db).find((other) => folded(other) === folded(name))
  if (known === undefined) return
  db.prepare('DELETE FROM saved_view WHERE name = ?').run(known)
  appendCustody(db, 'view.remove', { view: known })
}

/** SHA-256, hexadecimal, of a view's JSON. */
export function viewDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The form of a name by which views are told apart. */
export function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

function namesOf(db: Database): string[] {
  return db.prepare<[], string>('SELECT name FROM saved_view').pluck().all()
}

/** The view that untrusted data is; what does not belong to one is left out. */
function viewOf(given: unknown): SavedView {
  if (typeof given !== 'object' || given === null) invalid('This is not a view')
  const { vouchView, name, query, columns, sort, zone } = given as { readonly [key: string]: unknown }
  if (typeof vouchView !== 'number' || !Number.isSafeInteger(vouchView) || vouchView < 1) invalid('This is not a view')
  if (vouchView > VIEW_FORMAT) {
    fail({
      code: 'view/newer-version',
      message: `This view was saved by a newer Vouch (view format ${vouchView}; this version reads up to ${VIEW_FORMAT})`,
      next: 'Open it with a newer Vouch.',
      facts: { expected: VIEW_FORMAT, found: vouchView },
    })
  }
  if (!isText(name, MAX_NAME_LENGTH) || name.trim() === '' || name.trim() !== name || /\p{C}/u.test(name))
    invalid(`A view has a name of 1 to ${MAX_NAME_LENGTH} characters, with no blank at either end`)
  if (!isText(query, MAX_QUERY_LENGTH)) invalid('The query of the view is no text, or too long', 'query')
  if (!Array.isArray(columns) || columns.length > MAX_COLUMNS)
    invalid(`A view has a list of ${MAX_COLUMNS} columns at most`, 'columns')
  if (!isText(zone, MAX_NAME_LENGTH) || (zone !== 'local' && !isTimeZone(zone)))
    invalid('The view names a time zone that does not exist', 'zone')
  return { vouchView, name, query, columns: columns.map(columnOf), sort: sortOf(sort), zone }
}

function columnOf(given: unknown): ViewColumn {
  const { id, width, pinned } = (given ?? {}) as { readonly [key: string]: unknown }
  const isWidth = typeof width === 'number' && width > 0 && width <= MAX_COLUMN_WIDTH
  if (!isText(id, MAX_NAME_LENGTH) || id === '') invalid('A column of the view has no id', 'columns')
  if (width !== null && !isWidth) invalid(`The width of column “${id}” is none`, 'columns')
  if (pinned !== null && pinned !== 'left' && pinned !== 'right')
    invalid(`Column “${id}” is pinned to no side`, 'columns')
  return { id, width, pinned }
}

function sortOf(given: unknown): SavedView['sort'] {
  if (given === null) return null
  const { field, descending } = (given ?? {}) as { readonly [key: string]: unknown }
  if (!isText(field, MAX_NAME_LENGTH) || field === '' || typeof descending !== 'boolean')
    invalid('The order of the view is none', 'sort')
  return { field, descending }
}

function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length <= maxLength && value.isWellFormed()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Told as no view.
    return null
  }
}

function invalid(message: string, field?: string): never {
  fail({
    code: 'view/invalid',
    message,
    ...(field === undefined ? {} : { where: { field } }),
    next: 'Save the view again in Vouch.',
  })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
