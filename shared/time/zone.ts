/**
 * Local time ⇄ UTC in an IANA zone, through `Intl`, with the answers kept.
 *
 * `Intl` costs microseconds per question, so offsets are kept per zone and UTC day: a day whose two ends have the same
 * offset has it throughout. (A zone that changes twice within one UTC day and ends where it began would be
 * misread inside that day; the tz database has no such day since 1970.)
 *
 * Where clocks are set back, a local time happens twice: the first of the two is taken. Where they are set forward,
 * a local time in the gap never happens: it is shifted forward by the length of the gap (02:30 becomes 03:30), as
 * `java.time` and Temporal's `compatible` do.
 */
import { fail } from '../failure.ts'
import { daysFromCivil, MICROS_PER_DAY, MICROS_PER_MINUTE, MICROS_PER_SECOND } from './civil.ts'

/** Days of offsets kept per zone, and zones kept; beyond that the cache starts anew. */
const MAX_DAYS_KEPT = 16_384
const MAX_ZONES_KEPT = 64

interface ZoneClock {
  /** null: the zone is a fixed offset. */
  readonly formatter: Intl.DateTimeFormat | null
  readonly fixedMicros: number
  /** UTC day number → offset in microseconds; NaN: changes within that day. */
  readonly offsetByDay: Map<number, number>
  lastDay: number
  lastOffset: number
}

const clocks = new Map<string, ZoneClock>()

/** Whether `zone` can be used: an IANA name (`Europe/Berlin`), `UTC`, `GMT`, `Z`, or a fixed offset (`+02:00`). */
export function isTimeZone(zone: string): boolean {
  return clockOf(zone) !== null
}

/**
 * Offset of local time from UTC, in microseconds, at an instant: local = UTC + offset.
 * `usage/bad-argument` where the zone is unknown.
 */
export function offsetMicrosAt(utcMicros: number, zone: string): number {
  return offsetOf(requiredClock(zone), utcMicros)
}

/**
 * UTC microseconds of a local time, itself given as microseconds since 1970-01-01 00:00 on the local clock.
 * Overlap: the first; gap: shifted forward. `usage/bad-argument` where the zone is unknown.
 */
export function utcFromLocal(localMicros: number, zone: string): number {
  const clock = requiredClock(zone)
  if (clock.formatter === null) return localMicros - clock.fixedMicros
  const before = offsetOf(clock, localMicros - MICROS_PER_DAY)
  const after = offsetOf(clock, localMicros + MICROS_PER_DAY)
  if (before === after || offsetOf(clock, localMicros - before) === before) return localMicros - before
  if (offsetOf(clock, localMicros - after) === after) return localMicros - after
  return localMicros - before
}

function requiredClock(zone: string): ZoneClock {
  return (
    clockOf(zone) ??
    fail({
      code: 'usage/bad-argument',
      message: `"${zone}" is not a time zone`,
      next: 'Use an IANA name such as Europe/Berlin or America/New_York, UTC, or an offset such as +02:00',
      facts: { zone },
    })
  )
}

function clockOf(zone: string): ZoneClock | null {
  const kept = clocks.get(zone)
  if (kept !== undefined) return kept
  const made = newClock(zone)
  if (made === null) return null
  if (clocks.size >= MAX_ZONES_KEPT) clocks.clear()
  clocks.set(zone, made)
  return made
}

function newClock(zone: string): ZoneClock | null {
  const fixed = fixedOffset(zone)
  const clock = { offsetByDay: new Map<number, number>(), lastDay: Number.NaN, lastOffset: 0 }
  if (!Number.isNaN(fixed)) return { ...clock, formatter: null, fixedMicros: fixed }
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    return { ...clock, formatter, fixedMicros: 0 }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function fixedOffset(zone: string): number {
  if (/^(?:Z|UTC|GMT|Etc\/(?:UTC|GMT|Zulu|UCT))$/i.test(zone)) return 0
  const parts = /^([+-])(\d\d):?([0-5]\d)$/.exec(zone)
  if (parts === null || Number(parts[2]) > 18) return Number.NaN
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * MICROS_PER_MINUTE
}

function offsetOf(clock: ZoneClock, utcMicros: number): number {
  if (clock.formatter === null) return clock.fixedMicros
  const day = Math.floor(utcMicros / MICROS_PER_DAY)
  if (day === clock.lastDay) return clock.lastOffset
  let offset = clock.offsetByDay.get(day)
  if (offset === undefined) {
    const start = askedOffset(clock.formatter, day * MICROS_PER_DAY)
    const end = askedOffset(clock.formatter, (day + 1) * MICROS_PER_DAY - MICROS_PER_SECOND)
    offset = start === end ? start : Number.NaN
    if (clock.offsetByDay.size >= MAX_DAYS_KEPT) clock.offsetByDay.clear()
    clock.offsetByDay.set(day, offset)
  }
  if (Number.isNaN(offset)) return askedOffset(clock.formatter, utcMicros)
  clock.lastDay = day
  clock.lastOffset = offset
  return offset
}

function askedOffset(formatter: Intl.DateTimeFormat, utcMicros: number): number {
  const utcSeconds = Math.floor(utcMicros / MICROS_PER_SECOND)
  let era = ''
  let year = 0
  let month = 1
  let day = 1
  let seconds = 0
  for (const part of formatter.formatToParts(utcSeconds * 1000)) {
    if (part.type === 'era') era = part.value
    else if (part.type === 'year') year = Number(part.value)
    else if (part.type === 'month') month = Number(part.value)
    else if (part.type === 'day') day = Number(part.value)
    else if (part.type === 'hour') seconds += Number(part.value) * 3600
    else if (part.type === 'minute') seconds += Number(part.value) * 60
    else if (part.type === 'second') seconds += Number(part.value)
  }
  const localSeconds = daysFromCivil(era.startsWith('B') ? 1 - year : year, month, day) * 86_400 + seconds
  return (localSeconds - utcSeconds) * MICROS_PER_SECOND
}
