/** The clauses of a filter that speak of one field alone: a facet panel counts the field's values without them. */
import { everything, type Filter } from '../filter.ts'
import { clausesOf } from './edit.ts'

/** A filter's top-level clauses, divided. */
export interface DividedClauses {
  /** Those that speak of the field and of nothing else: plain, negated, or a whole "or" of them. */
  readonly own: readonly Filter[]
  readonly others: readonly Filter[]
}

/** Divides the parts of the filter's top-level "and"; the case of the field's name does not matter. */
export function dividedClauses(filter: Filter, field: string): DividedClauses {
  const wanted = field.toLowerCase()
  const clauses = clausesOf(filter)
  return {
    own: clauses.filter((clause) => speaksOnlyOf(clause, wanted)),
    others: clauses.filter((clause) => !speaksOnlyOf(clause, wanted)),
  }
}

/** All of the clauses together. */
export function allOf(clauses: readonly Filter[]): Filter {
  if (clauses.length === 0) return everything
  return clauses.length === 1 ? clauses[0] : { kind: 'and', of: clauses }
}

function speaksOnlyOf(filter: Filter, field: string): boolean {
  switch (filter.kind) {
    case 'all':
    case 'text':
      return false
    case 'and':
    case 'or':
      return filter.of.length > 0 && filter.of.every((part) => speaksOnlyOf(part, field))
    case 'not':
      return speaksOnlyOf(filter.of, field)
    default:
      return filter.field.toLowerCase() === field
  }
}
