/** Marks of items: what testing them came to. A mark is never changed; a later one takes its place, and all are kept. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { CustodyPlace, SampleMark, SampleResult } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { appendCustody } from '../case/index.ts'
import { entered } from './populations.ts'
import type { SampleRow } from './samples.ts'

/** UTF-16 code units of a note at most. */
const MAX_NOTE = 10_000

/** Items that a custody entry names; of more, it counts them and has their digest. */
const NAMED_ITEMS = 100

/** A mark as it is kept. */
export interface MarkRow {
  readonly position: number
  readonly result: SampleResult | null
  readonly note: string
  readonly entry: number
}

/**
 * Marks items by position; a note that is left out stays as it was, or goes with the result. Returns how many are
 * different now; where none is, nothing is written. One entry of the custody log tells of all. Call in a transaction.
 * Fails with `usage/bad-argument`.
 */
export function markItems(
  db: Database,
  sample: SampleRow,
  items: readonly number[],
  result: SampleResult | null,
  note: string | undefined,
): number {
  if (note !== undefined && (note.length > MAX_NOTE || !note.isWellFormed()))
    fail({ code: 'usage/bad-argument', message: `A note has at most ${MAX_NOTE} characters` })
  const latest = db.prepare<[number, number], Pick<MarkRow, 'result' | 'note'>>(
    'SELECT result, note FROM sample_mark WHERE sample = ? AND position = ? ORDER BY id DESC LIMIT 1',
  )
  const made: Omit<MarkRow, 'entry'>[] = []
  for (const position of [...new Set(items)].sort((a, b) => a - b)) {
    if (!Number.isSafeInteger(position) || position < 1 || position > sample.size) {
      fail({
        code: 'usage/bad-argument',
        message: `“${sample.name}” has no item ${position}`,
        next: `Its items are numbered 1 to ${sample.size}.`,
      })
    }
    const before = latest.get(sample.id, position) ?? { result: null, note: '' }
    const after = { result, note: note ?? (result === null ? '' : before.note) }
    if (before.result !== after.result || before.note !== after.note) made.push({ position, ...after })
  }
  if (made.length === 0) return 0
  const entry = appendCustody(db, 'sample.mark', {
    sample: sample.name,
    result,
    ...(note === undefined ? {} : { note }),
    count: made.length,
    ...(made.length <= NAMED_ITEMS ? { items: made.map(({ position }) => position) } : {}),
    digest: marksDigest(made),
  })
  const put = db.prepare('INSERT INTO sample_mark (sample, position, result, note, entry) VALUES (?, ?, ?, ?, ?)')
  for (const mark of made) put.run(sample.id, mark.position, mark.result, mark.note, entry.seq)
  return made.length
}

/** Every mark of an item, oldest first. */
export function markHistory(db: Database, sample: SampleRow, position: number): SampleMark[] {
  return db
    .prepare<[number, number], SampleMark>(`SELECT ${MARK} WHERE m.sample = ? AND m.position = ? ORDER BY m.id`)
    .all(sample.id, position)
}

/** Every mark of a sample, in the order of marking. */
export function allMarks(db: Database, sample: SampleRow): (SampleMark & { readonly position: number })[] {
  return db
    .prepare<[number], SampleMark & { position: number }>(
      `SELECT m.position AS position, ${MARK} WHERE m.sample = ? ORDER BY m.id`,
    )
    .all(sample.id)
}

/** The latest entry of the custody log that is about a sample: its last mark, or that it was drawn. */
export function lastEntryOf(db: Database, sample: SampleRow): CustodyPlace {
  const seq = db.prepare<[number], number>('SELECT max(entry) FROM sample_mark WHERE sample = ?').pluck().get(sample.id)
  return entered(db, seq ?? sample.entry).custody
}

/** The latest mark of each of some items, and how many each has had, by position. */
export function latestMarks(
  db: Database,
  sample: SampleRow,
  from: number,
  to: number,
): ReadonlyMap<number, { readonly mark: SampleMark; readonly marks: number }> {
  const rows = db
    .prepare<[number, number, number], SampleMark & { position: number; marks: number }>(
      `WITH last AS (SELECT position, max(id) AS id, count(*) AS marks FROM sample_mark
         WHERE sample = ? AND position BETWEEN ? AND ? GROUP BY position)
       SELECT l.position AS position, l.marks AS marks, m.result AS result, m.note AS note,
         ifnull(c.at, '') AS at, ifnull(c.who, '') AS who
       FROM last l JOIN sample_mark m ON m.id = l.id LEFT JOIN custody_entry c ON c.seq = m.entry`,
    )
    .all(sample.id, from, to)
  return new Map(rows.map(({ position, marks, ...mark }) => [position, { mark, marks }]))
}

/** SHA-256, hexadecimal, over what one entry marked: a line of JSON per item, in the order of positions. */
export function marksDigest(marks: readonly Omit<MarkRow, 'entry'>[]): string {
  const hash = createHash('sha256')
  for (const { position, result, note } of marks) hash.update(`${JSON.stringify([position, result, note])}\n`)
  return hash.digest('hex')
}

const MARK = `m.result AS result, m.note AS note, ifnull(c.at, '') AS at, ifnull(c.who, '') AS who
  FROM sample_mark m LEFT JOIN custody_entry c ON c.seq = m.entry`
