/**
 * The items of a population in their canonical order: by the SHA-256 of the exhibit, then by the number of the record. It
 * depends on the imported files alone, not on the order they came in, so two cases made of the same files give the same
 * list. The list as text (docs/sampling.md) is what the digest is over, and what samples are redrawn from.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { exhibitLabel } from '../case/index.ts'
import { hexFromBytes } from '../integrity/index.ts'
import { isSpan, type Rows, rowCount, rowsBetween, VerbatimReader } from '../store/index.ts'

/** An exhibit as far as items need it. */
export interface ListedExhibit {
  readonly id: number
  readonly label: string
  /** Hexadecimal. */
  readonly sha256: string
  /** Its events are rows [start, end). */
  readonly start: number
  readonly end: number
}

/** Items of one exhibit, in order. */
export interface ItemRun {
  readonly exhibit: ListedExhibit
  /** Numbers of events - 1. */
  readonly rows: Uint32Array
  /** Numbers of the records in the exhibit. */
  readonly records: readonly number[]
}

/** Items of a run at most. */
const RUN_ITEMS = 8_192

/** Rows are read at once where they lie among so many times as many others. */
const MAX_SPREAD = 4

/** The items in canonical order, run by run. */
export function* itemRuns(db: Database, rows: Rows): Generator<ItemRun> {
  const records = recordReader(db)
  for (const { exhibit, rows: listed } of rowRuns(db, rows)) yield { exhibit, rows: listed, records: records(listed) }
}

/** As {@link itemRuns}, without looking the records up. */
export function* rowRuns(db: Database, rows: Rows): Generator<Omit<ItemRun, 'records'>> {
  for (const exhibit of listedExhibits(db)) {
    for (let from = exhibit.start; from < exhibit.end; from += RUN_ITEMS) {
      const part = rowsBetween(rows, from, Math.min(from + RUN_ITEMS, exhibit.end))
      const count = rowCount(part)
      if (count === 0) continue
      const listed = isSpan(part) ? Uint32Array.from({ length: count }, (_, i) => part.start + i) : part.slice()
      yield { exhibit, rows: listed }
    }
  }
}

/**
 * Gives the numbers of the records of ascending rows: read at once where they stand close together, else one by one; -1 for
 * a row without an event.
 */
export function recordReader(db: Database): (rows: Uint32Array) => number[] {
  const stretch = db
    .prepare<[number, number], number>('SELECT record FROM event WHERE id BETWEEN ? AND ? ORDER BY id')
    .pluck()
  const single = db.prepare<[number], number>('SELECT record FROM event WHERE id = ?').pluck()
  return (rows) => {
    const [first, last] = [rows[0], rows[rows.length - 1]]
    if (last - first + 1 <= rows.length * MAX_SPREAD) {
      const all = stretch.all(first + 1, last + 1)
      // Events are numbered without gaps; of a case that lost some, the places are not where they should be.
      if (all.length === last - first + 1) return Array.from(rows, (row) => all[row - first])
    }
    return Array.from(rows, (row) => single.get(row + 1) ?? -1)
  }
}

/** All exhibits with events, by SHA-256. */
function listedExhibits(db: Database): ListedExhibit[] {
  return db
    .prepare<[], { id: number; sha256: Buffer; first: number; count: number }>(
      `SELECT id, sha256, first_event_id AS first, event_count AS count FROM exhibit
       WHERE event_count > 0 ORDER BY sha256`,
    )
    .all()
    .map(({ id, sha256, first, count }) => ({
      id,
      label: exhibitLabel(id),
      sha256: sha256.toString('hex'),
      start: first - 1,
      end: first - 1 + count,
    }))
}

/**
 * The lines of the list, run by run: SHA-256 of the exhibit, number of the record and leaf hash of the record, with a tab
 * between them; `more`, where given, adds a fourth part. Fails with `case/damaged`, `event/not-found`.
 */
export function* listRuns(db: Database, rows: Rows, more?: (row: number) => string): Generator<string[]> {
  const verbatim = new VerbatimReader(db)
  for (const { exhibit, rows: listed, records } of itemRuns(db, rows)) {
    yield records.map((record, i) => {
      const leaf = hexFromBytes(verbatim.leafHash(exhibit.id, record))
      return `${exhibit.sha256}\t${record}\t${leaf}${more === undefined ? '' : `\t${more(listed[i])}`}\n`
    })
  }
}

/** SHA-256, hexadecimal, over the list as text; gives way to other work by `breathe`, which is told of items done. */
export async function listDigest(
  db: Database,
  rows: Rows,
  breathe: (done: number) => Promise<void> | undefined,
): Promise<string> {
  const hash = createHash('sha256')
  let done = 0
  for (const lines of listRuns(db, rows)) {
    hash.update(lines.join(''))
    done += lines.length
    const wait = breathe(done)
    if (wait !== undefined) await wait
  }
  return hash.digest('hex')
}
