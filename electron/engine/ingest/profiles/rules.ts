/**
 * Conditions and rules as closures.
 *
 * No expression language: a condition tests one key, a rule holds where all its conditions do, the first rule wins.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { ConditionSource, WhenSource } from './profileSource.ts'
import type { Slots } from './recordSlots.ts'
import { isThere, type References, type Scope } from './references.ts'
import { matcherFromPatterns } from './wildcard.ts'

/** Elements of a list a condition looks at. */
const MAX_ELEMENTS = 1000
/** Alternatives that are decided together: one bit each of a small integer. */
const GROUP_SIZE = 30

/** Position of the first alternative whose conditions all hold; -1 where there is none. */
export type FirstMatch = (slots: Slots, scope: Scope) => number

/**
 * Conditions are gathered by key: per record each key is read once at most, and which alternatives a value leaves
 * open is remembered as a set of bits. Lists of rules by service, verb or error code thus cost one map lookup per
 * key, however many wildcards they hold; keys that can change nothing any more are not read.
 */
export function firstMatch(whens: readonly WhenSource[], references: References): FirstMatch {
  const groups: FirstMatch[] = []
  for (let start = 0; start < whens.length; start += GROUP_SIZE) {
    groups.push(groupMatch(whens.slice(start, start + GROUP_SIZE), references))
  }
  if (groups.length === 1) return groups[0]
  return (slots, scope) => {
    for (let i = 0; i < groups.length; i++) {
      const hit = groups[i](slots, scope)
      if (hit >= 0) return i * GROUP_SIZE + hit
    }
    return -1
  }
}

/** One key and the alternatives that ask about it. */
interface KeyTest {
  /** Alternatives with a condition on this key, and on keys after it. */
  readonly users: number
  readonly laterUsers: number
  /** Alternatives that the record's value leaves open, those without a condition on the key among them. */
  readonly open: FirstMatch
}

function groupMatch(whens: readonly WhenSource[], references: References): FirstMatch {
  const all = 2 ** whens.length - 1
  const keys = [...new Set(whens.flatMap((when) => when.map((condition) => condition.key)))]
  const users = keys.map((key) => bitsOf(whens, (when) => when.some((condition) => condition.key === key)))
  const tests = keys.map((key, i): KeyTest => {
    const laterUsers = users.slice(i + 1).reduce((bits, more) => bits | more, 0)
    return { users: users[i], laterUsers, open: openAlternatives(key, whens, references) }
  })
  return (slots, scope) => {
    let open = all
    for (let i = 0; i < tests.length; i++) {
      const test = tests[i]
      if ((open & test.users) === 0) continue
      open &= test.open(slots, scope)
      if (open === 0) return -1
      if ((open & -open & test.laterUsers) === 0) break
    }
    return open === 0 ? -1 : 31 - Math.clz32(open & -open)
  }
}

function bitsOf(whens: readonly WhenSource[], holds: (when: WhenSource) => boolean): number {
  return whens.reduce((bits, when, i) => (holds(when) ? bits | (1 << i) : bits), 0)
}

function openAlternatives(key: string, whens: readonly WhenSource[], references: References): FirstMatch {
  const asked = whens.flatMap((when, i) => {
    return when.filter((condition) => condition.key === key).map((condition) => ({ condition, bit: 1 << i }))
  })
  const tests = asked.map(({ condition }) => valueTest(condition))
  const all = 2 ** whens.length - 1
  const work = (value: Json | undefined): number => {
    let open = all
    const lower = lowerOf(value)
    for (let i = 0; i < tests.length; i++) if (!tests[i](value, lower)) open &= ~asked[i].bit
    return open
  }
  if (asked.some(({ condition: { test } }) => test !== 'exists' && test !== 'missing'))
    return references.judge(key, work)
  return references.judgePresence(key, work(true), work(undefined))
}

/** Tests a value, which comes with its {@link lowerOf}: several tests look at one value. */
type ValueTest = (value: Json | undefined, lower: string) => boolean

function valueTest(condition: ConditionSource): ValueTest {
  switch (condition.test) {
    case 'exists':
      return isThere
    case 'missing':
      return (value) => !isThere(value)
    case 'like':
      return anyElement(matcherFromPatterns(condition.patterns))
    case 'unlike': {
      const matches = anyElement(matcherFromPatterns(condition.patterns))
      return (value, lower) => isThere(value) && !matches(value, lower)
    }
    case 'between': {
      const from = condition.from ?? Number.NEGATIVE_INFINITY
      const to = condition.to ?? Number.POSITIVE_INFINITY
      return (value) => {
        if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return false
        const number = Number(value)
        return number >= from && number <= to
      }
    }
  }
}

function anyElement(matches: (lower: string) => boolean): ValueTest {
  return (value, lower) => {
    if (Array.isArray(value)) {
      return value.slice(0, MAX_ELEMENTS).some((element) => isScalar(element) && matches(lowerOf(element)))
    }
    return isScalar(value) && value !== '' && matches(lower)
  }
}

function isScalar(value: Json | undefined): boolean {
  return value !== undefined && value !== null && typeof value !== 'object'
}

/** A scalar as text in lower case; empty for anything else. */
function lowerOf(value: Json | undefined): string {
  if (typeof value === 'string') return value.toLowerCase()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
