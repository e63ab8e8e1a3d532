/**
 * The proleptic Gregorian calendar as plain arithmetic: dates ⇄ day numbers, without `Date`.
 *
 * It exists because event times are read and written millions of times, and because `Date` knows milliseconds only.
 * Algorithms: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days).
 */

export const MICROS_PER_SECOND = 1_000_000
export const MICROS_PER_MINUTE = 60_000_000
export const MICROS_PER_HOUR = 3_600_000_000
export const MICROS_PER_DAY = 86_400_000_000

/** 0000-01-01T00:00:00Z; earlier times are not accepted anywhere. */
export const MIN_MICROS = -62_167_219_200_000_000
/** 10000-01-01T00:00:00Z, exclusive; times from here on are not accepted anywhere. */
export const END_MICROS = 253_402_300_800_000_000

/** A calendar date: year 0–9999 (year 0 = 1 BC), month 1–12, day 1–31. */
export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

// Days between 0000-03-01 minus one cycle of 400 years and 1970-01-01: keeps every intermediate value positive.
const DAYS_TO_EPOCH = 719_468 + 146_097

/** Days since 1970-01-01 of a date. Requires -400 <= year, 1 <= month <= 12; a day beyond the month runs on. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = (month <= 2 ? year - 1 : year) + 400
  const monthFromMarch = month > 2 ? month - 3 : month + 9
  const dayOfYear = (((153 * monthFromMarch + 2) / 5) | 0) + day - 1
  return 365 * y + (y >> 2) - ((y / 100) | 0) + ((y / 400) | 0) + dayOfYear - DAYS_TO_EPOCH
}

/** Date of a day number (days since 1970-01-01, may be negative). */
export function civilFromDays(days: number): CivilDate {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

const monthLengths = new Uint8Array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

/** Number of days of a month (1–12); 0 for any other number. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29
  return month >= 1 && month <= 12 ? monthLengths[month] : 0
}
