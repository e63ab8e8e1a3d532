/** Changing a filter piece by piece, as chips, facet clicks and the time brush do. Pure: each gives a new, normalised filter. */
import { type Bound, everything, type Filter } from '../filter.ts'
import { normalizeFilter } from './normalize.ts'

/** A range of times as typed; missing bounds are open. */
export interface TimeRange {
  readonly from?: Bound
  readonly to?: Bound
}

/** What a filter asks all together: the parts of its top-level "and", in order; none for everything. */
export function clausesOf(filter: Filter): readonly Filter[] {
  const simple = normalizeFilter(filter)
  if (simple.kind === 'all') return []
  return simple.kind === 'and' ? simple.of : [simple]
}

/** The filter with one more clause at its end; unchanged where it has that clause. */
export function withClause(filter: Filter, clause: Filter): Filter {
  const clauses = clausesOf(filter)
  const added = clausesOf(clause).filter((part) => !clauses.some((present) => sameFilter(present, part)))
  return fromClauses([...clauses, ...added])
}

/** The filter without that clause (compared as normalised); unchanged where it has none such. */
export function withoutClause(filter: Filter, clause: Filter): Filter {
  const removed = clausesOf(clause)
  return fromClauses(clausesOf(filter).filter((part) => !removed.some((gone) => sameFilter(part, gone))))
}

/** The opposite of a clause. */
export function negated(clause: Filter): Filter {
  return normalizeFilter({ kind: 'not', of: clause })
}

/**
 * The time range that a filter's top level states: the last lower and the last upper bound among its clauses
 * (`time>=…`, `time:[… TO …]`); a lone `time:2026-05` counts as from and to that month. Null where it states none.
 */
export function timeRangeOf(filter: Filter): TimeRange | null {
  let from: Bound | undefined
  let to: Bound | undefined
  for (const clause of clausesOf(filter).filter(isTimeClause)) {
    if (clause.kind === 'is') from = to = { value: clause.value, inclusive: true }
    else {
      from = clause.from ?? from
      to = clause.to ?? to
    }
  }
  if (from === undefined && to === undefined) return null
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/** The filter with this time range in place of those its top level states; null takes them away. */
export function withTimeRange(filter: Filter, range: TimeRange | null): Filter {
  const others = clausesOf(filter).filter((clause) => !isTimeClause(clause))
  if (range === null || (range.from === undefined && range.to === undefined)) return fromClauses(others)
  return fromClauses([...others, { kind: 'range', field: 'time', ...range }])
}

/** Whether two filters are the same question in the same words: equal after normalising, order included. */
export function sameFilter(left: Filter, right: Filter): boolean {
  // Normalising builds every node with its keys in one order, so equal filters have equal JSON.
  return JSON.stringify(normalizeFilter(left)) === JSON.stringify(normalizeFilter(right))
}

function isTimeClause(clause: Filter): clause is Extract<Filter, { kind: 'is' | 'range' }> {
  return (clause.kind === 'is' || clause.kind === 'range') && clause.field === 'time'
}

function fromClauses(clauses: readonly Filter[]): Filter {
  return clauses.length === 0 ? everything : normalizeFilter({ kind: 'and', of: clauses })
}
