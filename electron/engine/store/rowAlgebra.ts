/** Intersection, union and difference of rows of any kinds. Nothing passed in is changed. */
import { countBits, emptyWords, type RowMask, setBits } from './rowMask.ts'
import {
  isMask,
  isRowSet,
  isSpan,
  hasRow,
  type Rows,
  rowCount,
  rowsBetween,
  rowsOfList,
  rowsOfWords,
  spanOf,
} from './rows.ts'
import { difference, intersection, type RowSet, union } from './rowSet.ts'

/** Rows in both. */
export function intersectRows(a: Rows, b: Rows): Rows {
  if (isSpan(a)) return isMask(b) ? cut(b, a.start, a.end) : rowsBetween(b, a.start, a.end)
  if (isSpan(b)) return intersectRows(b, a)
  if (isRowSet(a)) return isRowSet(b) ? intersection(a, b) : kept(a, (row) => hasRow(b, row))
  if (isRowSet(b)) return intersectRows(b, a)
  const words = new Uint32Array(Math.min(a.words.length, b.words.length))
  for (let at = 0; at < words.length; at++) words[at] = a.words[at] & b.words[at]
  return rowsOfWords(words, 0, words.length)
}

/** Rows in either. */
export function uniteRows(a: Rows, b: Rows): Rows {
  if (rowCount(a) === 0) return b
  if (rowCount(b) === 0) return a
  if (isRowSet(a) && isRowSet(b)) return rowsOfList(union(a, b))
  const words = copiedWords(a, Math.max(spanOf(a).end, spanOf(b).end))
  if (isSpan(b)) setBits(words, b.start, b.end)
  else if (isRowSet(b)) for (let i = 0; i < b.length; i++) words[b[i] >>> 5] |= 1 << b[i]
  else for (let at = 0; at < Math.min(words.length, b.words.length); at++) words[at] |= b.words[at]
  return rowsOfWords(words, 0, words.length)
}

/** Rows of `a` that are not in `b`. */
export function subtractRows(a: Rows, b: Rows): Rows {
  if (rowCount(a) === 0 || rowCount(b) === 0) return a
  if (isRowSet(a)) return isRowSet(b) ? difference(a, b) : kept(a, (row) => !hasRow(b, row))
  const words = copiedWords(a, spanOf(a).end)
  const end = words.length * 32
  if (isSpan(b)) {
    const part = emptyWords(end)
    setBits(part, Math.min(b.start, end), Math.min(b.end, end))
    for (let at = 0; at < words.length; at++) words[at] &= ~part[at]
  } else if (isRowSet(b)) for (let i = 0; i < b.length && b[i] < end; i++) words[b[i] >>> 5] &= ~(1 << b[i])
  else for (let at = 0; at < Math.min(words.length, b.words.length); at++) words[at] &= ~b.words[at]
  return rowsOfWords(words, 0, words.length)
}

/** Rows of a case of `size` events that are not in `rows`. */
export function otherRows(rows: Rows, size: number): Rows {
  return subtractRows({ start: 0, end: size }, rows)
}

/** The rows as a mask, whatever their share of the case. */
export function maskOf(rows: Rows): RowMask {
  return isMask(rows) ? rows : { words: copiedWords(rows, spanOf(rows).end), count: rowCount(rows) }
}

/** Words of a mask of `rows` with room for rows [0, end); requires all of them to lie there. */
function copiedWords(rows: Rows, end: number): Uint32Array<ArrayBuffer> {
  const words = emptyWords(end)
  if (isSpan(rows)) setBits(words, rows.start, rows.end)
  else if (isRowSet(rows)) for (let i = 0; i < rows.length; i++) words[rows[i] >>> 5] |= 1 << rows[i]
  else words.set(rows.words.subarray(0, words.length))
  return words
}

function cut(mask: RowMask, start: number, end: number): Rows {
  const limit = Math.min(end, mask.words.length * 32)
  if (limit <= start) return new Uint32Array(0)
  if (countBits(mask.words, start, limit) === mask.count) return mask
  const words = emptyWords(limit)
  setBits(words, start, limit)
  for (let at = start >>> 5; at < words.length; at++) words[at] &= mask.words[at]
  return rowsOfWords(words, start >>> 5, words.length)
}

function kept(rows: RowSet, test: (row: number) => boolean): RowSet {
  const out = new Uint32Array(rows.length)
  let count = 0
  for (let i = 0; i < rows.length; i++) if (test(rows[i])) out[count++] = rows[i]
  return out.slice(0, count)
}
