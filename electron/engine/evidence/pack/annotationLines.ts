/** What people added to the events of a pack, a line of JSON per event that carries something. */
import type { Database } from 'better-sqlite3'
import { marksOf, notesOf } from '../../annotate/index.ts'

/** The line of an event, notes as `shown` gives them; null where it carries nothing. */
export function annotationLine(db: Database, event: number, shown: (note: string) => string): string | null {
  const marks = marksOf(db, [event]).get(event)
  if (marks === undefined) return null
  const notes = marks.notes === 0 ? [] : notesOf(db, event)
  const line = {
    event,
    bookmarked: marks.bookmarked,
    tags: marks.tags.map(shown),
    notes: notes.map(({ text, author, at }) => ({ text: shown(text), author, at })),
  }
  return `${JSON.stringify(line)}\n`
}
