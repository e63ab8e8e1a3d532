/** The loops over columns. Each is written out per shape, since a call per row costs more than the scan itself. */
import type { CodeArray } from './columnChunk.ts'
import { INLINE_BIT } from './codes.ts'
import { isSpan, type Rows, rowCount, scratchRows, trimmed } from './rows.ts'
import type { RowSet } from './rowSet.ts'

/** Rows whose code is marked in `table` (index: dictionary code). Inline codes never match. */
export function scanTable(codes: CodeArray, table: Uint8Array, rows: Rows): RowSet {
  const out = scratchRows(rowCount(rows))
  const known = table.length
  let count = 0
  if (isSpan(rows)) {
    // Writing every row and moving on only at a hit spares a branch that is hard to predict.
    for (let row = rows.start; row < rows.end; row++) {
      out[count] = row
      const code = codes[row]
      count += code < known ? table[code] : 0
    }
  } else {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      out[count] = row
      const code = codes[row]
      count += code < known ? table[code] : 0
    }
  }
  return trimmed(out, count)
}

/** Rows whose code is `code`. */
export function scanCode(codes: CodeArray, code: number, rows: Rows): RowSet {
  const out = scratchRows(rowCount(rows))
  let count = 0
  if (isSpan(rows)) {
    for (let row = rows.start; row < rows.end; row++) if (codes[row] === code) out[count++] = row
  } else {
    for (let i = 0; i < rows.length; i++) if (codes[rows[i]] === code) out[count++] = rows[i]
  }
  return trimmed(out, count)
}

/** Rows whose value stands inline. */
export function scanInline(codes: CodeArray, rows: Rows): RowSet {
  const out = scratchRows(rowCount(rows))
  let count = 0
  if (isSpan(rows)) {
    for (let row = rows.start; row < rows.end; row++) if (codes[row] >= INLINE_BIT) out[count++] = row
  } else {
    for (let i = 0; i < rows.length; i++) if (codes[rows[i]] >= INLINE_BIT) out[count++] = rows[i]
  }
  return trimmed(out, count)
}

/** A column and which of its codes are wanted. */
export interface CodeTable {
  readonly codes: CodeArray
  readonly table: Uint8Array
}

/** Rows that every one of the tables wants; two at a time, so that a wide first answer is not written down. */
export function scanTables(tables: readonly CodeTable[], rows: Rows): RowSet {
  const [first, second, ...others] = tables
  if (second === undefined) return scanTable(first.codes, first.table, rows)
  let found = scanBoth(first, second, rows)
  for (const { codes, table } of others) found = scanTable(codes, table, found)
  return found
}

function scanBoth(a: CodeTable, b: CodeTable, rows: Rows): RowSet {
  const out = scratchRows(rowCount(rows))
  const { codes: codesA, table: tableA } = a
  const { codes: codesB, table: tableB } = b
  let count = 0
  if (isSpan(rows)) {
    for (let row = rows.start; row < rows.end; row++) {
      out[count] = row
      count += tableA[codesA[row]] & tableB[codesB[row]]
    }
  } else {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      out[count] = row
      count += tableA[codesA[row]] & tableB[codesB[row]]
    }
  }
  return trimmed(out, count)
}

/** Adds up how often each code below `counts.length` occurs in the rows. */
export function countCodes(codes: CodeArray, rows: Rows, counts: Uint32Array): void {
  if (isSpan(rows)) for (let row = rows.start; row < rows.end; row++) counts[codes[row]]++
  else for (let i = 0; i < rows.length; i++) counts[codes[rows[i]]]++
}
