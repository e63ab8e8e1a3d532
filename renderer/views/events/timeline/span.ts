/** The stretch of time on screen: what the filter states of it, and how zooming and panning change it. Pure arithmetic. */
import type { Filter } from '../../../../shared/filter.ts'
import { type TimeRange, timeRangeOf } from '../../../../shared/query/index.ts'
import {
  formatTime,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  resolveTimeRange,
  type TimeContext,
} from '../../../../shared/time/index.ts'

/** Half-open [fromMicros, toMicros), UTC microseconds since 1970; never empty. */
export interface Span {
  readonly fromMicros: number
  readonly toMicros: number
}

/** Shortest stretch that can be zoomed to, in microseconds. */
export const LEAST_SPAN_MICROS = 1_000

/** Shown of a case whose events all have one time, to both sides. */
const AROUND_INSTANT_MICROS = MICROS_PER_MINUTE

/** All the time the case knows; null where no event has one. `first` and `last` are both included. */
export function wholeSpan(first: number | null, last: number | null): Span | null {
  if (first === null || last === null) return null
  if (last - first < LEAST_SPAN_MICROS)
    return { fromMicros: first - AROUND_INSTANT_MICROS, toMicros: last + AROUND_INSTANT_MICROS }
  return { fromMicros: first, toMicros: last + 1 }
}

/** What the filter's top level states of the time, its open ends filled from the case; the whole where it states nothing. */
export function spanOnScreen(filter: Filter, context: TimeContext, whole: Span): Span {
  const range = timeRangeOf(filter)
  if (range === null) return whole
  const stated = resolveTimeRange(range, context)
  if (stated === null) return whole
  const { startMicros, endMicros } = stated
  const fromMicros = Number.isFinite(startMicros)
    ? startMicros
    : Math.min(whole.fromMicros, endMicros - MICROS_PER_HOUR)
  // Beyond the newest event there is nothing to see, unless the filter asks for what lies beyond it.
  const openEnd =
    fromMicros < whole.toMicros ? whole.toMicros : Math.max(context.nowMicros, fromMicros + MICROS_PER_HOUR)
  const toMicros = Number.isFinite(endMicros) ? endMicros : openEnd
  return widened({ fromMicros, toMicros })
}

/** Zoomed by `factor` (below 1: in) so that the instant at `share` (0 … 1) of the stretch stays where it is. */
export function zoomed(span: Span, share: number, factor: number): Span {
  const length = span.toMicros - span.fromMicros
  const fixed = span.fromMicros + share * length
  const next = Math.max(LEAST_SPAN_MICROS, length * factor)
  return { fromMicros: Math.floor(fixed - share * next), toMicros: Math.ceil(fixed + (1 - share) * next) }
}

/** Moved by `share` of its length, later where positive. */
export function panned(span: Span, share: number): Span {
  const by = Math.round((span.toMicros - span.fromMicros) * share)
  return { fromMicros: span.fromMicros + by, toMicros: span.toMicros + by }
}

/** Moved, and cut where it is longer, to lie within `limits`. */
export function within(span: Span, limits: Span): Span {
  const length = span.toMicros - span.fromMicros
  if (length >= limits.toMicros - limits.fromMicros) return limits
  if (span.fromMicros < limits.fromMicros)
    return { fromMicros: limits.fromMicros, toMicros: limits.fromMicros + length }
  if (span.toMicros > limits.toMicros) return { fromMicros: limits.toMicros - length, toMicros: limits.toMicros }
  return span
}

/** The smallest stretch that holds both. */
export function united(one: Span, other: Span): Span {
  return {
    fromMicros: Math.min(one.fromMicros, other.fromMicros),
    toMicros: Math.max(one.toMicros, other.toMicros),
  }
}

export function sameSpan(one: Span, other: Span): boolean {
  return one.fromMicros === other.fromMicros && one.toMicros === other.toMicros
}

/**
 * Both ends at round times, finer than anybody sees at that length, so that the clause made of it can be read. An end that
 * stands at a limit stays: rounded, it could leave out the last events there are.
 */
export function rounded({ fromMicros, toMicros }: Span, limits: Span): Span {
  const unit = roundUnits.find((candidate) => candidate * LEAST_UNITS <= toMicros - fromMicros) ?? 1
  const round = (micros: number) => Math.round(micros / unit) * unit
  return widened({
    fromMicros: fromMicros <= limits.fromMicros ? fromMicros : round(fromMicros),
    toMicros: toMicros >= limits.toMicros ? toMicros : round(toMicros),
  })
}

const roundUnits = [MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND, 1_000]

/** Units a stretch has at least; about one per some pixels. */
const LEAST_UNITS = 150

/** As a clause: the start included, the end not; open where the case goes no further. Null for the whole case. */
export function rangeOfSpan(span: Span, whole: Span, zone: string): TimeRange | null {
  const isFromStart = span.fromMicros <= whole.fromMicros
  const isToEnd = span.toMicros >= whole.toMicros
  if (isFromStart && isToEnd) return null
  return {
    ...(isFromStart ? {} : { from: { value: boundText(span.fromMicros, zone), inclusive: true } }),
    ...(isToEnd ? {} : { to: { value: boundText(span.toMicros, zone), inclusive: false } }),
  }
}

/**
 * A time as the query language reads it, exact to the microsecond and as short as that allows: `2026-05-12T14:03Z`,
 * `2026-05-12T16:03:22.118+02:00`. The offset stands in it, so that switching zones does not change what is asked.
 */
export function boundText(micros: number, zone: string): string {
  const [date, clock, offset] = formatTime(micros, zone, { fractionDigits: fractionDigits(micros) }).split(' ')
  const short = micros % MICROS_PER_MINUTE === 0 ? clock.slice(0, 5) : clock
  return `${date}T${short}${offset === 'UTC' ? 'Z' : offset}`
}

/** Digits after the second that a time needs. */
export function fractionDigits(micros: number): 0 | 3 | 6 {
  if (micros % MICROS_PER_SECOND === 0) return 0
  return micros % 1000 === 0 ? 3 : 6
}

function widened({ fromMicros, toMicros }: Span): Span {
  return { fromMicros, toMicros: Math.max(toMicros, fromMicros + LEAST_SPAN_MICROS) }
}
