/** Editing a filter as chips, facets and the time brush do; and what a text box offers to complete. */
import { describe, expect, test } from 'vitest'
import { fieldById } from '../../../../shared/fields.ts'
import type { Filter } from '../../../../shared/filter.ts'
import {
  clausesOf,
  completionAt,
  negated,
  parseQuery,
  printQuery,
  sameFilter,
  timeRangeOf,
  tokenizeQuery,
  withClause,
  withoutClause,
  withTimeRange,
} from '../../../../shared/query/index.ts'

function filterOf(text: string): Filter {
  const parsed = parseQuery(text, fieldById)
  return parsed.ok ? parsed.filter : expect.fail(parsed.failure.message)
}

describe('clauses', () => {
  test('are the parts of the top-level "and"', () => {
    expect(clausesOf(filterOf('a actor:b (c OR d)')).map(printQuery)).toEqual(['a', 'actor:b', 'c OR d'])
    expect(clausesOf(filterOf('a OR b'))).toHaveLength(1)
    expect(clausesOf(filterOf(''))).toEqual([])
  })

  test('are added once', () => {
    const one = withClause(filterOf(''), filterOf('actor:b'))
    expect(printQuery(one)).toBe('actor:b')
    expect(printQuery(withClause(one, filterOf('outcome:denied')))).toBe('actor:b outcome:denied')
    expect(printQuery(withClause(one, filterOf('actor:b')))).toBe('actor:b')
    expect(printQuery(withClause(filterOf('a OR b'), filterOf('c')))).toBe('(a OR b) c')
  })

  test('are taken away', () => {
    expect(printQuery(withoutClause(filterOf('a actor:b c'), filterOf('actor:b')))).toBe('a c')
    expect(printQuery(withoutClause(filterOf('actor:b'), filterOf('actor:b')))).toBe('*')
    expect(printQuery(withoutClause(filterOf('a OR b'), filterOf('a')))).toBe('a OR b')
  })

  test('are turned around', () => {
    expect(printQuery(negated(filterOf('actor:b')))).toBe('-actor:b')
    expect(printQuery(negated(filterOf('-actor:b')))).toBe('actor:b')
    expect(printQuery(negated(filterOf('a b')))).toBe('-(a b)')
  })

  test('are the same whatever their keys are ordered like', () => {
    expect(
      sameFilter(
        { kind: 'is', field: 'actor', value: 'a', exact: false },
        { exact: false, value: 'a', field: 'actor', kind: 'is' },
      ),
    ).toBe(true)
    expect(sameFilter(filterOf('a b'), filterOf('b a'))).toBe(false)
    expect(sameFilter(filterOf('payload.x.0:a'), filterOf('payload."x"[0]:a'))).toBe(true)
  })
})

describe('the time range', () => {
  test('is what the top level states', () => {
    expect(timeRangeOf(filterOf('a'))).toBeNull()
    expect(timeRangeOf(filterOf('time>=2026 a time<2027'))).toEqual({
      from: { value: '2026', inclusive: true },
      to: { value: '2027', inclusive: false },
    })
    expect(timeRangeOf(filterOf('time:2026-05'))).toEqual({
      from: { value: '2026-05', inclusive: true },
      to: { value: '2026-05', inclusive: true },
    })
    expect(timeRangeOf(filterOf('a OR time>=2026'))).toBeNull()
  })

  test('is replaced as a whole', () => {
    const from = { value: '2026-05-01', inclusive: true }
    const to = { value: '2026-05-08', inclusive: false }
    expect(printQuery(withTimeRange(filterOf('time>=2025 a time<2027'), { from, to }))).toBe(
      'a time:[2026-05-01 TO 2026-05-08}',
    )
    expect(printQuery(withTimeRange(filterOf('time>=2025 a'), null))).toBe('a')
  })
})

describe('completion', () => {
  /** The caret stands at |. */
  const complete = (text: string) => completionAt(text.replace('|', ''), text.indexOf('|') + 1)

  test.each([
    ['|', { kind: 'field', prefix: '', start: 0, end: 0 }],
    ['act|', { kind: 'field', prefix: 'act', start: 0, end: 3 }],
    ['a act|or:x', { kind: 'field', prefix: 'act', start: 2, end: 7 }],
    ['-act|', { kind: 'field', prefix: 'act', start: 1, end: 4 }],
    ['payload.af|', { kind: 'field', prefix: 'payload.af', start: 0, end: 10 }],
    ['actor:|', { kind: 'value', field: 'actor', prefix: '', isQuoted: false, start: 6, end: 6 }],
    ['Actor:al|ex b', { kind: 'value', field: 'actor', prefix: 'al', isQuoted: false, start: 6, end: 10 }],
    ['actor:a\\ b|', { kind: 'value', field: 'actor', prefix: 'a b', isQuoted: false, start: 6, end: 10 }],
    ['actor:"Alex B|', { kind: 'value', field: 'actor', prefix: 'Alex B', isQuoted: true, start: 6, end: 13 }],
    ['actor:"Al|ex B" c', { kind: 'value', field: 'actor', prefix: 'Al', isQuoted: true, start: 6, end: 14 }],
    ['actor:(a OR b|)', { kind: 'value', field: 'actor', prefix: 'b', isQuoted: false, start: 12, end: 13 }],
    ['actor:(a OR |', { kind: 'value', field: 'actor', prefix: '', isQuoted: false, start: 12, end: 12 }],
    ['actor:((a) |', { kind: 'value', field: 'actor', prefix: '', isQuoted: false, start: 11, end: 11 }],
    ['status>=4|', { kind: 'value', field: 'status', prefix: '4', isQuoted: false, start: 8, end: 9 }],
    ['time:[now-7d TO n|', { kind: 'value', field: 'time', prefix: 'n', isQuoted: false, start: 16, end: 17 }],
    ['actor:x |', { kind: 'field', prefix: '', start: 8, end: 8 }],
    ['actor:(a) b|', { kind: 'field', prefix: 'b', start: 10, end: 11 }],
    ['actor:"x"|', null],
    ['(a)|', null],
    ['"al|', null],
  ])('%s', (text, expected) => expect(complete(text)).toEqual(expected))
})

test('tokens for marking', () => {
  const text = '-actor:ci-* (status:[4 TO 5} OR "x")'
  expect(tokenizeQuery(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ['not', '-'],
    ['field', 'actor'],
    ['operator', ':'],
    ['value', 'ci-*'],
    ['open', '('],
    ['field', 'status'],
    ['operator', ':'],
    ['rangeOpen', '['],
    ['value', '4'],
    ['to', 'TO'],
    ['value', '5'],
    ['rangeClose', '}'],
    ['or', 'OR'],
    ['quoted', '"x"'],
    ['close', ')'],
  ])
})
