/**
 * ISO 8601 and RFC 3339 as logs really write them.
 *
 * Two ways: a reader of fixed positions for the usual forms (run once per event, so no regular expression, no `Date`,
 * nothing allocated), and a tolerant one for the rest: stray blanks, comma fractions, basic form, `UTC`, `/` in dates.
 */
import { daysFromCivil, daysInMonth, END_MICROS, MICROS_PER_DAY, MICROS_PER_MINUTE, MIN_MICROS } from './civil.ts'
import { hourFrom12, microFromDigits, offsetFromText, type ParsedTime, timeFromWall } from './wall.ts'
import { utcFromLocal } from './zone.ts'

const DIGIT_0 = 48

/** Longest text looked at, in UTF-16 code units. */
export const MAX_TIME_LENGTH = 80

/**
 * Microseconds of `YYYY-MM-DDTHH:MM:SS[.f+]Z` and of nothing else: NaN for any other text, also for a leap second
 * (which the tolerant reader takes). Fraction digits after the sixth are cut off.
 */
export function microsFromUtcIso(text: string): number {
  const length = text.length
  if (length < 20 || length > 30 || text.charCodeAt(length - 1) !== 90) return Number.NaN
  const micros = fixedDateTime(text, 84)
  if (Number.isNaN(micros)) return micros
  if (length === 20) return micros
  if (length === 21 || text.charCodeAt(19) !== 46) return Number.NaN
  const fraction = fractionMicros(text, 20, length - 1)
  return fraction < 0 ? Number.NaN : micros + fraction
}

/** Number of fraction digits if `text` is exactly what `isoFromMicros` gives back for its time, else -1. */
export function utcTimeText(text: string): number {
  const length = text.length
  if (length < 20 || length > 27 || length === 21 || text.charCodeAt(length - 1) !== 90) return -1
  const micros = fixedDateTime(text, 84)
  // Beyond 2^53 microseconds a number cannot hold every fraction, so the text might come back changed.
  if (Number.isNaN(micros) || micros < -9_000_000_000_000_000 || micros >= 9_000_000_000_000_000) return -1
  if (length === 20) return 0
  return text.charCodeAt(19) === 46 && fractionMicros(text, 20, length - 1) >= 0 ? length - 21 : -1
}

/** Microseconds since 1970 at which the day `YYYY-MM-DD` begins in UTC; null for any other text, and where there is no such day. */
export function microsOfDay(text: string): number | null {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? (timeFromLooseIso(text, 'UTC')?.micros ?? null) : null
}

/** Any ISO 8601 calendar form; null for anything else. Times without a zone are local in `zone`. */
export function timeFromIso(text: string, zone: string): ParsedTime | null {
  const utc = microsFromUtcIso(text)
  if (!Number.isNaN(utc)) return { micros: utc, hadZone: true }
  return timeFromFixedIso(text, zone) ?? timeFromLooseIso(text, zone)
}

/** `YYYY-MM-DD[T ]HH:MM:SS[.,f+]` followed by nothing, `Z`, `+hh:mm`, `+hhmm` or `+hh`; null otherwise. */
function timeFromFixedIso(text: string, zone: string): ParsedTime | null {
  const length = text.length
  if (length < 19 || length > 36) return null
  let micros = fixedDateTime(text, text.charCodeAt(10) === 32 ? 32 : 84)
  if (Number.isNaN(micros)) return null
  let at = 19
  const mark = text.charCodeAt(at)
  if (mark === 46 || mark === 44) {
    let end = ++at
    while (end < length && (text.charCodeAt(end) - DIGIT_0) >>> 0 <= 9) end++
    if (end === at) return null
    micros += fractionMicros(text, at, end)
    at = end
  }
  if (at === length) return { micros: utcFromLocal(micros, zone), hadZone: false }
  const sign = text.charCodeAt(at)
  if (sign === 90) return at + 1 === length ? { micros, hadZone: true } : null
  if (sign !== 43 && sign !== 45) return null
  const hours = twoDigits(text, at + 1)
  let minutes = 0
  if (length === at + 6 && text.charCodeAt(at + 3) === 58) minutes = twoDigits(text, at + 4)
  else if (length === at + 5) minutes = twoDigits(text, at + 3)
  else if (length !== at + 3) return null
  if (hours < 0 || hours > 17 || minutes < 0 || minutes > 59) return null
  const offset = (hours * 60 + minutes) * MICROS_PER_MINUTE
  micros += sign === 43 ? -offset : offset
  return micros >= MIN_MICROS && micros < END_MICROS ? { micros, hadZone: true } : null
}

const zonePart = String.raw`\s*(Z|(?:UTC|GMT)?\s?[+\-−]\s?\d\d?(?:\s?:?\s?\d\d)?(?:\s[A-Z]{1,5})?|[A-Z]{2,4})?(?:\[[\w/+-]{1,40}\])?`
const extended = new RegExp(
  String.raw`^(\d{4})([-/.])(\d\d?)\2(\d\d?)(?:(?:T|[\s_,]\s*)\s?(\d\d?)\s?:\s?(\d\d)(?:\s?:\s?(\d\d)(?:[.,](\d{1,30}))?)?(?:\s?([AP])\.?M\.?)?${zonePart})?$`,
  'i',
)
const basic = new RegExp(
  String.raw`^(\d{4})()(\d\d)(\d\d)(?:[T\s_-]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]?(\d{1,30}))?)?()${zonePart})?$`,
  'i',
)

function timeFromLooseIso(text: string, zone: string): ParsedTime | null {
  if (text.length > MAX_TIME_LENGTH) return null
  const trimmed = text.trim()
  const parts = extended.exec(trimmed) ?? basic.exec(trimmed)
  if (parts === null) return null
  const offsetMinutes = parts[10] === undefined ? Number.NaN : offsetFromText(parts[10].trim())
  if (parts[10] !== undefined && Number.isNaN(offsetMinutes)) return null
  const hour = Number(parts[5] ?? 0)
  const wall = {
    year: Number(parts[1]),
    month: Number(parts[3]),
    day: Number(parts[4]),
    hour: parts[9] ? hourFrom12(hour, parts[9].toLowerCase() === 'p') : hour,
    minute: Number(parts[6] ?? 0),
    second: Number(parts[7] ?? 0),
    micro: microFromDigits(parts[8]),
    offsetMinutes,
  }
  return wall.hour < 0 ? null : timeFromWall(wall, zone)
}

/** Microseconds of `YYYY-MM-DD?HH:MM:SS` at the start of `text`, `?` being `separator`; NaN where that does not stand there. */
function fixedDateTime(text: string, separator: number): number {
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== separator ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  ) {
    return Number.NaN
  }
  const century = twoDigits(text, 0)
  const yearOfCentury = twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  // twoDigits gives -1 for anything else, and -1 in any of them keeps the sign bit.
  if ((century | yearOfCentury | month | day | hour | minute | second) < 0) return Number.NaN
  const year = century * 100 + yearOfCentury
  if (day < 1 || day > 28) {
    if (day < 1 || day > daysInMonth(year, month)) return Number.NaN
  } else if (month < 1 || month > 12) return Number.NaN
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  return daysFromCivil(year, month, day) * MICROS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1_000_000
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - DIGIT_0
  const ones = text.charCodeAt(at + 1) - DIGIT_0
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? -1 : tens * 10 + ones
}

/** Microseconds of the fraction digits in [start, end); -1 where something else stands among them. */
function fractionMicros(text: string, start: number, end: number): number {
  let micros = 0
  let scale = 100_000
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - DIGIT_0
    if (digit >>> 0 > 9) return -1
    micros += digit * scale
    // Integer division: digits after the sixth weigh nothing.
    scale = (scale / 10) | 0
  }
  return micros
}
