import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  eachLeaf,
  FlatColumns,
  MAX_FLAT_COLUMNS,
  valueAt,
  valueText,
} from '../../../../../electron/engine/exporting/payloadCells.ts'
import { payloadPath } from '../../../../../shared/query/index.ts'
import { FailureError, type Json } from '../../../../../shared/failure.ts'

/** Keys as attackers write them. */
const key = fc.constantFrom('a', 'b', 'a.b', '0', '__proto__', 'constructor', '', ' ', '"', '[0]', '*', 'é', 'x\ny')
const { payload } = fc.letrec<{ payload: Json; value: Json }>((tie) => ({
  payload: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 0, 1.5, '', 'text', [], [1, { a: 2 }]),
    tie('payload'),
  ),
}))

test('every column is a path that leads to its value, and no value is left out', () => {
  fc.assert(
    fc.property(payload, (record) => {
      const found = new Map<string, string>()
      eachLeaf(record, (column, value) => {
        expect(found.has(column)).toBe(false)
        found.set(column, valueText(value))
        const path = payloadPath(column)
        const keys = path?.map((segment) => (segment.kind === 'key' ? segment.key : fail(column)))
        expect(valueAt(record, keys ?? [])).toEqual(value)
      })
      expect(found.size).toBe(leaves(record, true))
      const flat = new FlatColumns()
      flat.add(record)
      expect([...flat.columns.keys()]).toEqual([...found.keys()])
      expect(flat.cells(record)).toEqual([...found.values()])
    }),
  )
})

test('a value that is missing in one record is an empty cell there', () => {
  const flat = new FlatColumns()
  flat.add({ a: 1, b: { c: 'x' } })
  flat.add({ b: 'not an object', d: null })
  expect([...flat.columns.keys()]).toEqual(['payload.a', 'payload.b.c', 'payload.b', 'payload.d'])
  expect(flat.cells({ b: 'not an object', d: null })).toEqual([null, null, 'not an object', 'null'])
})

test('more columns than there may be fail by name', () => {
  const flat = new FlatColumns()
  flat.add(Object.fromEntries(Array.from({ length: MAX_FLAT_COLUMNS }, (_, i) => [`k${i}`, i])))
  expect(() => flat.add({ k0: 1, one: 'more' })).toThrow(FailureError)
  try {
    flat.add({ one: 'more' })
  } catch (error) {
    expect(error).toMatchObject({ failure: { code: 'export/too-many-columns', facts: { most: MAX_FLAT_COLUMNS } } })
  }
})

function leaves(value: Json, isRoot: boolean): number {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 1
  const inner = Object.values(value)
  return inner.length === 0 ? (isRoot ? 0 : 1) : inner.reduce((sum: number, one) => sum + leaves(one as Json, false), 0)
}

function fail(column: string): never {
  throw new Error(`${column} is no path of keys`)
}
