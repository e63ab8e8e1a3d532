/**
 * Conditions and rules as closures.
 *
 * No expression language: a condition tests one key, a rule holds where all its conditions do, the first rule wins.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import type { ConditionSource, WhenSource } from './profileSource.ts'
import { firstOf, type References, type Scope } from './references.ts'
import { matcherFromPatterns } from './wildcard.ts'

/** Texts remembered per key of a list of rules; full, it starts anew. */
const MAX_REMEMBERED = 4096
const MAX_REMEMBERED_CHARS = 200
/** Elements of a list a condition looks at. */
const MAX_ELEMENTS = 1000

/**
 * Position of the first alternative whose conditions all hold; -1 where there is none.
 *
 * Conditions are gathered by key: per record each key is read once, and what a text satisfies is remembered. Lists of
 * rules by service, verb or error code thus cost one map lookup per key, however many wildcards they hold.
 */
export function firstMatch(
  whens: readonly WhenSource[],
  references: References,
): (payload: Payload, scope: Scope) => number {
  const keys = [...new Set(whens.flatMap((when) => when.map((condition) => condition.key)))]
  const columns = keys.map((key) => conditionColumn(key, whens, references))
  // Per alternative, flat pairs: position of the key, position of the condition among those of its key.
  const plans = whens.map((when) =>
    when.flatMap((condition) => {
      const column = keys.indexOf(condition.key)
      return [column, columns[column].conditions.indexOf(condition)]
    }),
  )
  const answers: (readonly boolean[])[] = keys.map(() => [])
  const askedAt = new Float64Array(keys.length)
  let turn = 0
  return (payload, scope) => {
    turn += 1
    for (let i = 0; i < plans.length; i++) {
      const plan = plans[i]
      let holds = true
      for (let p = 0; p < plan.length; p += 2) {
        const column = plan[p]
        if (askedAt[column] !== turn) {
          answers[column] = columns[column].answer(payload, scope)
          askedAt[column] = turn
        }
        if (!answers[column][plan[p + 1]]) {
          holds = false
          break
        }
      }
      if (holds) return i
    }
    return -1
  }
}

interface ConditionColumn {
  readonly conditions: readonly ConditionSource[]
  /** Which of the conditions hold, by position. */
  readonly answer: (payload: Payload, scope: Scope) => readonly boolean[]
}

function conditionColumn(key: string, whens: readonly WhenSource[], references: References): ConditionColumn {
  const conditions = whens.flatMap((when) => when.filter((condition) => condition.key === key))
  const read = firstOf(references.readers(key))
  const tests = conditions.map(valueTest)
  const answerFor = (value: Json | undefined): readonly boolean[] => tests.map((test) => test(value))
  const absent = answerFor(undefined)
  if (conditions.every(({ test }) => test === 'exists' || test === 'missing')) {
    const present = answerFor(true)
    return { conditions, answer: (payload, scope) => (isThere(read(payload, scope)) ? present : absent) }
  }
  const remembered = new Map<string, readonly boolean[]>()
  const answer: ConditionColumn['answer'] = (payload, scope) => {
    const value = read(payload, scope)
    if (value === undefined) return absent
    if (typeof value !== 'string' || value.length > MAX_REMEMBERED_CHARS) return answerFor(value)
    const known = remembered.get(value)
    if (known !== undefined) return known
    const found = answerFor(value)
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(value, found)
    return found
  }
  return { conditions, answer }
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
