/** The exhibits that the events of a pack come from, as the pack states them, and the profiles that mapped them. */
import type { Database } from 'better-sqlite3'
import { fail } from '../../../../shared/failure.ts'
import { isoText } from '../../../../shared/time/index.ts'
import { type Exhibit, exhibits } from '../../case/index.ts'
import { profileFile } from './layout.ts'
import type { PackExhibit } from './statement.ts'

export interface PackExhibits {
  /** By number. */
  readonly stated: ReadonlyMap<number, Exhibit>
  /** In the order of their labels. */
  readonly shown: readonly PackExhibit[]
}

/** The exhibits with these numbers, their paths as `shownText` gives them. */
export function packExhibits(db: Database, ids: readonly number[], shownText: (text: string) => string): PackExhibits {
  const hashes = new Map(db.prepare<[], [number, Buffer]>('SELECT id, profile_sha256 FROM exhibit').raw().all())
  const found = exhibits(db).filter(({ id }) => ids.includes(id))
  return {
    stated: new Map(found.map((exhibit) => [exhibit.id, exhibit])),
    shown: found.map((exhibit) => shownExhibit(exhibit, hashes.get(exhibit.id)?.toString('hex') ?? '', shownText)),
  }
}

/** Texts of their profiles by path in the pack; each once. Fails with `case/damaged` where one is missing. */
export function profileTexts(db: Database, { stated, shown }: PackExhibits): ReadonlyMap<string, string> {
  const text = db
    .prepare<[number], string>(
      `SELECT p.text FROM exhibit e JOIN profile p ON p.id = e.profile_id AND p.version = e.profile_version
         AND p.sha256 = e.profile_sha256 WHERE e.id = ?`,
    )
    .pluck()
  const texts = new Map<string, string>()
  for (const { id, label } of stated.values()) {
    const path = shown.find((exhibit) => exhibit.label === label)?.profileFile
    const found = text.get(id)
    if (found === undefined || path === undefined) {
      fail({
        code: 'case/damaged',
        message: `The case does not hold the profile of ${label}`,
        next: 'Run `vouch verify` on the case.',
      })
    }
    texts.set(path, found)
  }
  return texts
}

/** What a guessing profile decided is left out: its examples are values of records that may not be in the pack. */
function shownExhibit(exhibit: Exhibit, profileSha256: string, shownText: (text: string) => string): PackExhibit {
  const { label, path, containers, sizeBytes, sha256, merkleRoot, isComplete, profile, format, timezone } = exhibit
  return {
    label,
    path: shownText(path),
    containers: containers.map((container) => ({ ...container, path: shownText(container.path) })),
    sizeBytes,
    sha256,
    modifiedAt: isoText(exhibit.modifiedUs),
    merkleRoot,
    records: exhibit.recordCount,
    events: exhibit.eventCount,
    rejects: exhibit.rejectCount,
    isComplete,
    profile,
    profileSha256,
    profileFile: profileFile(profile, profileSha256),
    format,
    timezone,
    importedAt: exhibit.importedAt,
    importedBy: exhibit.importedBy,
  }
}
