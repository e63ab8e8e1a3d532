/** How events spread over time: counts per bin. */
import {
  type ColumnStore,
  countBetween,
  isMask,
  isSpan,
  type RowPart,
  type Rows,
  rowCount,
  rowParts,
  rowsBetween,
  spanOf,
  type TimeBounds,
} from '../store/index.ts'

export interface Histogram {
  /** Bins cover [fromMicros, toMicros) in equal parts. */
  readonly fromMicros: number
  readonly toMicros: number
  readonly counts: Uint32Array
  /** Rows without a time, or with one outside. */
  readonly outside: number
}

/** Where there are fewer rows per stretch of `TimeBounds` than this, stretches do not pay. */
const ROWS_PER_BLOCK = 8

/** Earliest and latest time among the rows, in microseconds; null where none has a time. */
export function timeSpan(times: Float64Array, bounds: TimeBounds, rows: Rows): { from: number; to: number } | null {
  const from = earliest(times, bounds, rows)
  return from === Number.POSITIVE_INFINITY ? null : { from, to: latest(times, bounds, rows) }
}

/** Stretches are looked into from that with the earliest time on, until none can hold an earlier one than was found. */
function earliest(times: Float64Array, { block, least, byLeast }: TimeBounds, rows: Rows): number {
  let from = Number.POSITIVE_INFINITY
  for (let i = 0; i < byLeast.length && least[byLeast[i]] < from; i++) {
    const start = byLeast[i] * block
    eachRow(rowsBetween(rows, start, start + block), (row) => {
      if (times[row] < from) from = times[row]
    })
  }
  return from
}

function latest(times: Float64Array, { block, most, byMost }: TimeBounds, rows: Rows): number {
  let to = Number.NEGATIVE_INFINITY
  for (let i = 0; i < byMost.length && most[byMost[i]] > to; i++) {
    const start = byMost[i] * block
    eachRow(rowsBetween(rows, start, start + block), (row) => {
      if (times[row] > to) to = times[row]
    })
  }
  return to
}

/** Counts the rows' times in `bins` equal bins over [fromMicros, toMicros). Requires fromMicros < toMicros, bins >= 1. */
export function histogram(
  times: Float64Array,
  bounds: TimeBounds,
  rows: Rows,
  fromMicros: number,
  toMicros: number,
  bins: number,
): Histogram {
  // One slot before the bins takes what lies outside.
  const slots = new Uint32Array(bins + 1)
  const count = (row: number): void => {
    slots[slotOf(times[row], fromMicros, toMicros, bins)]++
  }
  eachStretch(
    bounds,
    rows,
    { from: fromMicros, to: toMicros, count: bins },
    (part) => eachRow(part, count),
    (start, end, slot) => {
      slots[slot] += countBetween(rows, start, end)
    },
  )
  return { fromMicros, toMicros, counts: slots.slice(1), outside: slots[0] }
}

/** Equal bins over [from, to), in microseconds. */
export interface Bins {
  readonly from: number
  readonly to: number
  readonly count: number
}

/**
 * Walks the rows by the stretches of `bounds` (a part is good until the next one is visited): a stretch [start, end) whose times all lie in one bin goes to `visitOne` with
 * its slot (as `slotOf` has it), the rows of the others to `visitRows`; so do all of them where they are few.
 */
export function eachStretch(
  { block, least, most, isFull }: TimeBounds,
  rows: Rows,
  { from, to, count }: Bins,
  visitRows: (part: RowPart) => void,
  visitOne: (start: number, end: number, slot: number) => void,
): void {
  if (rowCount(rows) < ROWS_PER_BLOCK * least.length) {
    for (const part of rowParts(rows)) visitRows(part)
    return
  }
  const span = spanOf(rows)
  const room = isMask(rows) ? new Uint32Array(block) : undefined
  for (let at = Math.trunc(span.start / block); at * block < span.end; at++) {
    const slot = slotOf(least[at], from, to, count)
    // Where both ends lie outside, what lies between them need not.
    const isOne = slot > 0 && isFull[at] === 1 && slot === slotOf(most[at], from, to, count)
    if (isOne) visitOne(at * block, at * block + block, slot)
    else visitRows(rowsBetween(rows, at * block, at * block + block, room))
  }
}

function eachRow(rows: RowPart, visit: (row: number) => void): void {
  if (isSpan(rows)) for (let row = rows.start; row < rows.end; row++) visit(row)
  else for (let i = 0; i < rows.length; i++) visit(rows[i])
}

/**
 * 1 … bins inside the range, 0 outside and for NaN; never less for a later time inside. Multiplied before it is
 * divided: a factor made in advance would be rounded, and put times that lie on a bound into the bin before it.
 */
export function slotOf(time: number, from: number, to: number, bins: number): number {
  if (!(time >= from && time < to)) return 0
  const at = Math.trunc(((time - from) * bins) / (to - from))
  return at < bins ? at + 1 : bins
}

/** Histograms of one case; where most rows match, the others are counted and taken from the total. */
export class HistogramCounter {
  private readonly store: ColumnStore
  private total: Histogram | undefined

  constructor(store: ColumnStore) {
    this.store = store
  }

  /** As `timeSpan`. */
  span(rows: Rows): { from: number; to: number } | null {
    return timeSpan(this.store.times(), this.store.timeBounds(), rows)
  }

  /** As `histogram`. `others` may give the other rows of the case, if they are fewer. */
  histogram(rows: Rows, fromMicros: number, toMicros: number, bins: number, others?: Rows): Histogram {
    if (others === undefined)
      return histogram(this.store.times(), this.store.timeBounds(), rows, fromMicros, toMicros, bins)
    const total = this.totalOf(fromMicros, toMicros, bins)
    const rest = histogram(this.store.times(), this.store.timeBounds(), others, fromMicros, toMicros, bins)
    const counts = total.counts.map((count, bin) => count - rest.counts[bin])
    return { fromMicros, toMicros, counts, outside: total.outside - rest.outside }
  }

  private totalOf(fromMicros: number, toMicros: number, bins: number): Histogram {
    const known = this.total
    if (known?.fromMicros === fromMicros && known.toMicros === toMicros && known.counts.length === bins) return known
    this.total = histogram(
      this.store.times(),
      this.store.timeBounds(),
      { start: 0, end: this.store.size },
      fromMicros,
      toMicros,
      bins,
    )
    return this.total
  }
}
