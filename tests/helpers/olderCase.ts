/** Takes cases back to an older schema version, as an older Vouch would have left them. */
import Database from 'better-sqlite3'
import { migrations } from '../../electron/engine/case/migrations/index.ts'

/** Schema version that brought the note of the custody log's end. */
const NOTED_VERSION = 40

/** Schema version that brought the marks of duplicates, and a note of how far they reach. */
const COMPARED_VERSION = 60

/** Drops the tables and views that steps after `version` brought. */
export function takeBack(path: string, version: number): void {
  const older = new Database(':memory:')
  for (const step of migrations) if (step.version <= version) step.up(older)
  const kept = new Set(older.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all())
  older.close()
  const db = new Database(path)
  db.pragma('foreign_keys = OFF')
  const objects = db
    .prepare<[], { type: string; name: string }>(
      "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'value\\_%' ESCAPE '\\'",
    )
    .all()
    .filter(({ name }) => !kept.has(name) && !name.startsWith('sqlite_'))
  // Views first: they stand on tables.
  for (const { type, name } of objects.toSorted((a, b) => (a.type < b.type ? 1 : -1))) db.exec(`DROP ${type} "${name}"`)
  if (version < NOTED_VERSION) db.exec("DELETE FROM meta WHERE key = 'custodyEnd'")
  if (version < COMPARED_VERSION) db.exec("DELETE FROM meta WHERE key = 'duplicatesUpTo'")
  db.pragma(`user_version = ${version}`)
  db.close()
}
