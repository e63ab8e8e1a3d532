/**
 * The chips: a filter taken apart at its top level, each part on its own to edit, negate, switch off or remove. Query
 * text, facet clicks and the time brush all come through here, so that they edit one and the same filter.
 */
import { everything, type Filter } from '../../shared/filter.ts'
import { clausesOf, negated, normalizeFilter, sameFilter } from '../../shared/query/index.ts'

export interface Clause {
  /** Of this chip as long as it is there. */
  readonly key: number
  readonly filter: Filter
  /** Off: kept on screen, left out of the question. */
  readonly isOn: boolean
}

let nextKey = 1

export function clauseOf(filter: Filter): Clause {
  return { key: nextKey++, filter: normalizeFilter(filter), isOn: true }
}

/** What is asked: all clauses that are on. */
export function filterOf(clauses: readonly Clause[]): Filter {
  const on = clauses.filter((clause) => clause.isOn).map((clause) => clause.filter)
  return on.length === 0 ? everything : normalizeFilter({ kind: 'and', of: on })
}

/** Clauses for a new filter: those it shares with the old keep their chips, those that are off stay. */
export function withFilter(clauses: readonly Clause[], filter: Filter): readonly Clause[] {
  const parts = clausesOf(filter)
  const kept = clauses.filter((clause) => !clause.isOn || parts.some((part) => sameFilter(part, clause.filter)))
  const added = parts.filter((part) => !kept.some((clause) => clause.isOn && sameFilter(part, clause.filter)))
  return [...kept, ...added.map(clauseOf)]
}

export function withoutKey(clauses: readonly Clause[], key: number): readonly Clause[] {
  return clauses.filter((clause) => clause.key !== key)
}

export function switched(clauses: readonly Clause[], key: number): readonly Clause[] {
  return clauses.map((clause) => (clause.key === key ? { ...clause, isOn: !clause.isOn } : clause))
}

export function negatedAt(clauses: readonly Clause[], key: number): readonly Clause[] {
  return clauses.map((clause) =>
    clause.key === key ? { ...clause, filter: negated(clause.filter), isOn: true } : clause,
  )
}

export function replacedAt(clauses: readonly Clause[], key: number, filter: Filter): readonly Clause[] {
  const parts = clausesOf(filter)
  return clauses.flatMap((clause) => (clause.key === key ? parts.map(clauseOf) : [clause]))
}

/** One value of a field; null: the field has no value. */
export function valueFilter(field: string, value: string | null): Filter {
  if (value === null) return { kind: 'not', of: { kind: 'exists', field } }
  return { kind: 'is', field, value, exact: true }
}

/** Whether and how the clauses that are on speak of a value. */
export function standingOf(clauses: readonly Clause[], field: string, value: string | null): 'in' | 'out' | 'none' {
  const wanted = valueFilter(field, value)
  for (const { filter, isOn } of clauses) {
    const list = isOn ? valueList(filter, field) : null
    if (list?.parts.some((part) => sameFilter(part, wanted))) return list.isExcluded ? 'out' : 'in'
  }
  return 'none'
}

/** A click on a value: it joins the values of that field that are asked for, or leaves them. */
export function includingValue(clauses: readonly Clause[], field: string, value: string | null): readonly Clause[] {
  return toggled(clauses, field, value, false)
}

/** The same for the values that are left out. */
export function excludingValue(clauses: readonly Clause[], field: string, value: string | null): readonly Clause[] {
  return toggled(clauses, field, value, true)
}

/** This value alone: whatever else was asked of the field goes. */
export function onlyValue(clauses: readonly Clause[], field: string, value: string | null): readonly Clause[] {
  return [...clauses.filter((clause) => !speaksOnlyOf(clause.filter, field)), clauseOf(valueFilter(field, value))]
}

/** Whether every part of a filter is about that one field. */
export function speaksOnlyOf(filter: Filter, field: string): boolean {
  switch (filter.kind) {
    case 'all':
    case 'text':
      return false
    case 'not':
      return speaksOnlyOf(filter.of, field)
    case 'and':
    case 'or':
      return filter.of.every((part) => speaksOnlyOf(part, field))
    default:
      return filter.field === field
  }
}

function toggled(
  clauses: readonly Clause[],
  field: string,
  value: string | null,
  isExcluded: boolean,
): readonly Clause[] {
  const wanted = valueFilter(field, value)
  // A value cannot be asked for and left out at once: the other way round goes first.
  const isOtherWay = standingOf(clauses, field, value) === (isExcluded ? 'in' : 'out')
  const others = isOtherWay ? toggled(clauses, field, value, !isExcluded) : clauses
  const made = (parts: readonly Filter[]): Filter => {
    const inner: Filter = parts.length === 1 ? parts[0] : { kind: 'or', of: parts }
    return normalizeFilter(isExcluded ? { kind: 'not', of: inner } : inner)
  }
  for (const { key, filter, isOn } of others) {
    const list = isOn ? valueList(filter, field) : null
    if (list === null || list.isExcluded !== isExcluded) continue
    const rest = list.parts.filter((part) => !sameFilter(part, wanted))
    if (rest.length === 0) return withoutKey(others, key)
    const next = made(rest.length < list.parts.length ? rest : [...list.parts, wanted])
    return others.map((clause) => (clause.key === key ? { ...clause, filter: next } : clause))
  }
  return [...others, clauseOf(made([wanted]))]
}

/**
 * What clicks on values make and add to: `field:a`, `field:(a OR b)`, or the same left out. `field:*` leaves out “no
 * value”. Null: it is something else.
 */
function valueList(
  filter: Filter,
  field: string,
): { readonly isExcluded: boolean; readonly parts: readonly Filter[] } | null {
  if (filter.kind === 'exists' && filter.field === field) return { isExcluded: true, parts: [valueFilter(field, null)] }
  const parts = values(filter, field)
  if (parts !== null) return { isExcluded: false, parts }
  const left = filter.kind === 'not' ? values(filter.of, field) : null
  return left === null ? null : { isExcluded: true, parts: left }
}

function values(filter: Filter, field: string): readonly Filter[] | null {
  const parts = filter.kind === 'or' ? filter.of : [filter]
  const isValue = (part: Filter) =>
    (part.kind === 'is' && part.field === field) ||
    (part.kind === 'not' && part.of.kind === 'exists' && part.of.field === field)
  return parts.every(isValue) ? parts : null
}
