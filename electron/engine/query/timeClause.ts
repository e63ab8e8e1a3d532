/** Clauses on the event time, as half-open intervals of microseconds. */
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

/** [from, to) in microseconds; open ends are infinite. Fails with `query/bad-value`. */
export function timeInterval(clause: FieldClause, clock: Clock): { from: number; to: number } {
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
