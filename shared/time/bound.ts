/**
 * Times as the query language writes them: absolute with any precision, or relative to now. Each is an interval, so
 * `time<=2026-05-01` can mean "to the end of that day" without a rule of its own.
 */
import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  END_MICROS,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  MIN_MICROS,
} from './civil.ts'
import { microFromDigits, offsetFromText } from './wall.ts'
import { offsetMicrosAt, utcFromLocal } from './zone.ts'

/** Half-open [startMicros, endMicros), UTC microseconds since 1970; infinite where open. Empty where both are equal. */
export interface TimeSpan {
  readonly startMicros: number
  readonly endMicros: number
}

/** What relative and zoneless times are measured against. `zone` is an IANA name. */
export interface TimeContext {
  readonly nowMicros: number
  readonly zone: string
}

/** One end of a range as typed; the shape of `Bound` in `shared/filter.ts`. */
export interface TimeBound {
  readonly value: string
  readonly inclusive: boolean
}

/** Longest bound looked at, in UTF-16 code units. */
const MAX_BOUND_LENGTH = 80

const absolute =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?)?$/i
const relative = /^now((?:[+-]\d{1,6}[smhdwMy]|\/[smhdwMy]){0,16})$/

/**
 * The interval a typed time stands for, or null where it is none.
 *
 * - `2026`, `2026-05`, `2026-05-01`, `2026-05-01T10`, …`:30`, …`:30:15`, …`.118`: that whole year, month, day, hour, minute, second,
 *   millisecond; `Z` or an offset may follow an hour or anything finer, otherwise it is local in `context.zone`;
 * - `now`, then steps `+1h` `-7d` and roundings `/d`, in any number, from left to right. Units: s m h (exact), d w M y
 *   (by the calendar of the zone; 31 March minus a month is the end of February). A rounding at the end gives that whole
 *   unit (weeks start on Monday, ISO 8601), anything else the single microsecond;
 * - `*`, an open end: for `from` nothing is too early, for `to` nothing too late, as `point` all of time.
 */
export function resolveTimeBound(text: string, context: TimeContext, which: 'from' | 'to' | 'point'): TimeSpan | null {
  if (text.length > MAX_BOUND_LENGTH) return null
  const typed = text.trim()
  if (typed === '*') {
    if (which === 'from') return { startMicros: -Infinity, endMicros: -Infinity }
    return { startMicros: which === 'to' ? Infinity : -Infinity, endMicros: Infinity }
  }
  const span = absoluteSpan(typed, context.zone) ?? relativeSpan(typed, context)
  return span !== null && span.startMicros >= MIN_MICROS && span.endMicros <= END_MICROS ? span : null
}

/**
 * The interval of a range of times: `>=` starts at the start of its bound and `>` at its end; `<=` ends at the end and
 * `<` at the start. A missing bound is open. Null where a bound cannot be read; empty (start = end) where nothing fits.
 */
export function resolveTimeRange(
  range: { readonly from?: TimeBound; readonly to?: TimeBound },
  context: TimeContext,
): TimeSpan | null {
  const from = resolveTimeBound(range.from?.value ?? '*', context, 'from')
  const to = resolveTimeBound(range.to?.value ?? '*', context, 'to')
  if (from === null || to === null) return null
  const startMicros = range.from?.inclusive === false ? from.endMicros : from.startMicros
  const endMicros = range.to?.inclusive === false ? to.startMicros : to.endMicros
  return { startMicros, endMicros: Math.max(startMicros, endMicros) }
}

function absoluteSpan(text: string, zone: string): TimeSpan | null {
  const parts = absolute.exec(text)
  if (parts === null) return null
  const [, yearText, monthText, dayText, hourText, minuteText, secondText, fraction, zoneText] = parts
  // A zone behind a mere date is left out on purpose: 2026-05-01-05:00 would be easy to misread.
  if (zoneText !== undefined && hourText === undefined) return null
  const year = Number(yearText)
  const month = Number(monthText ?? 1)
  const day = Number(dayText ?? 1)
  const hour = Number(hourText ?? 0)
  const minute = Number(minuteText ?? 0)
  const second = Number(secondText ?? 0)
  if (day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return null
  const start =
    daysFromCivil(year, month, day) * MICROS_PER_DAY +
    ((hour * 60 + minute) * 60 + second) * MICROS_PER_SECOND +
    microFromDigits(fraction)
  let end: number
  if (monthText === undefined) end = daysFromCivil(year + 1, 1, 1) * MICROS_PER_DAY
  else if (dayText === undefined) end = start + daysInMonth(year, month) * MICROS_PER_DAY
  else if (hourText === undefined) end = start + MICROS_PER_DAY
  else if (minuteText === undefined) end = start + MICROS_PER_HOUR
  else if (secondText === undefined) end = start + MICROS_PER_MINUTE
  else end = start + (fraction === undefined ? MICROS_PER_SECOND : 10 ** Math.max(0, 6 - fraction.length))
  if (zoneText !== undefined) {
    const offset = offsetFromText(zoneText) * MICROS_PER_MINUTE
    return { startMicros: start - offset, endMicros: end - offset }
  }
  const startMicros = utcFromLocal(start, zone)
  // In the hour that clocks skip, the end may come before the shifted start: nothing happened then.
  return { startMicros, endMicros: Math.max(startMicros, utcFromLocal(end, zone)) }
}

function relativeSpan(text: string, { nowMicros, zone }: TimeContext): TimeSpan | null {
  const parts = relative.exec(text)
  if (parts === null) return null
  let micros = Math.floor(nowMicros)
  let end = micros + 1
  for (const [, sign, count, unit, roundTo] of parts[1].matchAll(/([+-])(\d+)([smhdwMy])|\/([smhdwMy])/g)) {
    if (roundTo !== undefined) {
      micros = roundedDown(micros, roundTo, zone)
      end = stepped(micros, 1, roundTo, zone)
    } else {
      micros = stepped(micros, sign === '-' ? -Number(count) : Number(count), unit, zone)
      end = micros + 1
    }
    if (!(micros >= MIN_MICROS && micros < END_MICROS)) return null
  }
  return { startMicros: micros, endMicros: end }
}

const exactUnits: { readonly [unit: string]: number } = {
  s: MICROS_PER_SECOND,
  m: MICROS_PER_MINUTE,
  h: MICROS_PER_HOUR,
}

function stepped(micros: number, count: number, unit: string, zone: string): number {
  const exact = exactUnits[unit]
  if (exact !== undefined) return micros + count * exact
  const local = micros + offsetMicrosAt(micros, zone)
  const days = Math.floor(local / MICROS_PER_DAY)
  const clock = local - days * MICROS_PER_DAY
  if (unit === 'd' || unit === 'w') {
    return utcFromLocal((days + count * (unit === 'w' ? 7 : 1)) * MICROS_PER_DAY + clock, zone)
  }
  const date = civilFromDays(days)
  const months = date.year * 12 + date.month - 1 + count * (unit === 'y' ? 12 : 1)
  const year = Math.floor(months / 12)
  if (year < 0 || year > 9999) return Number.NaN
  const month = months - year * 12 + 1
  const day = Math.min(date.day, daysInMonth(year, month))
  return utcFromLocal(daysFromCivil(year, month, day) * MICROS_PER_DAY + clock, zone)
}

function roundedDown(micros: number, unit: string, zone: string): number {
  const offset = offsetMicrosAt(micros, zone)
  const local = micros + offset
  const exact = exactUnits[unit]
  // By the offset of this instant, so that the second of two equal hours stays the second.
  if (exact !== undefined) return Math.floor(local / exact) * exact - offset
  let days = Math.floor(local / MICROS_PER_DAY)
  // 1970-01-01 was a Thursday, three days after a Monday.
  if (unit === 'w') days -= (((days + 3) % 7) + 7) % 7
  else if (unit !== 'd') {
    const date = civilFromDays(days)
    days = daysFromCivil(date.year, unit === 'y' ? 1 : date.month, 1)
  }
  return utcFromLocal(days * MICROS_PER_DAY, zone)
}
