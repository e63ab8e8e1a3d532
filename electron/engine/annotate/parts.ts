/**
 * What a batch changed: numbers of events (or of notes), chunk by chunk, so that it can be undone exactly. A change of a
 * million events in a row takes some hundred bytes.
 */
import type { Database } from 'better-sqlite3'
import { decodePlaces, encodePlaces, type Places } from '../store/index.ts'

/** Keeps what a batch changed in a chunk. */
export function putPart(db: Database, batch: number, chunk: number, places: Places): void {
  if (places.length === 0) return
  db.prepare('INSERT INTO annotation_part (batch, chunk, items) VALUES (?, ?, ?)').run(
    batch,
    chunk,
    encodePlaces(places),
  )
}

/** The chunks a batch changed something in, with what it changed there, ascending. */
export function* partsOf(db: Database, batch: number): Generator<{ chunk: number; places: Places }> {
  const next = db.prepare<[number, number], { chunk: number; items: Buffer }>(
    'SELECT chunk, items FROM annotation_part WHERE batch = ? AND chunk > ? ORDER BY chunk LIMIT 1',
  )
  // One by one: while a statement is being stepped through, its connection can write nothing.
  for (let row = next.get(batch, -1); row !== undefined; row = next.get(batch, row.chunk)) {
    yield { chunk: row.chunk, places: decodePlaces(row.items) }
  }
}
