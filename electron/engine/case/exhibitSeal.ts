/**
 * One hash over everything a case states about an exhibit besides its bytes, records and events: entered in the custody
 * log at import, so that nobody changes a path, a time, a guess or a reject unseen.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { SealedEntry } from '../integrity/index.ts'

/** Columns are named: a later schema may add some without breaking older seals. */
const STATED = [
  `SELECT path, size_bytes, modified_us, hex(sha256), format, profile_id, profile_version, hex(profile_sha256), mapping,
     timezone, record_count, event_count, reject_count, first_event_id, time_from_us, time_to_us, hex(merkle_root),
     is_complete, imported_at, imported_by FROM exhibit WHERE id = ?`,
  'SELECT code, record_count, first_record FROM remark WHERE exhibit_id = ? ORDER BY code',
  'SELECT record, start_byte, end_byte, line, code, failure FROM reject WHERE exhibit_id = ? ORDER BY id',
  'SELECT start_byte, end_byte, kind FROM gap WHERE exhibit_id = ? ORDER BY start_byte',
]

/** SHA-256, hexadecimal, over the exhibit's rows as JSON arrays, one per line, in the order of tables above. */
export function exhibitSeal(db: Database, exhibitId: number): string {
  const hash = createHash('sha256')
  for (const sql of STATED) {
    for (const row of db.prepare<[number], unknown[]>(sql).raw().iterate(exhibitId))
      hash.update(`${JSON.stringify(row)}\n`)
    hash.update('\n')
  }
  return hash.digest('hex')
}

/** The seal that the custody log states for the exhibit of that label; undefined where no entry tells of its import. */
export function statedSeal(custody: readonly SealedEntry[], label: string): string | undefined {
  for (const { act, facts } of custody) {
    if (act !== 'exhibit.import' || typeof facts !== 'object' || facts === null || !('exhibit' in facts)) continue
    if (facts.exhibit === label) return String(facts.seal)
  }
  return undefined
}
