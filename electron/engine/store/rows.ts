/**
 * Rows of a case, in whichever of three kinds says it shortest: consecutive rows as a span, few rows as a row set, a
 * large share of the case as a mask. What reads rows handles spans and row sets (`rowParts`); masks come in parts.
 */
import { bitsIn, countBits, emptyWords, maskHolds, maskSpan, type RowMask, writeRows } from './rowMask.ts'
import { allRows, lowerBound, type RowSet } from './rowSet.ts'

/** Rows [start, end). */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Ascending distinct rows. */
export type Rows = RowSet | Span | RowMask

/** Rows that stand one behind the other, or are written down. */
export type RowPart = RowSet | Span

/** A mask is made where more than one of so many rows is held: there it takes half the room of a row set, or less. */
const MASK_SHARE = 16

/** Rows of a mask that are written down at a time: few enough to stay in the processor's cache. */
const PART_ROWS = 16_384

export function isRowSet(rows: Rows): rows is RowSet {
  return rows instanceof Uint32Array
}

export function isSpan(rows: Rows): rows is Span {
  return 'start' in rows
}

export function isMask(rows: Rows): rows is RowMask {
  return 'words' in rows
}

/** Whether the rows are all of a case of `size` events, told by their kind alone. */
export function isWhole(rows: Rows, size: number): boolean {
  return isSpan(rows) && rows.start === 0 && rows.end === size
}

export function rowCount(rows: Rows): number {
  if (isSpan(rows)) return rows.end - rows.start
  return isMask(rows) ? rows.count : rows.length
}

/** The rows as an array; four bytes each. */
export function rowSetOf(rows: Rows): RowSet {
  if (isRowSet(rows)) return rows
  if (isMask(rows)) {
    const all = new Uint32Array(rows.count)
    writeRows(rows.words, 0, rows.words.length * 32, all)
    return all
  }
  const all = allRows(rows.end - rows.start)
  if (rows.start > 0) for (let i = 0; i < all.length; i++) all[i] += rows.start
  return all
}

/** The smallest span that holds all of them. */
export function spanOf(rows: Rows): Span {
  if (isSpan(rows)) return rows
  if (isMask(rows)) return maskSpan(rows)
  return rows.length === 0 ? { start: 0, end: 0 } : { start: rows[0], end: rows[rows.length - 1] + 1 }
}

/** Whether `row` is among them. */
export function hasRow(rows: Rows, row: number): boolean {
  if (isSpan(rows)) return row >= rows.start && row < rows.end
  return isMask(rows) ? maskHolds(rows, row) : rows[lowerBound(rows, row)] === row
}

/** The rows in order, in parts. A part is good until the next one is asked for: parts of a mask share their room. */
export function* rowParts(rows: Rows): Generator<RowPart> {
  if (!isMask(rows)) {
    yield rows
    return
  }
  const part = new Uint32Array(PART_ROWS)
  const size = rows.words.length * 32
  for (let start = 0; start < size; start += PART_ROWS) {
    const count = writeRows(rows.words, start, Math.min(start + PART_ROWS, size), part)
    if (count > 0) yield part.subarray(0, count)
  }
}

/**
 * Those of them in [start, end). Those of a mask are written to `room` where that is given, `end - start` rows or more, and
 * are good until it is written to again: whoever goes through a case bit by bit would leave a row set of it behind.
 */
export function rowsBetween(rows: Rows, start: number, end: number, room?: Uint32Array): RowPart {
  if (isSpan(rows)) {
    const from = Math.max(start, rows.start)
    return { start: from, end: Math.max(from, Math.min(end, rows.end)) }
  }
  if (isRowSet(rows)) {
    const from = lowerBound(rows, start)
    return rows.subarray(from, lowerBound(rows, end, from))
  }
  const limit = Math.min(end, rows.words.length * 32)
  const out = room ?? new Uint32Array(Math.max(0, limit - start))
  return out.subarray(0, writeRows(rows.words, start, limit, out))
}

/** How many of them lie in [start, end). */
export function countBetween(rows: Rows, start: number, end: number): number {
  if (isMask(rows)) return countBits(rows.words, start, Math.min(end, rows.words.length * 32))
  return rowCount(rowsBetween(rows, start, end))
}

/** The kind that says it shortest of the rows whose bits stand in `words[first … last)`; the words are copied. */
export function rowsOfWords(words: Uint32Array, first: number, last: number): Rows {
  let count = 0
  for (let at = first; at < last; at++) count += bitsIn(words[at])
  if (count * MASK_SHARE <= last * 32) {
    const rows = new Uint32Array(count)
    writeRows(words, first * 32, last * 32, rows)
    return rows
  }
  const copy = new Uint32Array(last)
  copy.set(words.subarray(first, last), first)
  return { words: copy, count }
}

/** The kind that says it shortest of ascending distinct rows; the list is copied. */
export function rowsOfList(list: Uint32Array): Rows {
  const end = list.length === 0 ? 0 : list[list.length - 1] + 1
  if (list.length * MASK_SHARE <= end) return list.slice()
  const words = emptyWords(end)
  for (let i = 0; i < list.length; i++) words[list[i] >>> 5] |= 1 << list[i]
  return { words, count: list.length }
}

/** The rows of events with these ids, ascending and distinct. */
export function rowsOfIds(ids: readonly number[]): Rows {
  const rows = scratchRows(ids.length)
  for (let i = 0; i < ids.length; i++) rows[i] = ids[i] - 1
  return rowsOfList(rows.subarray(0, ids.length))
}

/** Bytes that the rows take. */
export function rowBytes(rows: Rows): number {
  return isSpan(rows) ? 0 : isMask(rows) ? rows.words.byteLength : rows.byteLength
}

/** Holds an answer while it is found; as large as the largest one so far. */
let scratch = new Uint32Array(0)

/**
 * Room for `count` rows or words, shared by all scans of this thread: a scan fills it without waiting for anything and
 * ends with a copy of what it found. Room made anew for each scan keeps the garbage collector busier than the scan.
 */
export function scratchRows(count: number): Uint32Array {
  if (scratch.length < count) scratch = new Uint32Array(count)
  return scratch
}

/** A copy of the first `count` elements. */
export function trimmed(out: Uint32Array, count: number): RowSet {
  return out.slice(0, count)
}
