/** What stands in a column of the event rows, read in pages: a statement each, between which other work can come in. */
import type { Database } from 'better-sqlite3'
import type { Span } from '../store/index.ts'

/** Rows read at a time. */
const PAGE_ROWS = 16_384

/** Ids and values as they are stored of the rows of a span, in the order of ids; of a damaged case, some may be gone. */
export function* storedPages(
  db: Database,
  column: string,
  { start, end }: Span,
): Generator<readonly (readonly [id: number, value: unknown])[]> {
  const page = db
    .prepare<[number, number], [number, unknown]>(
      `SELECT id, "${column}" FROM event WHERE id BETWEEN ? AND ? ORDER BY id`,
    )
    .raw()
  for (let first = start; first < end; first += PAGE_ROWS) yield page.all(first + 1, Math.min(first + PAGE_ROWS, end))
}
