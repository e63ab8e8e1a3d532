/** All events in order of time. They stand nearly in that order, mostly, or backwards; then this is two quick passes. */
import { rowsByKeys } from './radixOrder.ts'
import type { FieldOrder } from './rowOrder.ts'

/** Events per bucket that are hoped for. */
const BUCKET_EVENTS = 8

/** Buckets of more are put in order by their keys; for fewer, inserting one by one is faster, even in the worst order. */
const MAX_INSERTED = 256

/** The bit that says that a number is negative, in the upper half of its 64. */
const SIGN = 0x8000_0000

/** Rows by time, ascending; equal times in order of the case; what has no time (NaN) last. */
export function timeOrder(times: Float64Array): FieldOrder {
  const { valued, least, most, ascends } = spread(times)
  if (ascends && valued === times.length) return { rows: null, valued }
  const buckets = Math.max(1, Math.ceil(valued / BUCKET_EVENTS))
  const perMicro = most > least ? (buckets - 1) / (most - least) : 0
  // A later time never has an earlier bucket: rounding keeps the order.
  const bucketOf = (time: number): number => Math.trunc((time - least) * perMicro)
  const starts = new Uint32Array(buckets + 1)
  for (let row = 0; row < times.length; row++) if (times[row] >= least) starts[bucketOf(times[row]) + 1]++
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] += starts[bucket]
  const rows = new Uint32Array(times.length)
  const next = starts.slice()
  let missing = valued
  for (let row = 0; row < times.length; row++) {
    if (times[row] >= least) rows[next[bucketOf(times[row])]++] = row
    else rows[missing++] = row
  }
  for (let bucket = 0; bucket < buckets; bucket++) putInOrder(rows, starts[bucket], starts[bucket + 1], times)
  return { rows, valued }
}

function spread(times: Float64Array): { valued: number; least: number; most: number; ascends: boolean } {
  let valued = 0
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  let ascends = true
  for (let row = 0; row < times.length; row++) {
    const time = times[row]
    if (Number.isNaN(time)) continue
    valued++
    if (time < least) least = time
    if (time < most) ascends = false
    else most = time
  }
  return { valued, least, most, ascends }
}

/** Orders rows [start, end) by time, equal ones as they are. */
function putInOrder(rows: Uint32Array, start: number, end: number, times: Float64Array): void {
  if (end - start > MAX_INSERTED) {
    rows.set(rowsByTime(rows.subarray(start, end), times), start)
    return
  }
  for (let i = start + 1; i < end; i++) {
    const row = rows[i]
    const time = times[row]
    let at = i
    while (at > start && times[rows[at - 1]] > time) {
      rows[at] = rows[at - 1]
      at--
    }
    rows[at] = row
  }
}

/**
 * `rows`, all of which have a time, by it; equal times as they are. The key is the number's own 64 bits (the upper half
 * stands second), turned so that they ascend as numbers do: a distance from the earliest would be rounded where times
 * lie far apart.
 */
export function rowsByTime(rows: Uint32Array, times: Float64Array): Uint32Array {
  let ascends = true
  for (let i = 1; i < rows.length && ascends; i++) ascends = times[rows[i]] >= times[rows[i - 1]]
  if (ascends) return rows
  const low = new Uint32Array(rows.length)
  const high = new Uint32Array(rows.length)
  const number = new Float64Array(1)
  const words = new Uint32Array(number.buffer)
  for (let i = 0; i < rows.length; i++) {
    number[0] = times[rows[i]]
    const turned = words[1] >= SIGN ? 0xffff_ffff : 0
    low[i] = words[0] ^ turned
    high[i] = words[1] ^ (turned | SIGN)
  }
  return rowsByKeys(rows, [low, high])
}
