/** From one event to all that belong with it: each pivot is a filter of its own, for a tab of its own. */
import type { Filter } from '../../shared/filter.ts'
import { isoFromMicros, MICROS_PER_MINUTE } from '../../shared/time/index.ts'
import { valueFilter } from './clauses.ts'

export interface Pivot {
  readonly id: string
  readonly kind: 'actor' | 'object' | 'address' | 'session' | 'request' | 'moment'
  /** The value it is about; for a moment, minutes to both sides. */
  readonly value: string
  readonly filter: Filter
}

/** Fields a pivot may need, asked for with every row. */
export const pivotFields = [
  'actor',
  'resourceType',
  'resourceId',
  'resourceName',
  'ip',
  'sessionId',
  'requestId',
] as const

/** Minutes before and after a moment (B9). */
export const momentMinutes = [5, 15, 40] as const

/** The pivots an event offers: those whose value it has. */
export function pivotsOf(
  textOf: (field: string) => string | null | undefined,
  timeMicros: number | null,
): readonly Pivot[] {
  const pivots: Pivot[] = []
  const add = (kind: Pivot['kind'], field: string) => {
    const value = textOf(field)
    if (value !== null && value !== undefined && value !== '')
      pivots.push({ id: kind, kind, value, filter: kind === 'actor' ? byPerson(value) : valueFilter(field, value) })
  }
  add('actor', 'actor')
  add('object', isFilled(textOf('resourceId')) ? 'resourceId' : 'resourceName')
  add('address', 'ip')
  add('session', 'sessionId')
  add('request', 'requestId')
  if (timeMicros !== null)
    for (const minutes of momentMinutes)
      pivots.push({
        id: `moment${minutes}`,
        kind: 'moment',
        value: String(minutes),
        filter: aroundMoment(timeMicros, minutes),
      })
  return pivots
}

/** All events within so many minutes of an instant, both ends included. */
export function aroundMoment(timeMicros: number, minutes: number): Filter {
  const bound = (micros: number) => ({ value: isoFromMicros(micros, micros % 1000 === 0 ? 3 : 6), inclusive: true })
  return {
    kind: 'range',
    field: 'time',
    from: bound(timeMicros - minutes * MICROS_PER_MINUTE),
    to: bound(timeMicros + minutes * MICROS_PER_MINUTE),
  }
}

/** What somebody did, also where they acted as somebody else, or somebody acted as them (E9). */
function byPerson(value: string): Filter {
  return { kind: 'or', of: [valueFilter('actor', value), valueFilter('onBehalfOf', value)] }
}

function isFilled(value: string | null | undefined): boolean {
  return value !== null && value !== undefined && value !== ''
}
