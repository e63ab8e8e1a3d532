/** Tells readers which annotations have changed, so that they make anew no more than that. */
import type { Database } from 'better-sqlite3'

/** Schema version that brought annotations; an older case that nobody may write has none. */
const ANNOTATIONS_VERSION = 20

/** What changes apart from the others. `tags` is the list of tags. */
export type RevisedSubject = 'bookmark' | 'note' | 'tags' | `tag ${number}`

/** Whether the case can hold annotations as it is; older ones can once they were opened for writing. */
export function hasAnnotations(db: Database): boolean {
  return (db.pragma('user_version', { simple: true }) as number) >= ANNOTATIONS_VERSION
}

/** Notes that something has changed. Call in the transaction that changes it. */
export function bumpRevision(db: Database, subject: RevisedSubject): void {
  db.prepare(
    `INSERT INTO annotation_revision (subject, revision) VALUES (?, 1)
     ON CONFLICT (subject) DO UPDATE SET revision = revision + 1`,
  ).run(subject)
}

/** Revision by subject; a subject that never changed is not there. */
export function revisions(db: Database): ReadonlyMap<string, number> {
  if (!hasAnnotations(db)) return new Map()
  return new Map(db.prepare<[], [string, number]>('SELECT subject, revision FROM annotation_revision').raw().all())
}
