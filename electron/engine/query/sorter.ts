/**
 * Rows in the order of a field. Equal values keep the order of the case; descending is that order backwards; rows
 * without a value come last either way.
 */
import type { Database } from 'better-sqlite3'
import type { FieldType } from '../../../shared/fields.ts'
import { compareText, comparisonOf, sortKeyOf } from './compare.ts'
import { valueSql } from '../case/index.ts'
import { type Column, type ColumnStore, EXHIBIT_COLUMN, type Rows, rowCount, rowSetOf } from '../store/index.ts'
import { rowsByKeys } from './radixOrder.ts'

export interface SortOrder {
  /** A field of the case, or id, time, exhibit, record. */
  readonly field: string
  readonly descending: boolean
}

/** Fields whose ranks are kept in memory, at four bytes per event. */
const CACHED_RANKS = 3

/** Rank of a row without a value. */
const NO_RANK = 0

export class RowSorter {
  private readonly db: Database
  private readonly store: ColumnStore
  private readonly ranks = new Map<string, Uint32Array>()

  constructor(db: Database, store: ColumnStore) {
    this.db = db
    this.store = store
  }

  /** The rows in order; no longer ascending by row, unless that is the order. */
  sorted(rows: Rows, order: SortOrder): Rows {
    if (rowCount(rows) <= 1) return rows
    if (order.field === 'id') return order.descending ? rowSetOf(rows).slice().reverse() : rows
    const set = rowSetOf(rows)
    const { valued, missing, keys } = order.field === 'time' ? this.timeKeys(set) : this.rankKeys(set, order.field)
    if (missing.length === 0 && !order.descending && keys.length === 0) return rows
    const ordered = keys.length === 0 ? valued.slice() : rowsByKeys(valued, keys)
    if (order.descending) ordered.reverse()
    if (missing.length === 0) return ordered
    const out = new Uint32Array(set.length)
    out.set(ordered)
    out.set(missing, ordered.length)
    return out
  }

  /** Key words of the rows' times; none where the rows are in order of time already. */
  private timeKeys(rows: Uint32Array): SortKeys {
    const times = this.store.times()
    const { valued, missing } = divide(rows, (row) => !Number.isNaN(times[row]))
    let least = Number.POSITIVE_INFINITY
    let ascends = true
    for (let i = 0; i < valued.length; i++) {
      const time = times[valued[i]]
      if (time < least) least = time
      if (i > 0 && time < times[valued[i - 1]]) ascends = false
    }
    if (ascends) return { valued, missing, keys: [] }
    const low = new Uint32Array(valued.length)
    const high = new Uint32Array(valued.length)
    for (let i = 0; i < valued.length; i++) {
      const offset = times[valued[i]] - least
      high[i] = Math.floor(offset / 2 ** 32)
      low[i] = offset - high[i] * 2 ** 32
    }
    return { valued, missing, keys: [low, high] }
  }

  private rankKeys(rows: Uint32Array, field: string): SortKeys {
    const ranks = this.ranksOf(field)
    const { valued, missing } = divide(rows, (row) => ranks[row] !== NO_RANK)
    const key = new Uint32Array(valued.length)
    for (let i = 0; i < valued.length; i++) key[i] = ranks[valued[i]]
    return { valued, missing, keys: [key] }
  }

  private ranksOf(field: string): Uint32Array {
    let ranks = this.ranks.get(field)
    if (ranks === undefined) {
      ranks = this.makeRanks(field)
      if (this.ranks.size >= CACHED_RANKS) this.ranks.delete(this.ranks.keys().next().value as string)
      this.ranks.set(field, ranks)
    }
    return ranks
  }

  private makeRanks(field: string): Uint32Array {
    if (field === EXHIBIT_COLUMN) return Uint32Array.from(this.store.column(EXHIBIT_COLUMN).codes)
    if (field === 'record') return this.ranksFromSql('e.record', 'text')
    const column = this.store.column(field)
    const known = this.store.fields.get(field)
    if (known === undefined) return new Uint32Array(this.store.size)
    return column.hasInline
      ? this.ranksFromSql(`(${valueSql(known, 'e')})`, known.type)
      : dictionaryRanks(column, comparisonOf(known.type))
  }

  /** SQLite sorts in bounded memory; values that stand inline may be too many for ours. */
  private ranksFromSql(expression: string, type: FieldType): Uint32Array {
    const key = sortKeyOf(type)
    if (key !== null) this.db.function('vouch_sort_key', { deterministic: true }, key)
    const order = key === null ? '' : 'vouch_sort_key(v) NULLS LAST, '
    const ranks = new Uint32Array(this.store.size)
    let rank = 0
    let before: unknown
    const rows = this.db
      .prepare<[], [number, unknown]>(
        `SELECT e.id, ${expression} AS v FROM event e WHERE v IS NOT NULL ORDER BY ${order}v COLLATE NOCASE, v`,
      )
      .raw()
      .iterate()
    for (const [id, value] of rows) {
      if (value !== before) rank++
      before = value
      ranks[id - 1] = rank
    }
    return ranks
  }
}

interface SortKeys {
  readonly valued: Uint32Array
  readonly missing: Uint32Array
  /** As for `rowsByKeys`, for the valued rows. */
  readonly keys: readonly Uint32Array[]
}

function divide(rows: Uint32Array, isValued: (row: number) => boolean): { valued: Uint32Array; missing: Uint32Array } {
  const missing: number[] = []
  let count = 0
  const valued = new Uint32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    if (isValued(rows[i])) valued[count++] = rows[i]
    else missing.push(rows[i])
  }
  return { valued: valued.subarray(0, count), missing: Uint32Array.from(missing) }
}

/** Rank per row from the order of the dictionary, from 1. */
function dictionaryRanks(column: Column, compare: (a: string, b: string) => number): Uint32Array {
  const { codes, values } = column
  const order = Array.from({ length: values.length - 1 }, (_, i) => i + 1)
  order.sort((a, b) => compare(values[a], values[b]) || compareText(values[a], values[b]))
  const rankOfCode = new Uint32Array(values.length)
  order.forEach((code, i) => {
    rankOfCode[code] = i + 1
  })
  const ranks = new Uint32Array(codes.length)
  for (let row = 0; row < codes.length; row++) ranks[row] = rankOfCode[codes[row]]
  return ranks
}
