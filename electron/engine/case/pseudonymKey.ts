/** The key of a case's pseudonyms. It is in the case file and nowhere else: no export, no custody entry, no reply holds it. */
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { appendCustody } from './custody.ts'

/** Bytes of the key: as many as SHA-256 has (RFC 2104 §3). */
const KEY_BYTES = 32

/** The case's key; null where none was made yet, as in a case of an older version. */
export function pseudonymKey(db: Database): Uint8Array | null {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'pseudonym_key'").get()
  if (table === undefined) return null
  return db.prepare<[], Buffer>('SELECT key FROM pseudonym_key WHERE id = 1').pluck().get() ?? null
}

/**
 * The case's key, made and entered in the custody log where there is none. Call inside a transaction on a case of this
 * version's schema.
 */
export function makePseudonymKey(db: Database, version: string): Uint8Array {
  const known = pseudonymKey(db)
  if (known !== null) return known
  const key = randomBytes(KEY_BYTES)
  const { at } = appendCustody(db, 'pseudonym-key.create', { version })
  db.prepare('INSERT INTO pseudonym_key (id, key, made_at) VALUES (1, ?, ?)').run(key, at)
  return key
}
