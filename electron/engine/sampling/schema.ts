/** Whether a case can hold populations and samples. */
import type { Database } from 'better-sqlite3'

/** Schema version that brought them; an older case that nobody may write has none. */
const SAMPLES_VERSION = 40

export function hasSamples(db: Database): boolean {
  return (db.pragma('user_version', { simple: true }) as number) >= SAMPLES_VERSION
}
