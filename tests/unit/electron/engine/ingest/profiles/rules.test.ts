import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileProfile } from '../../../../../../electron/engine/ingest/profiles/compile.ts'
import type { Payload } from '../../../../../../electron/engine/ingest/profiles/event.ts'
import { parseProfile } from '../../../../../../electron/engine/ingest/profiles/profileSchema.ts'

/** The message that the rules give. */
function messageOf(rules: unknown): (payload: Payload) => string | null {
  const parsed = parseProfile(
    `{schema: 1, id: made-up, version: 1, title: T, vendor: V, source: s, recognise: [{format: json}], fields: {message: {rules: ${JSON.stringify(rules)}}}}`,
    'x',
  )
  if (!parsed.ok) throw new Error(parsed.failures[0].message)
  const { map } = compileProfile(parsed.value)
  return (payload) => {
    const mapped = map(payload)
    if (!mapped.ok) throw new Error(mapped.failure.message)
    return mapped.event.values[0]
  }
}

type Test = string | { not: string[] } | { from: number }

/** The slow definition. */
function holds(test: Test, value: unknown): boolean {
  const isThere = value !== undefined && value !== null && value !== '' && value !== '-'
  if (test === 'exists') return isThere
  if (test === 'missing') return !isThere
  const one = (pattern: string, item: unknown): boolean => {
    if (item === null || item === undefined || typeof item === 'object') return false
    const source = [...pattern.toLowerCase()].map((c) =>
      c === '*' ? '[^]*' : c === '?' ? '[^]' : `\\u{${c.codePointAt(0)?.toString(16)}}`,
    )
    return new RegExp(`^(?:${source.join('')})$`, 'u').test(String(item).toLowerCase())
  }
  const like = (pattern: string): boolean =>
    Array.isArray(value) ? value.some((item) => one(pattern, item)) : value !== '' && one(pattern, value)
  if (typeof test === 'string') return like(test)
  if ('not' in test) return isThere && !test.not.some(like)
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return false
  return Number(value) >= test.from
}

const pattern = fc.constantFrom('ab*', '*b', '*a*', 'a', 'A', '*', '?b', 'a*b', '1', 'true', '*a*b*', 'ab', '40?')
const condition: fc.Arbitrary<Test> = fc.oneof(
  fc.constantFrom('exists', 'missing'),
  pattern,
  fc.record({ not: fc.array(pattern, { minLength: 1, maxLength: 2 }) }),
  fc.record({ from: fc.constantFrom(0, 1, 400) }),
)
const key = fc.constantFrom('k', 'l', 'm.n')
const scalar = fc.constantFrom('', '-', 'a', 'ab', 'AB', 'aab', 'xb', 1, 0, 403, '403', true, null, ' ', 'bé')
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.constant({ x: 1 }))

describe('rules', () => {
  test('the first rule whose conditions hold wins, as in the plain definition', () => {
    const whens = fc.array(fc.dictionary(key, condition, { maxKeys: 3 }), { minLength: 1, maxLength: 40 })
    const payloads = fc.array(
      fc.record({ k: value, l: value, m: fc.record({ n: value }, { requiredKeys: [] }) }, { requiredKeys: [] }),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(whens, payloads, (list, records) => {
        const find = messageOf(list.map((when, i) => ({ when, is: String(i) })))
        for (const record of records) {
          const valueAt = (at: string): unknown => (at === 'm.n' ? record.m?.n : record[at as 'k' | 'l'])
          const index = list.findIndex((when) => Object.entries(when).every(([at, test]) => holds(test, valueAt(at))))
          expect(find(record as unknown as Payload)).toBe(index < 0 ? null : String(index))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('more rules than one small integer has bits', () => {
    const find = messageOf(Array.from({ length: 100 }, (_, i) => ({ when: { k: `v${i}` }, is: String(i) })))
    for (const i of [0, 29, 30, 31, 60, 99]) expect(find({ k: `V${i}` })).toBe(String(i))
    expect(find({ k: 'v100' })).toBeNull()
  })
})
