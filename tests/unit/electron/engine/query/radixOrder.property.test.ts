import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowsByKeys, sortedValues } from '../../../../../electron/engine/query/radixOrder.ts'

const anyKey = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffff_ffff }))

test('rows by keys are in order of the keys, the last word first, equal keys as they came', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), anyKey, anyKey), { maxLength: 60 }), (items) => {
      const rows = Uint32Array.from(items, ([row]) => row)
      const low = Uint32Array.from(items, ([, key]) => key)
      const high = Uint32Array.from(items, ([, , key]) => key)
      const sorted = items.toSorted((a, b) => a[2] - b[2] || a[1] - b[1])
      expect([...rowsByKeys(rows, [low, high])]).toEqual(sorted.map(([row]) => row))
      expect([...rowsByKeys(rows, [])]).toEqual([...rows])
      expect([...low]).toEqual(items.map(([, key]) => key))
    }),
    { numRuns: 300 },
  ))

test('sorted values are the values, ascending', () =>
  fc.assert(
    fc.property(fc.array(anyKey, { maxLength: 60 }), (values) => {
      expect([...sortedValues(Uint32Array.from(values))]).toEqual(values.toSorted((a, b) => a - b))
    }),
  ))
