/** Rows of a case: a row set, or a span of consecutive rows where that is all there is to say. */
import { allRows, lowerBound, type RowSet } from './rowSet.ts'

/** Rows [start, end). */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Ascending distinct rows. */
export type Rows = RowSet | Span

export function isSpan(rows: Rows): rows is Span {
  return !(rows instanceof Uint32Array)
}

export function rowCount(rows: Rows): number {
  return isSpan(rows) ? rows.end - rows.start : rows.length
}

/** The rows as an array. */
export function rowSetOf(rows: Rows): RowSet {
  if (!isSpan(rows)) return rows
  const all = allRows(rows.end - rows.start)
  if (rows.start > 0) for (let i = 0; i < all.length; i++) all[i] += rows.start
  return all
}

/** The smallest span that holds all of them. */
export function spanOf(rows: Rows): Span {
  if (isSpan(rows)) return rows
  return rows.length === 0 ? { start: 0, end: 0 } : { start: rows[0], end: rows[rows.length - 1] + 1 }
}

/** Those of `found` (ascending) that are among `rows`. */
export function within(found: RowSet, rows: Rows, intersect: (a: RowSet, b: RowSet) => RowSet): RowSet {
  if (!isSpan(rows)) return intersect(found, rows)
  return found.subarray(lowerBound(found, rows.start), lowerBound(found, rows.end))
}

/** The rows of `rows` for which `test` holds; `test` is called in ascending order. */
export function select(rows: Rows, test: (row: number) => boolean): RowSet {
  const out = scratchRows(rowCount(rows))
  let count = 0
  if (isSpan(rows)) {
    for (let row = rows.start; row < rows.end; row++) if (test(row)) out[count++] = row
  } else {
    for (let i = 0; i < rows.length; i++) if (test(rows[i])) out[count++] = rows[i]
  }
  return trimmed(out, count)
}

/** Holds an answer while it is found; as large as the largest case asked so far. */
let scratch = new Uint32Array(0)

/**
 * Room for `count` rows, shared by all scans of this thread: a scan fills it without waiting for anything and ends with
 * `trimmed`. Room made anew for each scan of ten million rows keeps the garbage collector busier than the scan.
 */
export function scratchRows(count: number): Uint32Array {
  if (scratch.length < count) scratch = new Uint32Array(count)
  return scratch
}

/** A copy of the first `count` elements. */
export function trimmed(out: Uint32Array, count: number): RowSet {
  return out.slice(0, count)
}
