/** Clauses on the event time, as half-open intervals of microseconds. */
import type { Filter } from '../../../shared/filter.ts'
import { fail } from '../../../shared/failure.ts'
import { resolveTimeBound } from '../../../shared/time/index.ts'
import type { FieldClause } from './valueTest.ts'

/** What `now` and a time without a zone mean. */
export interface Clock {
  /** Microseconds since 1970 UTC. */
  readonly nowMicros: number
  /** IANA zone of times typed without one. */
  readonly zone: string
}

/** Half-open [from, to) in microseconds; open ends are infinite. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** Whether a clause asks for times in an interval. */
export function isTimeInterval(filter: Filter): filter is FieldClause {
  return 'field' in filter && filter.field.toLowerCase() === 'time' && (filter.kind === 'is' || filter.kind === 'range')
}

/** The interval that all of the clauses leave; empty where they exclude one another. */
export function commonInterval(clauses: readonly FieldClause[], clock: Clock): Interval {
  const all = clauses.map((clause) => timeInterval(clause, clock))
  return { from: Math.max(...all.map(({ from }) => from)), to: Math.min(...all.map(({ to }) => to)) }
}

/** [from, to) in microseconds; open ends are infinite. Fails with `query/bad-value`. */
export function timeInterval(clause: FieldClause, clock: Clock): Interval {
  switch (clause.kind) {
    case 'is': {
      const at = resolved(clause.value, clock, 'point')
      return { from: at.startMicros, to: at.endMicros }
    }
    case 'range': {
      const from = clause.from === undefined ? undefined : resolved(clause.from.value, clock, 'from')
      const to = clause.to === undefined ? undefined : resolved(clause.to.value, clock, 'to')
      return {
        from:
          from === undefined ? Number.NEGATIVE_INFINITY : clause.from?.inclusive ? from.startMicros : from.endMicros,
        to: to === undefined ? Number.POSITIVE_INFINITY : clause.to?.inclusive ? to.endMicros : to.startMicros,
      }
    }
    default:
      fail({
        code: 'query/bad-value',
        message: 'Times are asked for with an instant, a day or a range',
        where: { field: 'time' },
        next: 'Write time:2026-05-01, time>=now-7d or time:[2026-05-01 TO 2026-05-08].',
      })
  }
}

function resolved(
  text: string,
  clock: Clock,
  which: 'from' | 'to' | 'point',
): { startMicros: number; endMicros: number } {
  const interval = resolveTimeBound(text, clock, which)
  if (interval === null) {
    fail({
      code: 'query/bad-value',
      message: `“${text}” is no time`,
      where: { field: 'time' },
      next: 'Write 2026-05-01, 2026-05-01T10:30Z or now-7d.',
    })
  }
  return interval
}
