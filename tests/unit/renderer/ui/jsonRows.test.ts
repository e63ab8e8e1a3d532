/** The rows of a payload's tree. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonKey, jsonMatches, jsonRows } from '../../../../renderer/ui/jsonRows.ts'
import type { Json } from '../../../../shared/failure.ts'

const all = () => true
const none = () => false

test('closed values count as one row, open ones list their members in order', () => {
  const value = { b: [1, { c: null }], a: 'x' }
  expect(jsonRows(value, none).map(({ name, size }) => [name, size])).toEqual([
    ['b', 2],
    ['a', null],
  ])
  expect(jsonRows(value, all).map(({ depth, name }) => [depth, name])).toEqual([
    [0, 'b'],
    [1, 0],
    [1, 1],
    [2, 'c'],
    [0, 'a'],
  ])
})

test('open altogether, every value stands once at its path', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (made) => {
      const value = made as Json
      const rows = jsonRows(value, all)
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
      for (const row of rows) {
        let at: Json = value
        for (const step of row.path) at = (at as { readonly [key: string]: Json })[step]
        expect(at).toBe(row.value)
      }
    }),
  )
})

test('depth is no danger', () => {
  let value: Json = 1
  for (let i = 0; i < 3_000; i++) value = [value]
  expect(jsonRows(value, all)).toHaveLength(3_000)
})

describe('a search', () => {
  test('finds names and values, ignoring case, and opens what holds them', () => {
    const { found, around } = jsonMatches({ user: { Name: 'Alex' }, list: ['alex@example.com', 3] }, 'ALEX')
    expect([...found].sort()).toEqual([jsonKey(['list', 0]), jsonKey(['user', 'Name'])])
    expect([...around].sort()).toEqual([jsonKey(['list']), jsonKey(['user'])])
  })

  test('takes `__proto__` for a name like any other', () => {
    const value = JSON.parse('{"__proto__": {"a": 1}}') as Json
    expect([...jsonMatches(value, 'proto').found]).toEqual([jsonKey(['__proto__'])])
    expect(jsonRows(value, all)).toHaveLength(2)
  })
})
