/** Times as the screen writes them, in the zone that was chosen. */
import { formatTime, microsFromUtcIso } from '../../shared/time/index.ts'
import { zoneInEffect } from './caseStore.ts'

/** Microseconds of a time cell (ISO 8601 UTC); null where it is none. */
export function microsOf(cell: string | null | undefined): number | null {
  if (cell === null || cell === undefined) return null
  const micros = microsFromUtcIso(cell)
  return Number.isNaN(micros) ? null : micros
}

/** Date and clock apart: `2026-05-12`, `14:03:22.118`; microseconds where the time has them. */
export function dateAndClock(micros: number, zone: string): { readonly date: string; readonly clock: string } {
  const text = formatTime(micros, zoneInEffect(zone), { fractionDigits: micros % 1000 === 0 ? 3 : 6, showZone: false })
  const blank = text.indexOf(' ')
  return { date: text.slice(0, blank), clock: text.slice(blank + 1) }
}

/** Today in a zone: `2026-05-12`. */
export function today(zone: string): string {
  return dateAndClock(Date.now() * 1000, zone).date
}

/** `2026-05-12 14:03:22.118 UTC`. */
export function fullTime(micros: number, zone: string): string {
  return formatTime(micros, zoneInEffect(zone), { fractionDigits: micros % 1000 === 0 ? 3 : 6 })
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' })
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_556_952e6],
  ['month', 2_629_746e6],
  ['day', 86_400e6],
  ['hour', 3_600e6],
  ['minute', 60e6],
  ['second', 1e6],
]

/** `3 h ago`, counted from `nowMicros`. */
export function relativeTime(micros: number, nowMicros: number): string {
  const distance = micros - nowMicros
  const [unit, size] = steps.find(([, step]) => Math.abs(distance) >= step) ?? ['second', 1e6]
  return relative.format(Math.trunc(distance / size), unit)
}
