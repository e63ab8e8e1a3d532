/** How events spread over time, split by the values of a field; one pass over the rows. */
import type { Database } from 'better-sqlite3'
import {
  type CodeArray,
  type Column,
  type ColumnStore,
  INLINE_BIT,
  inlineCode,
  inlineText,
  isMask,
  isSpan,
  type RowPart,
  type Rows,
  rowsBetween,
} from '../store/index.ts'
import { type Bins, eachStretch, slotOf } from './histogram.ts'

export interface HistogramSeries {
  /** Null: no value, or none of those asked for. */
  readonly value: string | null
  readonly counts: Uint32Array
}

export interface StackedHistogram {
  /** Bins cover [fromMicros, toMicros) in equal parts. */
  readonly fromMicros: number
  readonly toMicros: number
  /** The sum of the series. */
  readonly counts: Uint32Array
  /** One per value asked for, in that order, then the rest where any of its rows lies in a bin. */
  readonly series: readonly HistogramSeries[]
  readonly outside: number
}

/** Bins of the rows' times as `histogram` has them, by the `values` of a field. Requires at most 255 of them, all different. */
export function stackedHistogram(
  db: Database,
  store: ColumnStore,
  rows: Rows,
  bins: Bins,
  field: string,
  values: readonly string[],
): StackedHistogram {
  const width = values.length + 1
  const slots = new Uint32Array((bins.count + 1) * width)
  const column = store.column(field)
  const table = seriesByCode(column, values)
  const count = column.hasInline
    ? rowCounter(store.times(), bins, slots, width, inlineSeries(db, column, table, values))
    : codeCounter(store.times(), bins, slots, width, column.codes, table)
  const bounds = store.timeBounds()
  const room = isMask(rows) ? new Uint32Array(bounds.block) : undefined
  eachStretch(
    bounds,
    rows,
    bins,
    (part) => count(part, null),
    (start, end, slot) => count(rowsBetween(rows, start, end, room), slot),
  )
  return fromSlots(slots, bins, width, values)
}

/** Counts rows; `slot` is theirs together, or null where each has to be looked at. */
type PartCounter = (rows: RowPart, slot: number | null) => void

/** The loops that see every row of a case: nothing is called in them. */
function codeCounter(
  times: Float64Array,
  { from, to, count }: Bins,
  slots: Uint32Array,
  width: number,
  codes: CodeArray,
  table: Uint8Array,
): PartCounter {
  return (rows, slot) => {
    if (slot !== null) {
      const base = slot * width
      if (isSpan(rows)) for (let row = rows.start; row < rows.end; row++) slots[base + table[codes[row]]]++
      else for (let i = 0; i < rows.length; i++) slots[base + table[codes[rows[i]]]]++
    } else if (isSpan(rows)) {
      for (let row = rows.start; row < rows.end; row++)
        slots[slotOf(times[row], from, to, count) * width + table[codes[row]]]++
    } else {
      for (let i = 0; i < rows.length; i++)
        slots[slotOf(times[rows[i]], from, to, count) * width + table[codes[rows[i]]]]++
    }
  }
}

function rowCounter(
  times: Float64Array,
  { from, to, count }: Bins,
  slots: Uint32Array,
  width: number,
  seriesOf: (row: number) => number,
): PartCounter {
  const add = (row: number, slot: number | null): void => {
    slots[(slot ?? slotOf(times[row], from, to, count)) * width + seriesOf(row)]++
  }
  return (rows, slot) => {
    if (isSpan(rows)) for (let row = rows.start; row < rows.end; row++) add(row, slot)
    else for (let i = 0; i < rows.length; i++) add(rows[i], slot)
  }
}

/** Series of each dictionary code; `values.length` for those that are none of the values. */
function seriesByCode(column: Column, values: readonly string[]): Uint8Array {
  const places = new Map(values.map((value, place) => [value, place]))
  const table = new Uint8Array(Math.max(1, column.values.length)).fill(values.length)
  for (let code = 1; code < column.values.length; code++) {
    const place = places.get(column.values[code])
    if (place !== undefined) table[code] = place
  }
  return table
}

/** Inline codes say that a text may be one of the values; the text decides. */
function inlineSeries(
  db: Database,
  { field, codes }: Column,
  table: Uint8Array,
  values: readonly string[],
): (row: number) => number {
  const places = new Map(values.map((value, place) => [value, place]))
  const wanted = new Set(values.map(inlineCode))
  const text = db.prepare<[number], string | Buffer>(`SELECT "${field}" FROM event WHERE id = ?`).pluck()
  return (row) => {
    const code = codes[row]
    if (code < INLINE_BIT) return table[code]
    if (!wanted.has(code)) return values.length
    const stored = text.get(row + 1)
    return stored === undefined ? values.length : (places.get(inlineText(stored)) ?? values.length)
  }
}

function fromSlots(slots: Uint32Array, bins: Bins, width: number, values: readonly string[]): StackedHistogram {
  const counts = new Uint32Array(bins.count)
  const series = Array.from({ length: width }, (_, place): HistogramSeries => {
    const own = new Uint32Array(bins.count)
    for (let bin = 0; bin < bins.count; bin++) {
      own[bin] = slots[(bin + 1) * width + place]
      counts[bin] += own[bin]
    }
    return { value: values[place] ?? null, counts: own }
  })
  if (series[width - 1].counts.every((count) => count === 0)) series.pop()
  const outside = slots.subarray(0, width).reduce((sum, count) => sum + count, 0)
  return { fromMicros: bins.from, toMicros: bins.to, counts, series, outside }
}
