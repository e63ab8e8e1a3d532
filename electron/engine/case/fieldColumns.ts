/**
 * The event columns of a case: canonical fields and the profiles' own, each with its dictionary table, and the
 * view `events` that shows every event as text to a stock sqlite3 shell.
 */
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import { type FieldStorage, type FieldType, mappedFields } from '../../../shared/fields.ts'

/** A column of this case; canonical, or a profile's own. */
export interface CaseField {
  readonly id: string
  readonly label: string
  readonly type: FieldType
  readonly storage: FieldStorage
  readonly isOwn: boolean
  /** Events before this one have no value in it. */
  readonly firstEventId: number
}

/** A further column that a profile brings. Ids are letters, digits and `_`, and differ from the canonical ones. */
export interface OwnField {
  readonly id: string
  readonly label: string
  readonly type: FieldType
}

const SOURCE: OwnField & { storage: FieldStorage } = {
  id: 'source',
  label: 'Source',
  type: 'text',
  storage: 'dictionary',
}

/** Names that mean something else in `event` or `events`. */
const RESERVED = new Set([
  'id',
  'exhibit_id',
  'exhibit',
  'record',
  'time',
  'time_us',
  'time_text',
  'payload',
  'rowid',
  'oid',
  '_rowid_',
])

/** All columns of the case, canonical ones first, in the order they were added. */
export function caseFields(db: Database): CaseField[] {
  const rows = db
    .prepare(
      'SELECT id, label, type, storage, is_own AS isOwn, first_event_id AS firstEventId FROM field ORDER BY rowid',
    )
    .all() as (Omit<CaseField, 'isOwn'> & { isOwn: number })[]
  return rows.map((row) => ({ ...row, isOwn: row.isOwn === 1 }))
}

/** Entries of each field's dictionary, by field id; codes are given from 1 on without gaps. */
export function dictionarySizes(db: Database): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { id, storage } of caseFields(db)) {
    if (storage !== 'dictionary') continue
    const last = db.prepare<[], number | null>(`SELECT max(id) FROM "value_${id}"`).pluck().get()
    sizes.set(id, last ?? 0)
  }
  return sizes
}

/**
 * Adds the canonical columns and `own` where the case lacks them; returns whether anything was added. Columns are one
 * whatever the case of their letters, as in SQLite. Fails with `profile/invalid` for an id that is no column's.
 */
export function ensureFields(db: Database, own: readonly OwnField[], firstEventId: number): boolean {
  const known = new Set(caseFields(db).map((field) => field.id.toLowerCase()))
  const wanted = [
    ...[...mappedFields, SOURCE].map((field) => ({ ...field, isOwn: false })),
    ...own.map((field) => ({ ...field, storage: 'dictionary' as FieldStorage, isOwn: true })),
  ]
  const missing = wanted.filter((field) => !known.has(field.id.toLowerCase()))
  if (missing.length === 0) return false
  const put = db.prepare(
    'INSERT INTO field (id, label, type, storage, is_own, first_event_id) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (const field of missing) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(field.id) || RESERVED.has(field.id.toLowerCase())) {
      fail({
        code: 'profile/invalid',
        message: `“${field.id}” cannot be the name of a column`,
        next: 'Name it with other letters, digits and _.',
      })
    }
    put.run(field.id, field.label, field.type, field.storage, field.isOwn ? 1 : 0, firstEventId)
    db.exec(`ALTER TABLE event ADD COLUMN "${field.id}" ANY`)
    if (field.storage === 'dictionary') {
      db.exec(`CREATE TABLE "value_${field.id}" (id INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT`)
    }
  }
  createEventsView(db)
  return true
}

/** SQL that gives a column's text, for `alias` naming a row of `event`. */
export function valueSql({ id, storage }: Pick<CaseField, 'id' | 'storage'>, alias: string): string {
  if (storage !== 'dictionary') return inlineSql(id, alias)
  const column = `${alias}."${id}"`
  const entry = `SELECT v.value FROM "value_${id}" v WHERE v.id = ${column}`
  return `CASE typeof(${column}) WHEN 'integer' THEN (${entry}) ELSE ${inlineSql(id, alias)} END`
}

/** The same for rows whose values are known to stand inline. */
export function inlineSql(field: string, alias: string): string {
  const column = `${alias}."${field}"`
  const part = (start: number, length: number): string => `substr(hex(${column}), ${start}, ${length})`
  const uuid = `lower(${[part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)].join(" || '-' || ")})`
  return `iif(typeof(${column}) = 'blob', ${uuid}, ${column})`
}

function createEventsView(db: Database): void {
  const fraction = '((e.time_us % 1000000 + 1000000) % 1000000)'
  const time = `strftime('%Y-%m-%dT%H:%M:%S', (e.time_us - ${fraction}) / 1000000, 'unixepoch') || printf('.%06dZ', ${fraction})`
  const columns = caseFields(db).map((field) => `${valueSql(field, 'e')} AS "${field.id}"`)
  db.exec(`DROP VIEW IF EXISTS events;
CREATE VIEW events AS SELECT e.id AS id, ${time} AS time, ${columns.join(',\n  ')},
  printf('E%03d', e.exhibit_id) AS exhibit, e.record AS record FROM event e`)
}
