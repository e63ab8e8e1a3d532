/** Facets: how often each value of a field occurs among rows. */
import type { Database } from 'better-sqlite3'
import { type Column, type ColumnStore, countCodes, INLINE_BIT, isSpan, type Rows, rowCount } from '../store/index.ts'
import { sortedValues } from './radixOrder.ts'

export interface FacetValue {
  readonly value: string
  readonly count: number
}

export interface Facet {
  readonly field: string
  /** The most frequent values, by count and then by text. */
  readonly values: readonly FacetValue[]
  /** Different values among the rows. */
  readonly distinct: number
  /** Whether `distinct` may be a few too low: values that stand inline are told apart by a 31-bit hash. */
  readonly isDistinctExact: boolean
  /** Rows without a value. */
  readonly missing: number
}

/** Values with the same count as the last of the top that are read, to order them by text. */
const MAX_TIES = 2_048

export class FacetCounter {
  private readonly db: Database
  private readonly store: ColumnStore
  private readonly totals = new Map<string, Uint32Array>()

  constructor(db: Database, store: ColumnStore) {
    this.db = db
    this.store = store
  }

  /** The `top` most frequent values of `field` among `rows`. `complementOf` may give the other rows, if they are fewer. */
  facet(field: string, rows: Rows, top: number, complement?: Rows): Facet {
    const column = this.store.column(field)
    if (column.hasInline) return this.inlineFacet(column, rows, top)
    const counts = this.counts(column, rows, complement)
    return {
      field,
      values: topCodes(counts, column.values, top),
      distinct: counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0),
      isDistinctExact: true,
      missing: counts[0],
    }
  }

  /** Counts per dictionary code. Where most rows match, the others are counted and taken from the total. */
  counts(column: Column, rows: Rows, complement?: Rows): Uint32Array {
    if (isSpan(rows) && rows.start === 0 && rows.end === this.store.size) return this.total(column)
    const counts = new Uint32Array(column.values.length)
    if (complement === undefined || rowCount(complement) >= rowCount(rows)) {
      countCodes(column.codes, rows, counts)
      return counts
    }
    countCodes(column.codes, complement, counts)
    const total = this.total(column)
    for (let code = 0; code < counts.length; code++) counts[code] = total[code] - counts[code]
    return counts
  }

  private total(column: Column): Uint32Array {
    let total = this.totals.get(column.field)
    if (total === undefined) {
      total = new Uint32Array(column.values.length)
      countCodes(column.codes, { start: 0, end: this.store.size }, total)
      this.totals.set(column.field, total)
    }
    return total
  }

  /** A field some of whose values stand inline: codes are counted as they are, and the texts of the top ones read. */
  private inlineFacet(column: Column, rows: Rows, top: number): Facet {
    const { codes, missing } = sortedCodes(column, rows)
    const { groups, distinct } = topGroups(codes, top)
    const values: FacetValue[] = groups
      .filter((group) => group.code < INLINE_BIT)
      .map((group) => ({ value: column.values[group.code], count: group.count }))
    const inline = groups.filter((group) => group.code >= INLINE_BIT)
    values.push(...this.inlineTexts(column, rows, new Map(inline.map((group) => [group.code, group.count]))))
    return {
      field: column.field,
      values: values.sort(byCount).slice(0, top),
      distinct,
      isDistinctExact: false,
      missing,
    }
  }

  /** Texts behind inline codes, counted exactly. */
  private inlineTexts(column: Column, rows: Rows, groups: ReadonlyMap<number, number>): FacetValue[] {
    if (groups.size === 0) return []
    const text = this.db.prepare<[number], string>(`SELECT "${column.field}" FROM event WHERE id = ?`).pluck()
    const counts = new Map<string, number>()
    const left = new Map(groups)
    const visit = (row: number): void => {
      const code = column.codes[row]
      const open = left.get(code)
      if (open === undefined) return
      if (open === 1) left.delete(code)
      else left.set(code, open - 1)
      const value = text.get(row + 1)
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    if (isSpan(rows)) for (let row = rows.start; row < rows.end && left.size > 0; row++) visit(row)
    else for (let i = 0; i < rows.length && left.size > 0; i++) visit(rows[i])
    return [...counts].map(([value, count]) => ({ value, count }))
  }
}

function topCodes(counts: Uint32Array, values: readonly string[], top: number): FacetValue[] {
  const found: FacetValue[] = []
  let least = 0
  for (let code = 1; code < counts.length; code++) {
    const count = counts[code]
    if (count === 0 || count < least) continue
    found.push({ value: values[code], count })
    if (found.length >= top * 8 + 64) {
      found.sort(byCount)
      found.length = top
      least = found[top - 1]?.count ?? 0
    }
  }
  return found.sort(byCount).slice(0, top)
}

function byCount(a: FacetValue, b: FacetValue): number {
  return b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)
}

/** The codes of the rows in ascending order, without those that stand for no value. */
function sortedCodes(column: Column, rows: Rows): { codes: Uint32Array; missing: number } {
  const codes = new Uint32Array(rowCount(rows))
  let count = 0
  const take = (code: number): void => {
    if (code !== 0) codes[count++] = code
  }
  if (isSpan(rows)) for (let row = rows.start; row < rows.end; row++) take(column.codes[row])
  else for (let i = 0; i < rows.length; i++) take(column.codes[rows[i]])
  return { codes: sortedValues(codes.subarray(0, count)), missing: codes.length - count }
}

interface Group {
  readonly code: number
  readonly count: number
}

/**
 * The runs of equal codes that may be among the `top` most frequent values, and how many runs there are. Runs with as
 * many members as the last of the top are all taken, up to `MAX_TIES`; beyond that ties are broken by code.
 */
function topGroups(sorted: Uint32Array, top: number): { groups: Group[]; distinct: number } {
  const sizes = new Map<number, number>()
  let distinct = 0
  for (const size of runSizes(sorted)) {
    sizes.set(size, (sizes.get(size) ?? 0) + 1)
    distinct++
  }
  let least = 0
  let taken = 0
  for (const size of [...sizes.keys()].sort((a, b) => b - a)) {
    least = size
    taken += sizes.get(size) ?? 0
    if (taken >= top) break
  }
  const groups: Group[] = []
  let ties = 0
  let at = 0
  for (const count of runSizes(sorted)) {
    if (count > least || (count === least && ties++ < Math.max(top, MAX_TIES))) groups.push({ code: sorted[at], count })
    at += count
  }
  return { groups, distinct }
}

/** Lengths of the runs of equal values, in order. */
function* runSizes(sorted: Uint32Array): Generator<number> {
  for (let i = 0; i < sorted.length; ) {
    let end = i + 1
    while (end < sorted.length && sorted[end] === sorted[i]) end++
    yield end - i
    i = end
  }
}
