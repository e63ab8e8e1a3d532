/** Whether a case is in such a state that what is read from it may be anything. */
import type { Database } from 'better-sqlite3'
import { FailureError } from '../../../shared/failure.ts'
import { openCase } from './caseFile.ts'
import { custodyEntries } from './custody.ts'
import { exhibitSeal, statedSeal } from './exhibitSeal.ts'
import { exhibits } from './exhibits.ts'
import { caseFields } from './fieldColumns.ts'

/**
 * Whether SQLite finds the file damaged (pages, indexes, values that their columns do not allow), a dictionary lacks
 * entries, or an exhibit is not stated as it was at its import. Reads the whole file: for when something has gone wrong.
 */
export function isDamaged(path: string): boolean {
  try {
    const { db, close } = openCase(path)
    try {
      if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') return true
      if (caseFields(db).some((field) => field.storage === 'dictionary' && !isDense(db, field.id))) return true
      const custody = custodyEntries(db)
      return exhibits(db).some(({ id, label }) => exhibitSeal(db, id) !== statedSeal(custody, label))
    } finally {
      close()
    }
  } catch (error) {
    return error instanceof FailureError && error.failure.code === 'case/damaged'
  }
}

/** Codes are given from 1 on without gaps. */
function isDense(db: Database, field: string): boolean {
  const sql = `SELECT count(*), ifnull(min(id), 1), ifnull(max(id), 0) FROM "value_${field}"`
  const [entries, first, last] = db.prepare<[], [number, number, number]>(sql).raw().get() ?? [0, 0, 0]
  return first === 1 && last === entries
}
