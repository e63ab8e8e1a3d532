/**
 * Times of the samples: fixed days of 2026, mostly office hours, and the ways the five systems write a time.
 * All times are UTC, in milliseconds since 1970-01-01T00:00:00Z.
 */
import type { Random } from './random.ts'

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** The moment an ISO text with zone names, e.g. `2026-03-02T09:00:00Z`. */
export function at(iso: string): number {
  const time = Date.parse(iso)
  if (Number.isNaN(time)) throw new RangeError(`not a time: ${iso}`)
  return time
}

/** A moment on one of the `days` days from `firstDay` on (midnight UTC): three in four between 7 and 19 o'clock. */
export function someTime(random: Random, firstDay: number, days: number): number {
  const day = firstDay + random.int(0, days - 1) * DAY_MS
  const hour = random.chance(0.75) ? random.int(7, 18) : random.int(0, 23)
  return day + hour * HOUR_MS + random.int(0, HOUR_MS - 1)
}

/** A moment `least` to `most` minutes after `time`. */
export function later(random: Random, time: number, least: number, most: number): number {
  return time + random.int(least * MINUTE_MS, most * MINUTE_MS)
}

/** `2026-03-02T09:00:00.123Z` */
export function isoMs(time: number): string {
  return new Date(time).toISOString()
}

/** `2026-03-02T09:00:00Z`; fractions of the second are cut off. */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** `2026-03-02T09:00:00.123456+00:00`; `micros` (0 to 999) are the microseconds beyond the millisecond. */
export function isoMicros(time: number, micros: number): string {
  return `${new Date(time).toISOString().slice(0, 23)}${String(micros).padStart(3, '0')}+00:00`
}

/** `2026-03-02 09:00:00`, the zone left to the reader's knowledge (UTC), as web tables print it. */
export function tableTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ')
}
