/** The profile an exhibit was mapped with, as the case keeps it: so a case can be read again without the profile's file. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import type { Exhibit } from '../case/index.ts'
import { compileProfile, type Profile, type ProfileSource } from './profiles/index.ts'

export interface StoredProfile {
  readonly spec: ProfileSource
  compiled(): Profile
}

/** Fails with `case/damaged` where the case does not hold it. */
export function storedProfile(db: Database, exhibit: Exhibit): StoredProfile {
  const spec = storedProfileSource(db, exhibit.id)
  if (spec === null) {
    fail({
      code: 'case/damaged',
      message: `The case does not hold the profile of ${exhibit.label} as it was at the import`,
      next: 'Run `vouch verify` on the case.',
    })
  }
  return {
    spec,
    compiled: () => compileProfile(spec, { timezone: exhibit.timezone }),
  }
}

/** What the profile of an exhibit says; null where the case does not hold it as it was at the import. */
export function storedProfileSource(db: Database, exhibitId: number): ProfileSource | null {
  const row = db
    .prepare<[number], { text: string; sha256: Buffer }>(
      `SELECT p.text, p.sha256 FROM exhibit e JOIN profile p ON p.id = e.profile_id AND p.version = e.profile_version AND p.sha256 = e.profile_sha256
       WHERE e.id = ?`,
    )
    .get(exhibitId)
  if (row === undefined || !createHash('sha256').update(row.text).digest().equals(row.sha256)) return null
  return JSON.parse(row.text) as ProfileSource
}
