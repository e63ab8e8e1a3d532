/** What people added to the events of a pack, a line of JSON per event that carries something. */
import type { Database } from 'better-sqlite3'
import { marksOf, notesOf } from '../../annotate/index.ts'

/** Lines for those of the events that carry something, in their order; notes as `shown` gives them. */
export function* annotationLines(
  db: Database,
  events: readonly number[],
  shown: (note: string) => string,
): Generator<string> {
  const marks = marksOf(db, events)
  for (const event of events) {
    const found = marks.get(event)
    if (found === undefined) continue
    const notes = found.notes === 0 ? [] : notesOf(db, event)
    const line = {
      event,
      bookmarked: found.bookmarked,
      tags: found.tags,
      notes: notes.map(({ text, author, at }) => ({ text: shown(text), author, at })),
    }
    yield `${JSON.stringify(line)}\n`
  }
}
