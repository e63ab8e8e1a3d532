/** Times as text: the ISO form that is stored and exported, and the form people read. */
import { civilFromDays, MICROS_PER_DAY, MICROS_PER_MINUTE } from './civil.ts'
import { offsetMicrosAt } from './zone.ts'

export interface TimeStyle {
  /** Digits after the second, 0–6; further ones are cut off. Default 3. */
  readonly fractionDigits?: number
  /** Whether the zone stands behind: `UTC` or the offset at that instant (`+02:00`). Default true. */
  readonly showZone?: boolean
}

const two = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'))
const three = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'))

/**
 * `2026-05-12T14:03:22.118Z`: UTC, `fractionDigits` 0–6, finer ones cut off towards the past. Beyond the years 1685–2254, where
 * a number no longer holds microseconds, the nearest millisecond. Requires a finite number.
 */
export function isoFromMicros(micros: number, fractionDigits: number): string {
  if (Math.abs(micros) > Number.MAX_SAFE_INTEGER) return isoFromMillis(Math.round(micros / 1000), fractionDigits)
  const day = Math.floor(micros / MICROS_PER_DAY)
  return `${dayText(day)}T${clockText(micros - day * MICROS_PER_DAY, fractionDigits)}Z`
}

/**
 * `2026-05-12 14:03:22.118 UTC`, or `2026-05-12 16:03:22.118 +02:00` in Europe/Berlin.
 * Requires a finite number; `usage/bad-argument` where the zone is unknown.
 */
export function formatTime(micros: number, zone: string, style: TimeStyle = {}): string {
  const offset = offsetMicrosAt(micros, zone)
  const local = micros + offset
  const day = Math.floor(local / MICROS_PER_DAY)
  const text = `${dayText(day)} ${clockText(local - day * MICROS_PER_DAY, style.fractionDigits ?? 3)}`
  if (style.showZone === false) return text
  return `${text} ${offset === 0 && isUtc(zone) ? 'UTC' : offsetText(offset)}`
}

function isoFromMillis(millis: number, fractionDigits: number): string {
  const day = Math.floor(millis / 86_400_000)
  return `${dayText(day)}T${clockText((millis - day * 86_400_000) * 1000, fractionDigits)}Z`
}

let keptDay = Number.NaN
let keptText = ''

/** `YYYY-MM-DD` of a day number; the last one is kept, as neighbouring events share their day. */
function dayText(day: number): string {
  if (day === keptDay) return keptText
  const date = civilFromDays(day)
  // Years of more than four digits as ECMAScript writes them (ECMA-262, Date Time String Format: expanded years).
  const year =
    date.year >= 0 && date.year <= 9999
      ? String(date.year).padStart(4, '0')
      : `${date.year < 0 ? '-' : '+'}${String(Math.abs(date.year)).padStart(6, '0')}`
  keptText = `${year}-${two[date.month]}-${two[date.day]}`
  keptDay = day
  return keptText
}

function clockText(microsOfDay: number, fractionDigits: number): string {
  const seconds = Math.floor(microsOfDay / 1_000_000)
  const minutes = (seconds / 60) | 0
  const hours = (minutes / 60) | 0
  const clock = `${two[hours]}:${two[minutes - hours * 60]}:${two[seconds - minutes * 60]}`
  if (fractionDigits <= 0) return clock
  const micro = microsOfDay - seconds * 1_000_000
  const milli = (micro / 1000) | 0
  if (fractionDigits === 3) return `${clock}.${three[milli]}`
  const fraction = three[milli] + three[Math.floor(micro - milli * 1000)]
  return `${clock}.${fractionDigits >= 6 ? fraction : fraction.slice(0, fractionDigits)}`
}

/** Whether a zone is UTC by one of its names. */
export function isUtc(zone: string): boolean {
  return /^(?:Z|UTC|GMT|Etc\/\w+|\+00:?00)$/i.test(zone)
}

function offsetText(offsetMicros: number): string {
  const total = Math.round(Math.abs(offsetMicros) / MICROS_PER_MINUTE)
  const hours = Math.floor(total / 60)
  return `${offsetMicros < 0 ? '-' : '+'}${two[hours]}:${two[total - hours * 60]}`
}

/**
 * {@link isoText} in a zone: `2026-05-12T16:03:22.118+02:00`, the offset being that of the zone at that time (RFC 3339 §5.6; older
 * offsets with seconds are given to the minute they round to). `usage/bad-argument` where the zone is unknown.
 */
export function isoInZone(micros: number, zone: string): string {
  // To the minute before it is added: what is written, taken together, is then the very same instant.
  const offset = Math.round(offsetMicrosAt(micros, zone) / MICROS_PER_MINUTE) * MICROS_PER_MINUTE
  return `${isoFromMicros(micros + offset, micros % 1000 === 0 ? 3 : 6).slice(0, -1)}${offsetText(offset)}`
}

/** {@link isoFromMicros} with milliseconds, or microseconds where the time has them; null for none. */
export function isoText(micros: number | null): string | null {
  return micros === null ? null : isoFromMicros(micros, micros % 1000 === 0 ? 3 : 6)
}
