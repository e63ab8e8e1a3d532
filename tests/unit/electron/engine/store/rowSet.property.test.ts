import fc from 'fast-check'
import { expect, test } from 'vitest'
import { difference, intersection, lowerBound, trimmed, union } from '../../../../../electron/engine/store/index.ts'

const SIZE = 60
const anySet = fc
  .uniqueArray(fc.nat(SIZE - 1), { maxLength: SIZE })
  .map((rows) => Uint32Array.from(rows.toSorted((a, b) => a - b)))

/** The rows that a predicate on membership keeps, by looking at every row. */
function those(keeps: (row: number) => boolean): number[] {
  return Array.from({ length: SIZE }, (_, row) => row).filter(keeps)
}
const list = (rows: Uint32Array): number[] => [...rows]

test('intersection, union and difference are those of sets, whatever their sizes', () =>
  fc.assert(
    fc.property(anySet, anySet, (a, b) => {
      const [left, right] = [new Set(a), new Set(b)]
      expect(list(intersection(a, b))).toEqual(those((row) => left.has(row) && right.has(row)))
      expect(list(union(a, b))).toEqual(those((row) => left.has(row) || right.has(row)))
      expect(list(difference(a, b))).toEqual(those((row) => left.has(row) && !right.has(row)))
    }),
    { numRuns: 500 },
  ))

test('a small set and one a thousand times its size meet in the rows both hold', () =>
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200_000), { maxLength: 5 }), fc.integer({ min: 1, max: 7 }), (rows, step) => {
      const small = Uint32Array.from(rows.toSorted((a, b) => a - b))
      const large = Uint32Array.from({ length: Math.floor(100_000 / step) }, (_, i) => i * step)
      const expected = [...small].filter((row) => row % step === 0 && row / step < large.length)
      expect(list(intersection(small, large))).toEqual(expected)
      expect(list(intersection(large, small))).toEqual(expected)
    }),
    { numRuns: 50 },
  ))

test('no operation changes what it is given', () =>
  fc.assert(
    fc.property(anySet, anySet, (a, b) => {
      const [before, other] = [list(a), list(b)]
      for (const operation of [intersection, union, difference]) operation(a, b).slice().fill(0)
      expect([list(a), list(b)]).toEqual([before, other])
    }),
  ))

test('lowerBound is the first index whose element is not less', () =>
  fc.assert(
    fc.property(anySet, fc.integer({ min: -2, max: SIZE + 2 }), fc.nat(SIZE), (rows, value, start) => {
      const from = Math.min(start, rows.length)
      const found = rows.findIndex((row, i) => i >= from && row >= value)
      expect(lowerBound(rows, value, from)).toBe(found < 0 ? rows.length : found)
    }),
  ))

test('trimmed keeps the first elements, in a buffer of their own where most were cut off', () =>
  fc.assert(
    fc.property(fc.uint32Array({ maxLength: 40 }), fc.nat(40), (out, wanted) => {
      const count = Math.min(wanted, out.length)
      const kept = trimmed(out, count)
      expect(list(kept)).toEqual(list(out).slice(0, count))
      if (count * 4 < out.length) expect(kept.buffer.byteLength).toBe(count * 4)
    }),
  ))
