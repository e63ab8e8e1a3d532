import type { Database } from 'better-sqlite3'

/** One step of the case file's schema. Never edited once released; a change is a new file with a higher version. */
export interface Migration {
  /** Written to `user_version`; counted in tens. */
  readonly version: number
  up(db: Database): void
}
