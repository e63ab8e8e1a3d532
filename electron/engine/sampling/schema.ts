/** Whether a case can hold populations and samples, and whether they are still what they were. */
import type { Database } from 'better-sqlite3'

/** Schema version that brought them; an older case that nobody may write has none. */
const SAMPLES_VERSION = 40

export function hasSamples(db: Database): boolean {
  return (db.pragma('user_version', { simple: true }) as number) >= SAMPLES_VERSION
}

/** Another text whenever a population was frozen, a sample drawn or an item marked; none of them is ever taken away. */
export function samplesRevision(db: Database): string {
  if (!hasSamples(db)) return ''
  const last = ['population', 'sample', 'sample_mark'].map((table) => `ifnull((SELECT max(id) FROM ${table}), 0)`)
  return String(
    db
      .prepare(`SELECT ${last.join(" || ' ' || ")}`)
      .pluck()
      .get(),
  )
}
