/** A filter as query text: what a chip, a saved view and a report show, and what can be typed again. */
import { fieldById } from '../fields.ts'
import type { Bound, Filter } from '../filter.ts'
import { barePattern, bareText, bareValue, quoted, slashed } from './escape.ts'
import { normalizeFilter } from './normalize.ts'

/**
 * Query text that `parseQuery` reads as `normalizeFilter(filter)`, provided that the filter is one that can be asked: its
 * fields are known, values suit their types, networks stand on `ip` fields, regular expressions are valid, and
 * it nests no deeper than parentheses may.
 */
export function printQuery(filter: Filter): string {
  return printed(normalizeFilter(filter), 'top')
}

/** `top`: nothing around it; `or`: a part of an "or"; `tight`: a part of an "and", or negated. */
type Around = 'top' | 'or' | 'tight'

function printed(filter: Filter, around: Around): string {
  switch (filter.kind) {
    case 'all':
      return '*'
    case 'and': {
      const parts = filter.of.map((part) => printed(part, 'tight'))
      if (around === 'tight') return `(${parts.join(' ')})`
      // Beside an OR, what belongs together should not depend on knowing that a blank means AND.
      return parts.join(around === 'or' ? ' AND ' : ' ')
    }
    case 'or': {
      const list = valueList(filter.of)
      if (list !== null) return list
      const text = filter.of.map((part) => printed(part, 'or')).join(' OR ')
      return around === 'top' ? text : `(${text})`
    }
    case 'not':
      return `-${printed(filter.of, 'tight')}`
    case 'text': {
      const star = filter.prefix ? '*' : ''
      if (filter.phrase) return quoted(filter.text) + star
      return (filter.prefix && /^(?:AND|OR|NOT)$/.test(filter.text) ? filter.text : bareText(filter.text)) + star
    }
    default:
      return printedClause(filter)
  }
}

/** What a bare value may not be, or begin with, between the parentheses of a list. */
const OPERATOR_IN_LIST = /^(?:AND|OR|NOT|TO)$|^(?:[-+!]|&&|\|\|)/

/** `field:(a OR b)` where all parts ask about one field; null where they do not, or a value would not be read as one there. */
function valueList(parts: readonly Filter[]): string | null {
  const [first] = parts
  if (!('field' in first)) return null
  const { field } = first
  const values: string[] = []
  for (const part of parts) {
    if (!('field' in part) || part.field !== field) return null
    const value = printedClause(part).slice(field.length).replace(/^:/, '')
    if (OPERATOR_IN_LIST.test(value)) return null
    values.push(value)
  }
  return `${field}:(${values.join(' OR ')})`
}

function printedClause(filter: Extract<Filter, { field: string }>): string {
  const { field } = filter
  switch (filter.kind) {
    case 'is':
      return `${field}:${filter.exact ? quoted(filter.value) : bareIn(field, filter.value)}`
    case 'like':
      return `${field}:${barePattern(filter.pattern)}`
    case 'matches':
      return `${field}:${slashed(filter.regexp)}`
    case 'exists':
      return `${field}:*`
    case 'network':
      return `${field}:${filter.network}`
    case 'range':
      return printedRange(field, filter.from, filter.to)
  }
}

/** On fields that hold addresses, or may do so, an unescaped `/` would make a network. */
function bareIn(field: string, value: string): string {
  const text = bareValue(value)
  const known = fieldById(field)
  const mayBeNetwork = known === undefined ? !/^payload[.[]/.test(field) : known.type === 'ip'
  return mayBeNetwork ? text.replace(/\\.|\//gs, (match) => (match === '/' ? '\\/' : match)) : text
}

function printedRange(field: string, from: Bound | undefined, to: Bound | undefined): string {
  if (to === undefined) return from === undefined ? `${field}:*` : `${field}>${from.inclusive ? '=' : ''}${bound(from)}`
  if (from === undefined) return `${field}<${to.inclusive ? '=' : ''}${bound(to)}`
  return `${field}:${from.inclusive ? '[' : '{'}${bound(from)} TO ${bound(to)}${to.inclusive ? ']' : '}'}`
}

function bound({ value }: Bound): string {
  return /^[+-]?[\p{L}\p{N}][\p{L}\p{N}_.:+/@-]*$/u.test(value) && value !== 'TO' ? value : quoted(value)
}
