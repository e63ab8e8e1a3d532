/** What people added to the events of a pack, a line of JSON per event that carries something. */
import type { Database } from 'better-sqlite3'
import { marksOf, notesOf } from '../../annotate/index.ts'
import type { EventRow } from '../../query/index.ts'

/** Lines for those of the events that carry something, in their order; tags and notes as `shown` gives them. */
export function* annotationLines(
  db: Database,
  events: readonly EventRow[],
  shown: (event: EventRow, text: string) => string,
): Generator<string> {
  const marks = marksOf(
    db,
    events.map(({ id }) => id),
  )
  for (const event of events) {
    const found = marks.get(event.id)
    if (found === undefined) continue
    const notes = found.notes === 0 ? [] : notesOf(db, event.id)
    const line = {
      event: event.id,
      bookmarked: found.bookmarked,
      tags: found.tags.map((tag) => shown(event, tag)),
      notes: notes.map(({ text, author, at }) => ({ text: shown(event, text), author, at })),
    }
    yield `${JSON.stringify(line)}\n`
  }
}
