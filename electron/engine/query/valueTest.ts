/** What a filter clause asks of one text value; made once per clause, applied to dictionary entries and inline values. */
import { fail } from '../../../shared/failure.ts'
import type { FieldType } from '../../../shared/fields.ts'
import type { Bound, Filter } from '../../../shared/filter.ts'
import { addressInNetwork, compareAddresses, parseAddress, parseNetwork } from '../../../shared/query/index.ts'
import { RE2JS } from 're2js'

/** Clauses that ask something of a field's value. */
export type FieldClause = Extract<Filter, { field: string }>

export type ValueTest = (value: string) => boolean

/** The test of a clause on a field of `type`. Fails with `query/bad-value`. */
export function valueTest(clause: FieldClause, type: FieldType): ValueTest {
  switch (clause.kind) {
    case 'exists':
      return () => true
    case 'is':
      return clause.exact ? (value) => value === clause.value : ignoringCase(clause.value)
    case 'like':
      return likeTest(clause.pattern)
    case 'matches':
      return regexpTest(clause.regexp)
    case 'network':
      return networkTest(clause.network)
    case 'range':
      return rangeTest(clause.from, clause.to, type)
  }
}

function ignoringCase(wanted: string): ValueTest {
  const folded = wanted.toLowerCase()
  return (value) =>
    value === wanted || (value.length === wanted.length || !isAscii(value) ? value.toLowerCase() === folded : false)
}

function isAscii(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) >= 0x80) return false
  return true
}

/** `*` any run, `?` one character, `\` makes the next literal; case ignored. Linear time per star. */
export function likeTest(pattern: string): ValueTest {
  const parts = likeParts(pattern.toLowerCase())
  return (value) => matchesParts(value.toLowerCase(), parts)
}

/** A pattern's characters; null stands for `*`, undefined for `?`. */
type LikePart = string | null | undefined

function likeParts(pattern: string): LikePart[] {
  const parts: LikePart[] = []
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]
    if (c === '\\' && i + 1 < pattern.length) parts.push(pattern[++i])
    else if (c === '*') {
      if (parts[parts.length - 1] !== null) parts.push(null)
    } else parts.push(c === '?' ? undefined : c)
  }
  return parts
}

/** Greedy match that steps back to the last star alone. A character is a code point, be it two units long. */
function matchesParts(value: string, parts: readonly LikePart[]): boolean {
  let v = 0
  let p = 0
  let star = -1
  let mark = 0
  while (v < value.length) {
    const part = parts[p]
    if (p < parts.length && part === undefined) {
      v += unitsAt(value, v)
      p++
    } else if (p < parts.length && part !== null && part === value[v]) {
      v++
      p++
    } else if (p < parts.length && part === null) {
      star = p++
      mark = v
    } else if (star >= 0) {
      p = star + 1
      mark += unitsAt(value, mark)
      v = mark
    } else return false
  }
  while (p < parts.length && parts[p] === null) p++
  return p === parts.length
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** RE2 syntax, found anywhere in the value, in linear time: what a user types can be slow to no value. */
function regexpTest(source: string): ValueTest {
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(source)
  } catch (error) {
    fail({
      code: 'query/bad-value',
      message: `Not a regular expression: ${(error as Error).message}`,
      next: 'RE2 syntax is understood (no look-around, no back-references).',
    })
  }
  return (value) => compiled.matcher(value).find()
}

function networkTest(text: string): ValueTest {
  const network = parseNetwork(text)
  if (network === null)
    fail({
      code: 'query/bad-value',
      message: `“${text}” is no network`,
      next: 'Write it as 10.0.0.0/8 or 2001:db8::/32.',
    })
  return (value) => addressInNetwork(value, network)
}

/** Numbers and addresses compare as such where bound and value both are; all else compares as text, ignoring case. */
function rangeTest(from: Bound | undefined, to: Bound | undefined, type: FieldType): ValueTest {
  const above = from === undefined ? undefined : boundTest(from, 1, type)
  const below = to === undefined ? undefined : boundTest(to, -1, type)
  return (value) => (above === undefined || above(value)) && (below === undefined || below(value))
}

function boundTest(bound: Bound, sign: 1 | -1, type: FieldType): ValueTest {
  const number = numberOf(bound.value)
  const isAddress = type === 'ip' && parseAddress(bound.value) !== null
  const text = bound.value.toLowerCase()
  const accepts = (order: number): boolean => (bound.inclusive ? order * sign >= 0 : order * sign > 0)
  return (value) => {
    if (number !== null) {
      const found = numberOf(value)
      if (found !== null) return accepts(found - number)
      if (type === 'number' || type === 'integer') return false
    }
    if (isAddress) {
      const order = compareAddresses(value, bound.value)
      return order !== null && accepts(order)
    }
    const folded = value.toLowerCase()
    return accepts(folded < text ? -1 : folded > text ? 1 : 0)
  }
}

function numberOf(text: string): number | null {
  if (text === '' || text.trim() !== text) return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}
