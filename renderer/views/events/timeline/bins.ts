/**
 * The bars of the timeline: their width is a round length of time, and they start at round times of the zone on screen,
 * so that a bar can be named ("14:00 to 15:00") and does not change what it holds when the range moves.
 */
import {
  formatTime,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  offsetMicrosAt,
} from '../../../../shared/time/index.ts'
import { fractionDigits, type Span } from './span.ts'

/** Bars covering [fromMicros, toMicros), each `binMicros` long. */
export interface Bins extends Span {
  readonly binMicros: number
  readonly count: number
}

/** Least width of a bar with its gap, in CSS pixels. */
export const LEAST_BAR_PX = 4

const times = (unit: number, steps: readonly number[]): number[] => steps.map((step) => step * unit)

/** Lengths of a bar, in microseconds, shortest first. */
const lengths: readonly number[] = [
  ...times(1, [10, 20, 50, 100, 200, 500]),
  ...times(1_000, [1, 2, 5, 10, 20, 50, 100, 200, 500]),
  ...times(MICROS_PER_SECOND, [1, 2, 5, 10, 15, 30]),
  ...times(MICROS_PER_MINUTE, [1, 2, 5, 10, 15, 30]),
  ...times(MICROS_PER_HOUR, [1, 2, 3, 6, 12]),
  ...times(MICROS_PER_DAY, [1, 2, 7, 14, 28, 91, 182, 364]),
]

/** Bars for a stretch of time drawn `widthPx` wide; at least two, as a chart of one bar has no scale. */
export function binsFor(span: Span, widthPx: number, zone: string): Bins {
  const length = span.toMicros - span.fromMicros
  const most = Math.max(2, Math.floor(widthPx / LEAST_BAR_PX))
  const least = length / most
  const longest = lengths[lengths.length - 1]
  const binMicros = lengths.find((candidate) => candidate >= least) ?? Math.ceil(least / longest) * longest
  const offset = offsetMicrosAt(span.fromMicros, zone)
  const fromMicros = Math.floor((span.fromMicros + offset) / binMicros) * binMicros - offset
  const count = Math.max(2, Math.ceil((span.toMicros - fromMicros) / binMicros))
  return { fromMicros, toMicros: fromMicros + count * binMicros, binMicros, count }
}

/** The bar at an instant, from 0; null outside. */
export function binAt(bins: Bins, micros: number): number | null {
  const bin = Math.floor((micros - bins.fromMicros) / bins.binMicros)
  return bin >= 0 && bin < bins.count ? bin : null
}

/** The stretch a bar stands for. */
export function spanOfBin(bins: Bins, bin: number): Span {
  const fromMicros = bins.fromMicros + bin * bins.binMicros
  return { fromMicros, toMicros: fromMicros + bins.binMicros }
}

/** Outwards to the edges of bars; at least one bar. What was brushed is cut to what is on screen. */
export function snapped(span: Span, bins: Bins, shown: Span): Span {
  const bin = (micros: number): number => (micros - bins.fromMicros) / bins.binMicros
  const first = Math.floor(bin(span.fromMicros))
  const last = Math.max(first + 1, Math.ceil(bin(span.toMicros)))
  return {
    fromMicros: Math.max(shown.fromMicros, bins.fromMicros + first * bins.binMicros),
    toMicros: Math.min(shown.toMicros, bins.fromMicros + last * bins.binMicros),
  }
}

/** A stretch in words: `2026-05-12 14:00 – 15:00 UTC`; the end's date stands where it is another. */
export function spanText(span: Span, zone: string): string {
  const digits = Math.max(fractionDigits(span.fromMicros), fractionDigits(span.toMicros))
  const parts = (micros: number) => formatTime(micros, zone, { fractionDigits: digits }).split(' ')
  const [fromDate, fromClock, fromOffset] = parts(span.fromMicros)
  const [toDate, toClock, toOffset] = parts(span.toMicros)
  const inMinutes = span.fromMicros % MICROS_PER_MINUTE === 0 && span.toMicros % MICROS_PER_MINUTE === 0
  const clock = (text: string): string => (inMinutes ? text.slice(0, 5) : text)
  const from = `${fromDate} ${clock(fromClock)}${fromOffset === toOffset ? '' : ` ${fromOffset}`}`
  return `${from} – ${toDate === fromDate ? '' : `${toDate} `}${clock(toClock)} ${toOffset}`
}

/** A length of time in words: `15 min`, `1 h`, `7 d`. */
export function lengthText(micros: number): string {
  const units: readonly (readonly [number, string])[] = [
    [MICROS_PER_DAY, 'd'],
    [MICROS_PER_HOUR, 'h'],
    [MICROS_PER_MINUTE, 'min'],
    [MICROS_PER_SECOND, 's'],
    [1_000, 'ms'],
  ]
  const [size, name] = units.find(([unit]) => micros % unit === 0) ?? [1, 'µs']
  return `${micros / size} ${name}`
}
