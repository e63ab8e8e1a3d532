/** Whether a case is in such a state that what is read from it may be anything. */
import { FailureError } from '../../../shared/failure.ts'
import { openCase } from './caseFile.ts'
import { custodyEntries } from './custody.ts'
import { exhibitSeal, statedSeal } from './exhibitSeal.ts'
import { exhibits } from './exhibits.ts'

/**
 * Whether SQLite finds the file damaged (pages, indexes, values that their columns do not allow), or an exhibit is not
 * stated as it was at its import. Reads the whole file: for when something has gone wrong.
 */
export function isDamaged(path: string): boolean {
  try {
    const { db, close } = openCase(path)
    try {
      if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') return true
      const custody = custodyEntries(db)
      return exhibits(db).some(({ id, label }) => exhibitSeal(db, id) !== statedSeal(custody, label))
    } finally {
      close()
    }
  } catch (error) {
    return error instanceof FailureError && error.failure.code === 'case/damaged'
  }
}
