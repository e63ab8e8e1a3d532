/**
 * Times as a count since 1970-01-01T00:00:00Z, in any unit, as integer or decimal text.
 *
 * Digits are moved, not multiplied, so no rounding of binary fractions creeps in.
 */
import { END_MICROS, MIN_MICROS } from './civil.ts'
import type { ParsedTime } from './wall.ts'

export type EpochUnit = 's' | 'ms' | 'us' | 'ns'

/** Longest number looked at, in characters. */
const MAX_EPOCH_LENGTH = 40

const powerToMicros = { s: 6, ms: 3, us: 0, ns: -3 } as const

/**
 * The unit that an epoch of this size is most likely counted in: below 1e11 seconds, below 1e14 milliseconds, below
 * 1e17 microseconds, else nanoseconds. Right for every time from 1973-03-03 to 5138; milliseconds (and finer) of
 * before 1973 look like seconds, so a format with the unit in its name is better where it is known.
 */
export function epochUnit(value: number): EpochUnit {
  const size = Math.abs(value)
  if (size < 1e11) return 's'
  if (size < 1e14) return 'ms'
  return size < 1e17 ? 'us' : 'ns'
}

/**
 * Milliseconds as .NET's old serialisers write them: `/Date(1621372413000)/`, also with an offset, which names the zone of
 * the writer and moves nothing. PowerShell 5's ConvertTo-Json does so. Null for any other text.
 */
export function timeFromJsonDate(text: string): ParsedTime | null {
  const millis = /^\\?\/Date\((-?\d{1,17})(?:[+-]\d{4})?\)\\?\/$/.exec(text)?.[1]
  return millis === undefined ? null : timeFromEpoch(millis, 'ms')
}

/** Time of an epoch text in `unit`, or in the unit its size suggests; null where it is no number or beyond year 9999. */
export function timeFromEpoch(text: string, unit: EpochUnit | null): ParsedTime | null {
  if (text.length > MAX_EPOCH_LENGTH) return null
  const parts = /^\s*([+-]?)(\d+)(?:\.(\d*))?(?:[eE]\+?(\d{1,2}))?\s*$/.exec(text)
  if (parts === null) return null
  const exponent = Number(parts[4] ?? 0)
  const whole = parts[2].replace(/^0+(?=\d)/, '')
  const fraction = parts[3] ?? ''
  const guessed = unit ?? epochUnit(Number(`${whole}.${fraction}e${exponent}`))
  const micros = floorScaled(whole, fraction, powerToMicros[guessed] + exponent, parts[1] === '-')
  return micros >= MIN_MICROS && micros < END_MICROS ? { micros, hadZone: true } : null
}

/** ±whole.fraction × 10^power, rounded down (towards the past). */
function floorScaled(whole: string, fraction: string, power: number, isNegative: boolean): number {
  const digits = whole + fraction
  const pointAt = whole.length + power
  let kept: string
  let lost: string
  if (pointAt <= 0) {
    kept = '0'
    lost = digits
  } else {
    kept = digits.slice(0, pointAt).padEnd(pointAt, '0')
    lost = digits.slice(pointAt)
  }
  // Number() rounds an integer text to the nearest double: exact below 2^53.
  const size = Number(kept)
  if (!isNegative) return size
  return /[1-9]/.test(lost) ? -size - 1 : size === 0 ? 0 : -size
}
