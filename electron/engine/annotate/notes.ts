/** The notes about an event. */
import type { Database } from 'better-sqlite3'
import type { NoteInfo } from '../../../shared/api/index.ts'
import { hasAnnotations } from './revision.ts'

/** Notes about an event, oldest first; author and time are of the text as it is now. */
export function notesOf(db: Database, event: number): NoteInfo[] {
  if (!hasAnnotations(db)) return []
  return db
    .prepare<[number], NoteInfo>(
      `SELECT n.id AS note, n.event AS event, b.text AS text, b.who AS author, b.at AS at
       FROM note n JOIN annotation_batch b ON b.id = n.batch WHERE n.event = ? AND n.batch IS NOT NULL ORDER BY n.id`,
    )
    .all(event)
}
