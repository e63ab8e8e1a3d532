/** How events spread over time: counts per bin, whole or split by the values of a field. */
import type { ColumnStore } from '../store/index.ts'
import { isSpan, lowerBound, type Rows } from '../store/index.ts'

export interface Histogram {
  /** Bins cover [fromMicros, toMicros) in equal parts. */
  readonly fromMicros: number
  readonly toMicros: number
  readonly counts: Uint32Array
  /** Rows without a time, or with one outside. */
  readonly outside: number
}

/** Earliest and latest time among the rows, in microseconds; null where none has a time. */
export function timeSpan(store: ColumnStore, rows: Rows): { from: number; to: number } | null {
  const times = store.times()
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  const look = (time: number): void => {
    if (time < from) from = time
    if (time > to) to = time
  }
  if (isSpan(rows)) for (let row = rows.start; row < rows.end; row++) look(times[row])
  else for (let i = 0; i < rows.length; i++) look(times[rows[i]])
  return from <= to ? { from, to } : null
}

/** Counts the rows' times in `bins` equal bins over [fromMicros, toMicros). Requires fromMicros < toMicros, bins >= 1. */
export function histogram(
  store: ColumnStore,
  rows: Rows,
  fromMicros: number,
  toMicros: number,
  bins: number,
): Histogram {
  const times = store.times()
  // One slot before the bins takes what lies outside.
  const slots = new Uint32Array(bins + 1)
  if (isSpan(rows))
    for (let row = rows.start; row < rows.end; row++) slots[slotOf(times[row], fromMicros, toMicros, bins)]++
  else for (let i = 0; i < rows.length; i++) slots[slotOf(times[rows[i]], fromMicros, toMicros, bins)]++
  return { fromMicros, toMicros, counts: slots.slice(1), outside: slots[0] }
}

/**
 * 1 … bins inside the range, 0 outside and for NaN. Multiplied before it is divided: a factor made in advance would be
 * rounded, and put times that lie on a bound into the bin before it.
 */
function slotOf(time: number, from: number, to: number, bins: number): number {
  if (!(time >= from && time < to)) return 0
  const at = Math.trunc(((time - from) * bins) / (to - from))
  return at < bins ? at + 1 : bins
}

/** Histograms of one case; where most rows match, the others are counted and taken from the total. */
export class HistogramCounter {
  private readonly store: ColumnStore
  private extremes: { readonly earliest: number; readonly latest: number } | null | undefined
  private total: Histogram | undefined

  constructor(store: ColumnStore) {
    this.store = store
  }

  /** As `timeSpan`; at once where the rows hold the earliest and the latest event of the case. */
  span(rows: Rows): { from: number; to: number } | null {
    this.extremes ??= this.extremeRows()
    const times = this.store.times()
    if (this.extremes !== null && holds(rows, this.extremes.earliest) && holds(rows, this.extremes.latest)) {
      return { from: times[this.extremes.earliest], to: times[this.extremes.latest] }
    }
    return timeSpan(this.store, rows)
  }

  /** As `histogram`. `complement` may give the other rows of the case, if they are fewer. */
  histogram(rows: Rows, fromMicros: number, toMicros: number, bins: number, complement?: Rows): Histogram {
    if (complement === undefined) return histogram(this.store, rows, fromMicros, toMicros, bins)
    const total = this.totalOf(fromMicros, toMicros, bins)
    const others = histogram(this.store, complement, fromMicros, toMicros, bins)
    const counts = total.counts.map((count, bin) => count - others.counts[bin])
    return { fromMicros, toMicros, counts, outside: total.outside - others.outside }
  }

  private totalOf(fromMicros: number, toMicros: number, bins: number): Histogram {
    const known = this.total
    if (known?.fromMicros === fromMicros && known.toMicros === toMicros && known.counts.length === bins) return known
    this.total = histogram(this.store, { start: 0, end: this.store.size }, fromMicros, toMicros, bins)
    return this.total
  }

  private extremeRows(): { readonly earliest: number; readonly latest: number } | null {
    const times = this.store.times()
    let earliest = -1
    let latest = -1
    for (let row = 0; row < times.length; row++) {
      if (Number.isNaN(times[row])) continue
      if (earliest < 0 || times[row] < times[earliest]) earliest = row
      if (latest < 0 || times[row] > times[latest]) latest = row
    }
    return earliest < 0 ? null : { earliest, latest }
  }
}

function holds(rows: Rows, row: number): boolean {
  if (isSpan(rows)) return row >= rows.start && row < rows.end
  return rows[lowerBound(rows, row)] === row
}
