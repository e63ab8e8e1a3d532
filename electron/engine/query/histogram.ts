/** How events spread over time: counts per bin, whole or split by the values of a field. */
import type { ColumnStore } from '../store/index.ts'
import { isSpan, type Rows } from '../store/index.ts'

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
  // One slot before and one after take what lies outside, so that the loop needs no branch.
  const slots = new Uint32Array(bins + 2)
  const scale = bins / (toMicros - fromMicros)
  const last = bins + 1
  if (isSpan(rows))
    for (let row = rows.start; row < rows.end; row++) slots[slotOf(times[row], fromMicros, scale, last)]++
  else for (let i = 0; i < rows.length; i++) slots[slotOf(times[rows[i]], fromMicros, scale, last)]++
  return { fromMicros, toMicros, counts: slots.slice(1, bins + 1), outside: slots[0] + slots[last] }
}

/** 0 before the range and for NaN, `last` after it, 1 … last - 1 inside. */
function slotOf(time: number, from: number, scale: number, last: number): number {
  const at = (time - from) * scale
  return at >= 0 ? (at < last - 1 ? 1 + Math.trunc(at) : last) : 0
}
