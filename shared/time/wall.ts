/**
 * A time as it is written: numbers on a calendar and a clock, perhaps with an offset. Every reader of this folder ends
 * here, so ranges, leap seconds, 24:00 and zones are judged in one place.
 */
import {
  daysFromCivil,
  daysInMonth,
  END_MICROS,
  MICROS_PER_DAY,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  MIN_MICROS,
} from './civil.ts'
import { utcFromLocal } from './zone.ts'

/** Microseconds since 1970-01-01T00:00:00Z (exact for the years 1685–2254), and whether the text itself gave a zone. */
export interface ParsedTime {
  readonly micros: number
  readonly hadZone: boolean
}

/** Written numbers, unchecked. `offsetMinutes` is NaN where the text gives no zone. */
export interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** 0–999999. */
  micro: number
  offsetMinutes: number
}

/** Largest offset from UTC accepted, in minutes. */
const MAX_OFFSET_MINUTES = 18 * 60

/**
 * The instant of a written time; null where a number is out of range (month 13, 31 February, 24:00:01).
 *
 * A leap second (`:60` in the last minute of a quarter of an hour, since zones shift 23:59:60Z by quarters) has no place
 * in POSIX time and becomes the last microsecond of its minute, so it still sorts before the next one.
 * 24:00:00 is midnight at the end of that day (ISO 8601). Without an offset the time is local in `zone`.
 */
export function timeFromWall(wall: Wall, zone: string): ParsedTime | null {
  const { year, month, day, hour, minute } = wall
  if (year < 0 || year > 9999 || day < 1 || day > daysInMonth(year, month)) return null
  if (hour > 24 || minute > 59 || wall.second > 60) return null
  if (hour === 24 && (minute !== 0 || wall.second !== 0 || wall.micro !== 0)) return null
  const isLeapSecond = wall.second === 60
  if (isLeapSecond && minute % 15 !== 14) return null
  const second = isLeapSecond ? 59 : wall.second
  const micro = isLeapSecond ? 999_999 : wall.micro
  const local =
    daysFromCivil(year, month, day) * MICROS_PER_DAY + ((hour * 60 + minute) * 60 + second) * MICROS_PER_SECOND + micro
  const hadZone = !Number.isNaN(wall.offsetMinutes)
  if (hadZone && Math.abs(wall.offsetMinutes) > MAX_OFFSET_MINUTES) return null
  const micros = hadZone ? local - wall.offsetMinutes * MICROS_PER_MINUTE : utcFromLocal(local, zone)
  return micros >= MIN_MICROS && micros < END_MICROS ? { micros, hadZone } : null
}

/** Microseconds of a run of fraction digits: `118` is 118000; digits after the sixth are cut off (towards the past). */
export function microFromDigits(digits: string | undefined): number {
  if (digits === undefined || digits === '') return 0
  return Number(digits.slice(0, 6).padEnd(6, '0'))
}

/**
 * Zone abbreviations that mean one offset only: RFC 5322 §4.3 and a few that no second zone claims.
 * `IST`, `BST` and the like stand for several zones and are not read.
 */
const abbreviations = new Map<string, number>([
  ['Z', 0],
  ['UT', 0],
  ['UTC', 0],
  ['GMT', 0],
  ['EST', -300],
  ['EDT', -240],
  ['CST', -360],
  ['CDT', -300],
  ['MST', -420],
  ['MDT', -360],
  ['PST', -480],
  ['PDT', -420],
  ['WET', 0],
  ['WEST', 60],
  ['CET', 60],
  ['CEST', 120],
  ['EET', 120],
  ['EEST', 180],
  ['MSK', 180],
  ['JST', 540],
  ['AEST', 600],
  ['AEDT', 660],
])

/**
 * Offset in minutes of a zone as logs write it: `Z`, `UTC`, `+02:00`, `+0200`, `+02`, `+00: 00`, `GMT-7`, `PDT`.
 * NaN where it cannot be read. An offset wins over an abbreviation after it (`+0200 CEST`).
 */
export function offsetFromText(text: string): number {
  const parts = /^(?:(?:UTC|GMT)\s*)?([+\-−])\s?(\d{1,2})(?:\s?:?\s?(\d\d))?(?:\s+[A-Za-z]{1,5})?$/i.exec(text)
  if (parts === null) return abbreviations.get(text.toUpperCase()) ?? Number.NaN
  const minutes = parts[3] === undefined ? 0 : Number(parts[3])
  if (minutes > 59) return Number.NaN
  return (parts[1] === '+' ? 1 : -1) * (Number(parts[2]) * 60 + minutes)
}

/** Hour 0–23 of a 12-hour clock; -1 where `hour` is not 1–12. */
export function hourFrom12(hour: number, isPm: boolean): number {
  if (hour < 1 || hour > 12) return -1
  return (hour % 12) + (isPm ? 12 : 0)
}
