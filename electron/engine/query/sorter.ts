/**
 * Rows in the order of a field. Equal values keep the order of the case; descending is that order backwards; rows
 * without a value come last either way.
 */
import type { Database } from 'better-sqlite3'
import { ColumnValues } from './columnValues.ts'
import { compareText, comparisonOf, meaningKey, type SortKey, textKeys } from './compare.ts'
import { KeptAnswers } from './kept.ts'
import { KeyStretches } from './keyStretches.ts'
import { Pause } from './pause.ts'
import { type CaseField, valueSql } from '../case/index.ts'
import {
  allRows,
  type CodeArray,
  type Column,
  type ColumnStore,
  EXHIBIT_COLUMN,
  type Rows,
  rowCount,
  type RowSet,
  rowSetOf,
} from '../store/index.ts'
import { rowsByKeys } from './radixOrder.ts'
import { caseOrder, type FieldOrder, listedOrder, pickedOrder, type RowOrder } from './rowOrder.ts'
import { storedPages } from './storedPages.ts'
import { TextStretches } from './textStretches.ts'
import { rowsByTime, timeOrder } from './timeOrder.ts'
import { valueOrder } from './valueOrder.ts'

export interface SortOrder {
  /** A field of the case, or id, time, exhibit, record. */
  readonly field: string
  readonly descending: boolean
}

/** Orders of all events that are kept in memory, at four bytes per event. */
const KEPT_ORDERS = 3

/** Fewer than one of so many rows are put in order themselves, though the order of all may be known. */
const FEW_SHARE = 128

/** Fewer than one of so many rows are not worth making the order of all. */
const SOME_SHARE = 8

/** A field whose order its codes tell: `rankOfCode[codes[row]]` from 1, 0 for no value. */
interface CodeRanks {
  readonly codes: CodeArray
  readonly rankOfCode: Uint32Array
}

export class RowSorter {
  private readonly db: Database
  private readonly store: ColumnStore
  private readonly ranks = new Map<string, Uint32Array>()
  private readonly orders = new KeptAnswers<FieldOrder>(KEPT_ORDERS)

  constructor(db: Database, store: ColumnStore) {
    this.db = db
    this.store = store
  }

  /** The rows in order. Rejects with the signal's reason once it is aborted. */
  async sorted(rows: Rows, { field, descending }: SortOrder, signal: AbortSignal): Promise<RowOrder> {
    const { size } = this.store
    const count = rowCount(rows)
    if (field === 'id' && descending) return pickedOrder(rows, { rows: null, valued: size }, size, true)
    if (field === 'id' || count <= 1) return caseOrder(rows)
    const share = this.orders.has(field) ? FEW_SHARE : SOME_SHARE
    if (count * share < size) {
      const list = this.sortedList(rowSetOf(rows), field, descending)
      if (list !== null) return listedOrder(list)
    }
    const order = await this.orders.get(field, signal, () => this.makeOrder(field, signal))
    return pickedOrder(rows, order, size, descending)
  }

  /** The rows in order, without the order of all; null where only that tells. */
  private sortedList(rows: RowSet, field: string, descending: boolean): Uint32Array | null {
    if (field === 'time') {
      const times = this.store.times()
      const { valued, missing } = divide(rows, (row) => !Number.isNaN(times[row]))
      return joined(rowsByTime(valued, times), missing, descending)
    }
    const ranks = this.codeRanks(field)
    if (ranks === null) return null
    const { codes, rankOfCode } = ranks
    const { valued, missing } = divide(rows, (row) => codes[row] !== 0)
    const key = new Uint32Array(valued.length)
    for (let i = 0; i < valued.length; i++) key[i] = rankOfCode[codes[valued[i]]]
    return joined(rowsByKeys(valued, [key]), missing, descending)
  }

  private async makeOrder(field: string, signal: AbortSignal): Promise<FieldOrder> {
    if (field === 'time') return timeOrder(this.store.times())
    if (field === 'record') return this.recordOrder(signal)
    const ranks = this.codeRanks(field)
    if (ranks !== null) return rankOrder(ranks)
    const known = this.store.fields.get(field)
    if (known === undefined) return { rows: null, valued: 0 }
    return (await this.valueOrder(known, signal)) ?? this.orderFromSql(known)
  }

  /** Like times, numbers of records stand nearly in their order, or fully. */
  private async recordOrder(signal: AbortSignal): Promise<FieldOrder> {
    const pause = new Pause(signal)
    const records = new Float64Array(this.store.size).fill(Number.NaN)
    for (const page of storedPages(this.db, 'record', { start: 0, end: records.length })) {
      for (const [id, record] of page) records[id - 1] = Number(record)
      await pause.ifDue()
    }
    return timeOrder(records)
  }

  private valueOrder({ id, type }: CaseField, signal: AbortSignal): Promise<FieldOrder | null> {
    const column = this.store.column(id)
    const pause = new Pause(signal)
    const values = new ColumnValues(this.db, column, type)
    const keyed = (key: SortKey): KeyStretches => new KeyStretches(values, key, pause)
    const meaning = meaningKey(type)
    const begins = meaning === null ? new TextStretches(this.db, column, pause) : keyed(meaning)
    const sources = [begins, ...textKeys.map(keyed)]
    return valueOrder(column.codes, sources, values, pause)
  }

  /** Null where codes do not tell the order. */
  private codeRanks(field: string): CodeRanks | null {
    const type = field === EXHIBIT_COLUMN ? 'text' : this.store.fields.get(field)?.type
    if (type === undefined) return null
    const column = this.store.column(field)
    if (column.hasInline) return null
    let rankOfCode = this.ranks.get(field)
    if (rankOfCode === undefined) {
      // Exhibits are in order of their numbers, which are their codes.
      rankOfCode = field === EXHIBIT_COLUMN ? allRows(column.values.length) : ranksOf(column, comparisonOf(type))
      this.ranks.set(field, rankOfCode)
    }
    return { codes: column.codes, rankOfCode }
  }

  /** SQLite sorts in bounded memory; values that stand inline may be too many for ours. */
  private orderFromSql(field: CaseField): FieldOrder {
    const key = meaningKey(field.type)
    if (key !== null) {
      const keyOf = (value: unknown): Uint8Array | null => (value === null ? null : key.of(String(value)))
      this.db.function('vouch_sort_key', { deterministic: true }, keyOf)
    }
    const order = key === null ? '' : 'vouch_sort_key(v) NULLS LAST, '
    const { size } = this.store
    const rows = new Uint32Array(size)
    const isMissing = new Uint8Array(size).fill(1)
    let valued = 0
    const ids = this.db
      .prepare<[], [number, unknown]>(
        `SELECT e.id, (${valueSql(field, 'e')}) AS v FROM event e WHERE v IS NOT NULL ORDER BY ${order}v COLLATE NOCASE, v, e.id`,
      )
      .raw()
      .iterate()
    for (const [id] of ids) {
      rows[valued++] = id - 1
      isMissing[id - 1] = 0
    }
    let next = valued
    for (let row = 0; row < size; row++) if (isMissing[row] === 1) rows[next++] = row
    return { rows, valued }
  }
}

function divide(rows: RowSet, isValued: (row: number) => boolean): { valued: Uint32Array; missing: Uint32Array } {
  const missing: number[] = []
  let count = 0
  const valued = new Uint32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    if (isValued(rows[i])) valued[count++] = rows[i]
    else missing.push(rows[i])
  }
  return { valued: valued.subarray(0, count), missing: Uint32Array.from(missing) }
}

/** `ordered`, backwards where wanted, and behind them `missing`. */
function joined(ordered: Uint32Array, missing: Uint32Array, descending: boolean): Uint32Array {
  const out = new Uint32Array(ordered.length + missing.length)
  out.set(ordered)
  if (descending) out.subarray(0, ordered.length).reverse()
  out.set(missing, ordered.length)
  return out
}

/** Rank per code from the order of the dictionary, from 1. */
function ranksOf({ values }: Column, compare: (a: string, b: string) => number): Uint32Array {
  const order = Array.from({ length: values.length - 1 }, (_, i) => i + 1)
  order.sort((a, b) => compare(values[a], values[b]) || compareText(values[a], values[b]))
  const rankOfCode = new Uint32Array(values.length)
  order.forEach((code, i) => {
    rankOfCode[code] = i + 1
  })
  return rankOfCode
}

/** All rows by rank: counted, then put in their places. */
function rankOrder({ codes, rankOfCode }: CodeRanks): FieldOrder {
  const next = new Uint32Array(rankOfCode.length + 1)
  // Rank 0, no value, comes last.
  const placeOf = rankOfCode.map((rank) => (rank === 0 ? rankOfCode.length : rank))
  for (let row = 0; row < codes.length; row++) next[placeOf[codes[row]]]++
  let sum = 0
  for (let place = 0; place < next.length; place++) {
    const count = next[place]
    next[place] = sum
    sum += count
  }
  const valued = next[rankOfCode.length]
  const rows = new Uint32Array(codes.length)
  for (let row = 0; row < codes.length; row++) rows[next[placeOf[codes[row]]]++] = row
  return { rows, valued }
}
