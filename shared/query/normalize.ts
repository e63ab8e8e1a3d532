/** Filters in one form, so that equal questions look equal. */
import { everything, type Filter } from '../filter.ts'
import { canonicalRegexp } from './escape.ts'
import { payloadField, payloadPath } from './payloadPath.ts'

/** Matches no event: what remains of an empty "or". */
export const nothing: Filter = { kind: 'not', of: everything }

/**
 * The same question in its simplest form: nested and/or flattened, lists of one taken apart, `all` dropped from "and" and
 * swallowing an "or", double "not" removed; a pattern without wildcards is a plain value, one of `*` alone and a range
 * without bounds ask for existence; an empty bare value or text counts as quoted; payload paths are written canonically.
 * Order is kept. Applying it twice changes nothing more. Recursion as deep as the filter.
 */
export function normalizeFilter(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
      return joined('and', filter.of)
    case 'or':
      return joined('or', filter.of)
    case 'not': {
      const of = normalizeFilter(filter.of)
      return of.kind === 'not' ? of.of : { kind: 'not', of }
    }
    case 'text': {
      const { text, phrase, prefix } = filter
      return { kind: 'text', text, phrase: phrase || text === '', prefix }
    }
    case 'all':
      return everything
    default:
      return normalizedClause(filter)
  }
}

function joined(kind: 'and' | 'or', parts: readonly Filter[]): Filter {
  const of: Filter[] = []
  for (const part of parts) {
    const simple = normalizeFilter(part)
    if (simple.kind === kind) for (const inner of simple.of) of.push(inner)
    else if (simple.kind !== 'all') of.push(simple)
    else if (kind === 'or') return everything
  }
  if (of.length === 0) return kind === 'and' ? everything : nothing
  return of.length === 1 ? of[0] : { kind, of }
}

function normalizedClause(filter: Extract<Filter, { field: string }>): Filter {
  const field = canonicalField(filter.field)
  switch (filter.kind) {
    case 'is':
      return { kind: 'is', field, value: filter.value, exact: filter.exact || filter.value === '' }
    case 'like':
      return normalizedPattern(field, filter.pattern)
    case 'matches':
      return { kind: 'matches', field, regexp: canonicalRegexp(filter.regexp) }
    case 'exists':
      return { kind: 'exists', field }
    case 'network':
      return { kind: 'network', field, network: filter.network }
    case 'range': {
      const { from, to } = filter
      if (from === undefined && to === undefined) return { kind: 'exists', field }
      return {
        kind: 'range',
        field,
        ...(from === undefined ? {} : { from: { value: from.value, inclusive: from.inclusive } }),
        ...(to === undefined ? {} : { to: { value: to.value, inclusive: to.inclusive } }),
      }
    }
  }
}

/** Keeps `\` only before `*`, `?` and `\`, where it has an effect. */
function normalizedPattern(field: string, pattern: string): Filter {
  if (/^\*+$/.test(pattern)) return { kind: 'exists', field }
  let wildcards = 0
  let value = ''
  const canonical = pattern.replace(/\\(.)|\\$|[*?]|[^\\*?]+/gs, (match, literal: string | undefined) => {
    if (match === '*' || match === '?') {
      wildcards++
      return match
    }
    const meant = literal ?? match
    value += meant
    return /^[*?\\]$/.test(meant) ? `\\${meant}` : meant
  })
  if (wildcards > 0) return { kind: 'like', field, pattern: canonical }
  return { kind: 'is', field, value, exact: value === '' }
}

function canonicalField(field: string): string {
  const path = payloadPath(field)
  return path === null ? field : payloadField(path)
}
