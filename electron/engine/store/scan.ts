/**
 * The loops over columns. A question is asked of up to 32 rows at a time and answers with a bit per row, so that what
 * combines answers works on words, and a wide answer is never written down row by row.
 */
import type { CodeArray } from './columnChunk.ts'
import { INLINE_BIT } from './codes.ts'
import { bitsIn, type RowMask } from './rowMask.ts'
import {
  isMask,
  isRowSet,
  isSpan,
  type RowPart,
  type Rows,
  rowParts,
  rowsOfWords,
  scratchRows,
  type Span,
  spanOf,
  trimmed,
} from './rows.ts'
import type { RowSet } from './rowSet.ts'

/** Bit `r & 31` for each row `r` of [from, to) that is wanted, 0 for every other; [from, to) lies within one word. */
export type Hits = (from: number, to: number) => number

/** Words of which no more rows than this are asked about are asked row by row. */
const FEW_ROWS = 6

/** Words looked at to see which of several questions wants least. */
const SAMPLED_WORDS = 64

/** The rows that `hits` wants. */
export function scanHits(hits: Hits, rows: Rows): Rows {
  if (isRowSet(rows)) return select(rows, (row) => hits(row, row + 1) !== 0)
  const { start, end } = spanOf(rows)
  if (start >= end) return new Uint32Array(0)
  const first = start >>> 5
  const words = scratchRows(((end - 1) >>> 5) + 1)
  const last = ((end - 1) >>> 5) + 1
  if (isSpan(rows))
    for (let at = first; at < last; at++) words[at] = hits(Math.max(start, at * 32), Math.min(end, at * 32 + 32))
  else for (let at = first; at < last; at++) words[at] = hitsAmong(hits, rows, at, end)
  return rowsOfWords(words, first, last)
}

/** The hits among the rows of word `at` of a mask that ends at row `end`. */
function hitsAmong(hits: Hits, mask: RowMask, at: number, end: number): number {
  let bits = mask.words[at] | 0
  if (bits === 0) return 0
  if (bitsIn(bits) > FEW_ROWS) return hits(at * 32, Math.min(end, at * 32 + 32)) & bits
  let found = 0
  while (bits !== 0) {
    const low = bits & -bits
    const row = at * 32 + 31 - Math.clz32(low)
    found |= hits(row, row + 1)
    bits ^= low
  }
  return found
}

/**
 * Rows whose code is marked in `table` (index: dictionary code; 1: wanted, else 0), of a column without inline values:
 * looking whether a code is an entry's takes as long as all the rest.
 */
export function tableHits(codes: CodeArray, table: Uint8Array): Hits {
  return (from, to) => {
    let bits = 0
    for (let row = from; row < to; row++) bits |= table[codes[row]] << row
    return bits
  }
}

/** As `tableHits`, of any column. Inline codes are never wanted. */
function entryHits(codes: CodeArray, table: Uint8Array): Hits {
  const known = table.length
  return (from, to) => {
    let bits = 0
    for (let row = from; row < to; row++) {
      const code = codes[row]
      if (code < known) bits |= table[code] << row
    }
    return bits
  }
}

/**
 * Rows that all of them want; requires at least one. The one that wants least of a sample of the rows [0, size) is asked
 * first: most words are settled then.
 */
export function allHits(of: readonly Hits[], size: number): Hits {
  const shares = new Map(of.map((hits) => [hits, sampledHits(hits, size)]))
  const [first, ...others] = of.toSorted((a, b) => (shares.get(a) ?? 0) - (shares.get(b) ?? 0))
  if (others.length === 0) return first
  return (from, to) => {
    let bits = first(from, to)
    for (let i = 0; i < others.length && bits !== 0; i++) bits &= others[i](from, to)
    return bits
  }
}

function sampledHits(hits: Hits, size: number): number {
  const step = Math.max(1, Math.floor(size / 32 / SAMPLED_WORDS))
  let found = 0
  for (let at = 0; at * 32 + 32 <= size; at += step) found += bitsIn(hits(at * 32, at * 32 + 32))
  return found
}

/** Rows that any of them wants. */
export function anyHits(of: readonly Hits[]): Hits {
  return (from, to) => {
    let bits = 0
    for (let i = 0; i < of.length; i++) bits |= of[i](from, to)
    return bits
  }
}

/** Rows that `of` does not want. */
export function noHits(of: Hits): Hits {
  return (from, to) => ~of(from, to) & bitsOfRows(from, to)
}

function bitsOfRows(from: number, to: number): number {
  return to - from === 32 ? -1 : ~(-1 << (to - from)) << from
}

/** Rows whose code is marked in `table` (index: dictionary code; 1: wanted, else 0). Inline codes are never wanted. */
export function scanTable(codes: CodeArray, table: Uint8Array, rows: Rows): Rows {
  return isRowSet(rows) ? scanTableSet(codes, table, rows) : scanHits(entryHits(codes, table), rows)
}

function scanTableSet(codes: CodeArray, table: Uint8Array, rows: RowSet): RowSet {
  const out = scratchRows(rows.length)
  const known = table.length
  let count = 0
  // Writing every row and moving on only at a hit spares a branch that is hard to predict.
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    out[count] = row
    const code = codes[row]
    count += code < known ? table[code] : 0
  }
  return trimmed(out, count)
}

/** Rows whose code is `code`. */
export function scanCode(codes: CodeArray, code: number, rows: Rows): Rows {
  return scanCodes(codes, code, code, rows)
}

/** Rows whose code lies from `first` to `last`, both included. */
export function scanCodes(codes: CodeArray, first: number, last: number, rows: Rows): Rows {
  return scanHits((from, to) => {
    let bits = 0
    for (let row = from; row < to; row++) if (codes[row] >= first && codes[row] <= last) bits |= 1 << row
    return bits
  }, rows)
}

/** Rows whose value stands inline. */
export function scanInline(codes: CodeArray, rows: Rows): Rows {
  return scanHits((from, to) => {
    let bits = 0
    for (let row = from; row < to; row++) if (codes[row] >= INLINE_BIT) bits |= 1 << row
    return bits
  }, rows)
}

/** The rows for which `test` holds; it is called in ascending order. */
export function select(rows: Rows, test: (row: number) => boolean): Rows {
  if (!isRowSet(rows)) {
    return scanHits((from, to) => {
      let bits = 0
      for (let row = from; row < to; row++) if (test(row)) bits |= 1 << row
      return bits
    }, rows)
  }
  const out = scratchRows(rows.length)
  let count = 0
  for (let i = 0; i < rows.length; i++) if (test(rows[i])) out[count++] = rows[i]
  return trimmed(out, count)
}

/** Adds up how often each code below `counts.length` occurs in the rows. */
export function countCodes(codes: CodeArray, rows: Rows, counts: Uint32Array): void {
  if (!isMask(rows)) countPart(codes, rows, counts)
  else for (const part of rowParts(rows)) countPart(codes, part, counts)
}

/** As `countCodes`, of several columns at once, so that a mask is written down once for all of them. */
export function countColumns(
  columns: readonly { readonly codes: CodeArray; readonly counts: Uint32Array }[],
  rows: Rows,
): void {
  for (const part of rowParts(rows)) for (const { codes, counts } of columns) countPart(codes, part, counts)
}

/** A loop per width: with the width known, the loop over a set takes half the time. */
function countPart(codes: CodeArray, rows: RowPart, counts: Uint32Array): void {
  if (isSpan(rows)) countSpan(codes, rows, counts)
  else if (codes instanceof Uint8Array) countBytes(codes, rows, counts)
  else if (codes instanceof Uint16Array) countShorts(codes, rows, counts)
  else for (let i = 0; i < rows.length; i++) counts[codes[rows[i]]]++
}

function countBytes(codes: Uint8Array, rows: RowSet, counts: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) counts[codes[rows[i]]]++
}

function countShorts(codes: Uint16Array, rows: RowSet, counts: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) counts[codes[rows[i]]]++
}

function countSpan(codes: CodeArray, rows: Span, counts: Uint32Array): void {
  for (let row = rows.start; row < rows.end; row++) counts[codes[row]]++
}
