/**
 * Where a row stands in an order, by binary search: the order of millions of rows is neither listed nor walked.
 */
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import {
  type ColumnStore,
  countBetween,
  EXHIBIT_COLUMN,
  hasRow,
  INLINE_BIT,
  inlineText,
  isSpan,
  type Rows,
  rowsBetween,
} from '../store/index.ts'
import { compareText, comparisonOf } from './compare.ts'
import type { RowOrder } from './rowOrder.ts'
import type { SortOrder } from './sorter.ts'

/** Rows in the order asked for, and the same rows ascending. */
export interface LocateIn {
  readonly rows: Rows
  readonly order: RowOrder
  readonly sort: SortOrder
}

/** Index of `row` in the order; null where it is not among the rows. */
export function indexOfRow(
  db: Database,
  store: ColumnStore,
  { rows, order, sort }: LocateIn,
  row: number,
): number | null {
  if (row < 0 || row >= store.size || !hasRow(rows, row)) return null
  if (sort.field === 'id') return indexById(rows, order.count, sort.descending, row)
  const { read, compare } = valuesOf(db, store, sort.field)
  const wanted = read(row)
  return firstIndex(order, (other) => {
    const value = read(other)
    // What has no value is last, in the order of the case, whichever way the others go.
    if (value === null || wanted === null) return value === null && wanted === null ? other < row : wanted === null
    const difference = compare(value, wanted) || other - row
    return sort.descending ? difference > 0 : difference < 0
  })
}

/**
 * Index of the first row that has reached the time, in microseconds: at or after it where times go up, at or before it where they
 * go down. In the order of the case, whose times may jump to and fro, it is the first row by number (from the end:
 * the last) of which that is true. Null where no row has. Fails with `usage/bad-argument` for orders by other fields.
 */
export function indexOfTime(store: ColumnStore, { rows, order, sort }: LocateIn, micros: number): number | null {
  const times = store.times()
  if (sort.field === 'time') {
    const index = firstIndex(order, (row) => (sort.descending ? times[row] > micros : times[row] < micros))
    const [row] = order.slice(index, index + 1)
    return row === undefined || Number.isNaN(times[row]) ? null : index
  }
  if (sort.field !== 'id') {
    fail({
      code: 'usage/bad-argument',
      message: `In the order of “${sort.field}” a time has no place`,
      where: { field: sort.field },
      next: 'Sort by time, or by id.',
    })
  }
  const row = sort.descending ? lastAtOrBefore(store, rows, micros) : firstAtOrAfter(store, rows, micros)
  return row === null ? null : indexById(rows, order.count, sort.descending, row)
}

function indexById(rows: Rows, count: number, descending: boolean, row: number): number {
  const before = countBetween(rows, 0, row)
  return descending ? count - 1 - before : before
}

/** Number of rows at the start of the order for which `isBefore` holds; it must hold for none behind them. */
function firstIndex(order: RowOrder, isBefore: (row: number) => boolean): number {
  let low = 0
  let high = order.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(order.slice(middle, middle + 1)[0])) low = middle + 1
    else high = middle
  }
  return low
}

type Value = string | number | null

/** Values of a field row by row, and how they compare; as the sorter has them. */
function valuesOf(
  db: Database,
  store: ColumnStore,
  field: string,
): { read: (row: number) => Value; compare: (a: string | number, b: string | number) => number } {
  const bySize = (a: string | number, b: string | number): number => Number(a) - Number(b)
  if (field === 'time') {
    const times = store.times()
    return { read: (row) => (Number.isNaN(times[row]) ? null : times[row]), compare: bySize }
  }
  if (field === EXHIBIT_COLUMN) {
    const { codes } = store.column(EXHIBIT_COLUMN)
    return { read: (row) => codes[row], compare: bySize }
  }
  if (field === 'record') {
    const record = db.prepare<[number], number>('SELECT record FROM event WHERE id = ?').pluck()
    return { read: (row) => record.get(row + 1) ?? null, compare: bySize }
  }
  const known = store.fields.get(field)
  if (known === undefined) return { read: () => null, compare: bySize }
  const { codes, values } = store.column(field)
  const text = db.prepare<[number], string | Buffer>(`SELECT "${field}" FROM event WHERE id = ?`).pluck()
  const compare = comparisonOf(known.type)
  return {
    read(row) {
      const code = codes[row]
      if (code === 0) return null
      if (code < INLINE_BIT) return values[code]
      const stored = text.get(row + 1)
      return stored === undefined ? null : inlineText(stored)
    },
    compare: (a, b) => compare(String(a), String(b)) || compareText(String(a), String(b)),
  }
}

/** The first of the rows, by number, whose time is at or after it. Stretches without one are passed over. */
function firstAtOrAfter(store: ColumnStore, rows: Rows, micros: number): number | null {
  const times = store.times()
  const { block, most } = store.timeBounds()
  for (let at = 0; at < most.length; at++) {
    if (!(most[at] >= micros)) continue
    const part = rowsBetween(rows, at * block, at * block + block)
    const length = isSpan(part) ? part.end - part.start : part.length
    for (let i = 0; i < length; i++) {
      const row = isSpan(part) ? part.start + i : part[i]
      if (times[row] >= micros) return row
    }
  }
  return null
}

/** The last of the rows, by number, whose time is at or before it. */
function lastAtOrBefore(store: ColumnStore, rows: Rows, micros: number): number | null {
  const times = store.times()
  const { block, least } = store.timeBounds()
  for (let at = least.length - 1; at >= 0; at--) {
    if (!(least[at] <= micros)) continue
    const part = rowsBetween(rows, at * block, at * block + block)
    const length = isSpan(part) ? part.end - part.start : part.length
    for (let i = length - 1; i >= 0; i--) {
      const row = isSpan(part) ? part.start + i : part[i]
      if (times[row] <= micros) return row
    }
  }
  return null
}
