/**
 * Conditions and rules as closures.
 *
 * A list of rules that looks at one key only (most do: operations by verb, categories by service) remembers its
 * answer per value, so a hundred wildcards cost one map lookup for a value seen before.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import type { ConditionSource, WhenSource } from './profileSource.ts'
import { firstOf, type Read, type References, type Scope } from './references.ts'
import { matcherFromPatterns } from './wildcard.ts'

export type Test = (payload: Payload, scope: Scope) => boolean

/** Values remembered per list of rules; full, it starts anew. */
const MAX_REMEMBERED = 4096
/** Elements of a list a condition looks at. */
const MAX_ELEMENTS = 1000

/** Position of the first alternative whose conditions all hold; -1 where there is none. */
export function firstMatch(whens: readonly WhenSource[], references: References): (payload: Payload, scope: Scope) => number {
  const keys = new Set(whens.flatMap((when) => when.map((condition) => condition.key)))
  if (keys.size === 1) {
    const [key] = keys
    const read = firstOf(references.readers(key))
    const tests = whens.map((when) => {
      const parts = when.map(valueTest)
      return (value: Json | undefined) => parts.every((test) => test(value))
    })
    const remembered = new Map<string, number>()
    return (payload, scope) => {
      const value = read(payload, scope)
      if (typeof value !== 'string') return tests.findIndex((test) => test(value))
      const known = remembered.get(value)
      if (known !== undefined) return known
      const found = tests.findIndex((test) => test(value))
      if (value.length <= 200) {
        if (remembered.size >= MAX_REMEMBERED) remembered.clear()
        remembered.set(value, found)
      }
      return found
    }
  }
  const tests = whens.map((when) => testOf(when, references))
  return (payload, scope) => {
    for (let i = 0; i < tests.length; i++) if (tests[i](payload, scope)) return i
    return -1
  }
}

function testOf(when: WhenSource, references: References): Test {
  const parts = when.map((condition): Test => {
    const read: Read = firstOf(references.readers(condition.key))
    const test = valueTest(condition)
    return (payload, scope) => test(read(payload, scope))
  })
  if (parts.length === 1) return parts[0]
  return (payload, scope) => {
    for (const part of parts) if (!part(payload, scope)) return false
    return true
  }
}

function valueTest(condition: ConditionSource): (value: Json | undefined) => boolean {
  switch (condition.test) {
    case 'exists':
      return isThere
    case 'missing':
      return (value) => !isThere(value)
    case 'like':
      return anyElement(matcherFromPatterns(condition.patterns))
    case 'unlike': {
      const matches = anyElement(matcherFromPatterns(condition.patterns))
      return (value) => isThere(value) && !matches(value)
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

function isThere(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && value !== '-'
}

function anyElement(matches: (text: string) => boolean): (value: Json | undefined) => boolean {
  const one = (value: Json | undefined): boolean =>
    value !== undefined && value !== null && typeof value !== 'object' && matches(String(value))
  return (value) => {
    if (typeof value === 'string') return value !== '' && matches(value)
    return Array.isArray(value) ? value.slice(0, MAX_ELEMENTS).some(one) : one(value)
  }
}
