/** What events carry, for pages and details. */
import type { Database } from 'better-sqlite3'
import type { RowMarks } from '../../../shared/api/index.ts'
import { hasAnnotations } from './revision.ts'

/** The marks of those of the events that have any, by number; one statement, whatever the size of the case. */
export function marksOf(db: Database, events: readonly number[]): ReadonlyMap<number, RowMarks> {
  const marks = new Map<number, { bookmarked: boolean; tags: string[]; notes: number }>()
  if (events.length === 0 || !hasAnnotations(db)) return marks
  // CROSS JOIN keeps the order: few events are looked up in tables that may have millions of rows.
  const rows = db
    .prepare<[{ events: string }], [number, 'bookmark' | 'tag' | 'note', string | number]>(
      `WITH asked AS MATERIALIZED (SELECT value AS event FROM json_each($events))
       SELECT m.event, 'bookmark', 0 FROM asked a CROSS JOIN bookmark m ON m.event = a.event
       UNION ALL
       SELECT event, 'tag', name FROM (
         SELECT m.event AS event, t.name AS name FROM tag t CROSS JOIN asked a
         CROSS JOIN event_tag m ON m.tag = t.id AND m.event = a.event
         WHERE t.events > 0 ORDER BY t.position, t.id)
       UNION ALL
       SELECT m.event, 'note', count(*) FROM asked a CROSS JOIN note m ON m.event = a.event
         WHERE m.batch IS NOT NULL GROUP BY m.event`,
    )
    .raw()
    .iterate({ events: JSON.stringify(events) })
  for (const [event, kind, value] of rows) {
    let found = marks.get(event)
    if (found === undefined) {
      found = { bookmarked: false, tags: [], notes: 0 }
      marks.set(event, found)
    }
    if (kind === 'bookmark') found.bookmarked = true
    else if (kind === 'tag') found.tags.push(String(value))
    else found.notes = Number(value)
  }
  return marks
}
