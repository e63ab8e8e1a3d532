/** Chips: clicks on values, negating, switching off; the filter they make is always what they show. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Clause,
  clauseOf,
  excludingValue,
  filterOf,
  includingValue,
  negatedAt,
  onlyValue,
  replacedAt,
  standingOf,
  switched,
  valueFilter,
  withFilter,
  withoutKey,
} from '../../../../renderer/state/clauses.ts'
import { fieldById } from '../../../../shared/fields.ts'
import { clausesOf, parseQuery, printQuery } from '../../../../shared/query/index.ts'

function parsed(query: string) {
  const found = parseQuery(query, fieldById)
  if (!found.ok) throw new Error(found.failure.message)
  return found.filter
}

const chips = (query: string): readonly Clause[] => clausesOf(parsed(query)).map(clauseOf)
const text = (clauses: readonly Clause[]): string => printQuery(filterOf(clauses))

describe('a click on a value', () => {
  test('asks for it, and a second one takes it back', () => {
    const once = includingValue([], 'actor', 'alex')
    expect(text(once)).toBe('actor:"alex"')
    expect(includingValue(once, 'actor', 'alex')).toEqual([])
  })

  test('joins the values of that field that are asked for', () => {
    const two = includingValue(includingValue(chips('outcome:failure'), 'actor', 'a'), 'actor', 'b')
    expect(two).toHaveLength(2)
    expect(text(two)).toBe('outcome:failure actor:("a" OR "b")')
  })

  test('that leaves out joins those left out, and lifts an asking for it', () => {
    const asked = includingValue(includingValue([], 'actor', 'a'), 'actor', 'b')
    const out = excludingValue(asked, 'actor', 'a')
    expect(standingOf(out, 'actor', 'a')).toBe('out')
    expect(standingOf(out, 'actor', 'b')).toBe('in')
    expect(standingOf(out, 'actor', 'c')).toBe('none')
  })

  test('on “no value” asks for events without the field', () => {
    expect(text(includingValue([], 'actor', null))).toBe(printQuery(parsed('-actor:*')))
  })

  test('for this one alone takes all else of that field away and nothing else', () => {
    expect(text(onlyValue(chips('actor:x* -actor:y outcome:failure'), 'actor', 'z'))).toBe('outcome:failure actor:"z"')
  })

  test('whatever was clicked before: asking shows as asked for, leaving out as left out, and no value is both', () => {
    const click = fc.record({ value: fc.constantFrom('a', 'b', 'c', null), isOut: fc.boolean() })
    fc.assert(
      fc.property(fc.array(click, { maxLength: 12 }), click, (before, last) => {
        const turn = (clauses: readonly Clause[], { value, isOut }: typeof last) =>
          isOut ? excludingValue(clauses, 'actor', value) : includingValue(clauses, 'actor', value)
        const clauses = before.reduce(turn, [] as readonly Clause[])
        const stood = standingOf(clauses, 'actor', last.value)
        const expected = stood === (last.isOut ? 'out' : 'in') ? 'none' : last.isOut ? 'out' : 'in'
        const now = turn(clauses, last)
        expect(standingOf(now, 'actor', last.value)).toBe(expected)
        // Its text says the same.
        expect(printQuery(parsed(text(now)))).toBe(text(now))
      }),
    )
  })
})

describe('chips', () => {
  test('that are off stay on screen and out of the question', () => {
    const [first, second] = chips('outcome:failure actor:alex')
    const now = switched([first, second], first.key)
    expect(text(now)).toBe('actor:alex')
    expect(text(switched(now, first.key))).toBe('outcome:failure actor:alex')
  })

  test('are negated, replaced and removed one by one', () => {
    const [first, second] = chips('outcome:failure actor:alex')
    expect(text(negatedAt([first, second], first.key))).toBe('-outcome:failure actor:alex')
    expect(text(replacedAt([first, second], second.key, parsed('ip:192.0.2.1 tenant:a')))).toBe(
      'outcome:failure ip:192.0.2.1 tenant:a',
    )
    expect(withoutKey([first, second], first.key)).toEqual([second])
  })

  test('keep their identity where a typed filter keeps them, and those that are off stay', () => {
    const [first, second, third] = chips('outcome:failure actor:alex ip:192.0.2.1')
    const now = withFilter(switched([first, second, third], third.key), parsed('actor:alex tenant:oak'))
    expect(now.map(({ key }) => key).slice(0, 2)).toEqual([second.key, third.key])
    expect(text(now)).toBe('actor:alex tenant:oak')
  })

  test('of values are exact: what looks like a pattern is not one', () => {
    expect(valueFilter('actor', 'a*')).toEqual({ kind: 'is', field: 'actor', value: 'a*', exact: true })
  })
})
