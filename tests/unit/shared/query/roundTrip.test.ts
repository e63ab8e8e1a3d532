/** Filter → text → filter, and the laws of normalising. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Filter } from '../../../../shared/filter.ts'
import {
  normalizeFilter,
  parseQuery,
  payloadField,
  payloadPath,
  printQuery,
  tokenizeQuery,
} from '../../../../shared/query/index.ts'
import { anyFilter, anyLeaf, anyPayloadField, anyText, knownField } from './anyFilter.ts'

test('a filter comes back from its text', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const text = printQuery(filter)
      expect(parseQuery(text, knownField), text).toEqual({ ok: true, filter: normalizeFilter(filter) })
    }),
    { numRuns: 5000 },
  )
})

test('values of any text come back, bare and quoted', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.boolean(),
      fc.constantFrom('actor', 'ip', 'peerAddress', 'payload.a'),
      (value, exact, field) => {
        const filter: Filter = { kind: 'is', field, value, exact }
        expect(parseQuery(printQuery(filter), knownField)).toEqual({ ok: true, filter: normalizeFilter(filter) })
      },
    ),
    { numRuns: 5000 },
  )
})

test('texts come back, whatever stands beside them', () => {
  const text = fc.record({
    kind: fc.constant('text' as const),
    text: anyText,
    phrase: fc.boolean(),
    prefix: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), fc.constantFrom('and', 'or'), (of, kind) => {
      const filter: Filter = { kind, of }
      expect(parseQuery(printQuery(filter), knownField)).toEqual({ ok: true, filter: normalizeFilter(filter) })
    }),
    { numRuns: 5000 },
  )
})

test('what is asked of one field stands behind its name once, and comes back', () => {
  const parts = fc
    .array(anyLeaf, { minLength: 2, maxLength: 5 })
    .map((leaves) =>
      leaves.flatMap((leaf): Filter[] =>
        'field' in leaf && leaf.kind !== 'network' ? [{ ...leaf, field: 'actor' }] : [],
      ),
    )
  fc.assert(
    fc.property(parts, (of) => {
      const filter: Filter = { kind: 'or', of }
      expect(parseQuery(printQuery(filter), knownField)).toEqual({ ok: true, filter: normalizeFilter(filter) })
    }),
    { numRuns: 5000 },
  )
  const asked = parseQuery('actor:ci-* OR actor:"b c" OR actor:>=m', knownField)
  expect(asked.ok && printQuery(asked.filter)).toBe('actor:(ci-* OR "b c" OR >=m)')
})

test('printing what was parsed changes nothing any more', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const text = printQuery(filter)
      const parsed = parseQuery(text, knownField)
      expect(parsed.ok && printQuery(parsed.filter)).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test('normalising twice is normalising once', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const once = normalizeFilter(filter)
      expect(normalizeFilter(once)).toEqual(once)
    }),
    { numRuns: 2000 },
  )
})

test('normalising keeps the meaning', () => {
  // Every clause but "and", "or", "not" and "all" is a coin that fell one way or the other.
  const meaning = (filter: Filter, isTrue: (clause: string) => boolean): boolean => {
    switch (filter.kind) {
      case 'all':
        return true
      case 'and':
        return filter.of.every((part) => meaning(part, isTrue))
      case 'or':
        return filter.of.some((part) => meaning(part, isTrue))
      case 'not':
        return !meaning(filter.of, isTrue)
      default:
        return isTrue(JSON.stringify(normalizeFilter(filter)))
    }
  }
  fc.assert(
    fc.property(anyFilter, fc.func(fc.boolean()), (filter, coin) => {
      expect(meaning(normalizeFilter(filter), coin)).toBe(meaning(filter, coin))
    }),
    { numRuns: 1000 },
  )
})

test('payload paths come back from their names', () => {
  fc.assert(
    fc.property(anyPayloadField, (field) => {
      const path = payloadPath(field)
      expect(path === null ? null : payloadField(path)).toBe(field)
    }),
  )
})

const piece = fc.constantFrom(
  'actor',
  'time',
  'payload',
  '.',
  'a',
  'b',
  ':',
  '>',
  '<',
  '=',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"',
  '\\',
  '/',
  '*',
  '?',
  '-',
  '!',
  '+',
  ' ',
  ' ',
  'AND',
  'OR',
  'NOT',
  'TO',
  '&&',
  '||',
  '2026-05',
  'now',
  '10.0.0.0/8',
  '\n',
  'é',
  '\ud800',
  '\0',
  '|',
  '&',
)
const anyQueryText = fc.oneof(
  fc.string(),
  fc.array(piece, { maxLength: 24 }).map((parts) => parts.join('')),
)

test('any text gives a filter or a failure that points into it', () => {
  fc.assert(
    fc.property(anyQueryText, (text) => {
      const parsed = parseQuery(text, knownField)
      if (parsed.ok) {
        expect(parseQuery(printQuery(parsed.filter), knownField)).toEqual(parsed)
      } else {
        const { code, where, facts, message } = parsed.failure
        expect(['query/syntax', 'query/unknown-field', 'query/bad-value']).toContain(code)
        expect(message).not.toBe('')
        expect(where?.column).toBeGreaterThanOrEqual(1)
        expect(facts?.length).toBeGreaterThanOrEqual(1)
        expect((where?.column ?? 0) + Number(facts?.length)).toBeLessThanOrEqual(text.length + 2)
      }
    }),
    { numRuns: 10_000 },
  )
})

test('tokens stand in order, do not overlap, and leave out blanks and the sign + alone', () => {
  fc.assert(
    fc.property(anyQueryText, (text) => {
      let end = 0
      for (const token of tokenizeQuery(text, knownField)) {
        expect(token.start).toBeGreaterThanOrEqual(end)
        expect(token.end).toBeGreaterThan(token.start)
        expect(text.slice(end, token.start)).toMatch(/^[\s+]*$/)
        end = token.end
      }
      expect(text.slice(end)).toMatch(/^[\s+]*$/)
    }),
    { numRuns: 3000 },
  )
})
