/**
 * The earliest and latest time of every 1,024 events. Events are stored nearly in order of time, mostly: then a narrow
 * range need not look at a single time of most stretches, and most stretches lie within one bin of a histogram.
 */
import { setBits } from './rowMask.ts'
import { intersectRows } from './rowAlgebra.ts'
import { isRowSet, isSpan, type Rows, rowsOfWords, scratchRows, type Span, spanOf } from './rows.ts'
import { allRows } from './rowSet.ts'
import { select } from './scan.ts'

export interface TimeBounds {
  /** Events of one entry. */
  readonly block: number
  readonly least: Float64Array
  readonly most: Float64Array
  /** 1 where every event of the block has a time. */
  readonly isFull: Uint8Array
  /** Numbers of the entries, that with the earliest least time first. */
  readonly byLeast: Uint32Array
  /** Numbers of the entries, that with the latest most time first. */
  readonly byMost: Uint32Array
}

/** Events of one entry. */
const BLOCK_EVENTS = 1_024

/** Bounds of every `block` times; NaN is no time. */
export function timeBounds(times: Float64Array, block = BLOCK_EVENTS): TimeBounds {
  const count = Math.ceil(times.length / block)
  const least = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  const most = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  const isFull = new Uint8Array(count).fill(1)
  for (let at = 0; at < count; at++) {
    const end = Math.min((at + 1) * block, times.length)
    for (let row = at * block; row < end; row++) {
      const time = times[row]
      if (time < least[at]) least[at] = time
      if (time > most[at]) most[at] = time
      if (Number.isNaN(time)) isFull[at] = 0
    }
  }
  const numbers = allRows(count)
  return {
    block,
    least,
    most,
    isFull,
    byLeast: numbers.toSorted((a, b) => ascending(least[a], least[b])),
    byMost: numbers.toSorted((a, b) => ascending(most[b], most[a])),
  }
}

/** Subtraction would give NaN for two infinite ones. */
function ascending(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Rows whose time lies in [from, to); rows without a time never match. */
export function scanTimes(times: Float64Array, bounds: TimeBounds, from: number, to: number, rows: Rows): Rows {
  if (isRowSet(rows)) return select(rows, (row) => times[row] >= from && times[row] < to)
  if (!isSpan(rows)) return intersectRows(rows, scanTimes(times, bounds, from, to, spanOf(rows)))
  const blocks = touched(bounds, from, to, rows)
  if (blocks.length === 0) return new Uint32Array(0)
  const first = blocks[0].start >>> 5
  const last = Math.ceil(blocks[blocks.length - 1].end / 32)
  const words = scratchRows(last)
  words.fill(0, first, last)
  for (const { start, end, isInside } of blocks) {
    if (isInside) setBits(words, start, end)
    else for (let row = start; row < end; row++) if (times[row] >= from && times[row] < to) words[row >>> 5] |= 1 << row
  }
  return rowsOfWords(words, first, last)
}

/** The blocks of a span that may hold a time in [from, to), cut to the span. */
function touched(bounds: TimeBounds, from: number, to: number, span: Span): (Span & { isInside: boolean })[] {
  const found: (Span & { isInside: boolean })[] = []
  const { block } = bounds
  for (let at = Math.trunc(span.start / block); at * block < span.end; at++) {
    const least = bounds.least[at]
    const most = bounds.most[at]
    if (!(most >= from && least < to)) continue
    found.push({
      start: Math.max(span.start, at * block),
      end: Math.min(span.end, (at + 1) * block),
      isInside: bounds.isFull[at] === 1 && least >= from && most < to,
    })
  }
  return found
}
