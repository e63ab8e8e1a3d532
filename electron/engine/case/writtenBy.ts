/**
 * Which version of Vouch works on a case: whoever reads a custody log has to know which program made its entries. The first
 * time another version than the last one is about to write, that is an entry of its own. Reading writes nothing, so a
 * version that only read a case leaves no trace in it.
 */
import type { Database } from 'better-sqlite3'
import { appendCustody, custodyOfActs } from './custody.ts'

/** Enters that `version` took over, if another one wrote last. Call in a transaction, before anything else is written. */
export function enterVersion(db: Database, version: string): void {
  const before = lastVersion(db)
  if (before === version) return
  appendCustody(db, 'case.open', {
    version,
    before,
    format: db.pragma('user_version', { simple: true }) as number,
  })
}

/** The version that took the case over last; null where the log does not say. */
function lastVersion(db: Database): string | null {
  const facts = custodyOfActs(db, ['case.create', 'case.open'], 0, 1).entries[0]?.facts
  if (typeof facts !== 'object' || facts === null || !('version' in facts)) return null
  return typeof facts.version === 'string' ? facts.version : null
}
