/** The earliest and latest time of every 65,536 events: of most of them a narrow range need not look at a single one. */
import { CHUNK_EVENTS } from './columnChunk.ts'
import { type Rows, rowCount, isSpan, scratchRows, type Span, trimmed } from './rows.ts'
import type { RowSet } from './rowSet.ts'

export interface TimeBounds {
  /** Events of one entry. */
  readonly block: number
  readonly least: Float64Array
  readonly most: Float64Array
  /** 1 where every event of the block has a time. */
  readonly isFull: Uint8Array
}

/** Bounds of every `block` times; NaN is no time. */
export function timeBounds(times: Float64Array, block = CHUNK_EVENTS): TimeBounds {
  const count = Math.ceil(times.length / block)
  const bounds = {
    block,
    least: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    most: new Float64Array(count).fill(Number.NEGATIVE_INFINITY),
    isFull: new Uint8Array(count).fill(1),
  }
  for (let row = 0; row < times.length; row++) {
    const at = Math.trunc(row / block)
    const time = times[row]
    if (time < bounds.least[at]) bounds.least[at] = time
    if (time > bounds.most[at]) bounds.most[at] = time
    if (Number.isNaN(time)) bounds.isFull[at] = 0
  }
  return bounds
}

/** Rows whose time lies in [from, to); rows without a time never match. */
export function scanTimes(times: Float64Array, bounds: TimeBounds, from: number, to: number, rows: Rows): RowSet {
  if (!isSpan(rows)) return scanRows(times, from, to, rows)
  const blocks = touched(bounds, from, to, rows)
  const out = scratchRows(blocks.reduce((sum, { start, end }) => sum + end - start, 0) + 1)
  let count = 0
  for (const { start, end, isInside } of blocks) {
    if (isInside) for (let row = start; row < end; row++) out[count++] = row
    else {
      for (let row = start; row < end; row++) {
        out[count] = row
        const time = times[row]
        count += time >= from && time < to ? 1 : 0
      }
    }
  }
  return trimmed(out, count)
}

function scanRows(times: Float64Array, from: number, to: number, rows: RowSet): RowSet {
  const out = scratchRows(rowCount(rows))
  let count = 0
  for (let i = 0; i < rows.length; i++) {
    out[count] = rows[i]
    const time = times[rows[i]]
    count += time >= from && time < to ? 1 : 0
  }
  return trimmed(out, count)
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
