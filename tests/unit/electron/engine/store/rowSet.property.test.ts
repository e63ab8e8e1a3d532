import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allRows,
  complement,
  difference,
  intersection,
  lowerBound,
  type Rows,
  rowCount,
  rowSetOf,
  select,
  spanOf,
  trimmed,
  union,
  within,
} from '../../../../../electron/engine/store/index.ts'

const SIZE = 60
const anySet = fc
  .uniqueArray(fc.nat(SIZE - 1), { maxLength: SIZE })
  .map((rows) => Uint32Array.from(rows.toSorted((a, b) => a - b)))
const anySpan = fc.tuple(fc.nat(SIZE), fc.nat(SIZE)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
const anyRows: fc.Arbitrary<Rows> = fc.oneof(anySet, anySpan)

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

test('complement: together everything, in common nothing, twice the same', () =>
  fc.assert(
    fc.property(anySet, (a) => {
      const out = complement(a, SIZE)
      expect(list(union(a, out))).toEqual(list(allRows(SIZE)))
      expect(list(intersection(a, out))).toEqual([])
      expect(list(complement(out, SIZE))).toEqual(list(a))
    }),
  ))

test('the laws of De Morgan hold', () =>
  fc.assert(
    fc.property(anySet, anySet, (a, b) => {
      const not = (rows: Uint32Array) => complement(rows, SIZE)
      expect(list(not(union(a, b)))).toEqual(list(intersection(not(a), not(b))))
      expect(list(difference(a, b))).toEqual(list(intersection(a, not(b))))
    }),
  ))

test('no operation changes what it is given', () =>
  fc.assert(
    fc.property(anySet, anySet, (a, b) => {
      const [before, other] = [list(a), list(b)]
      for (const operation of [intersection, union, difference]) operation(a, b).slice().fill(0)
      complement(a, SIZE)
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

test('a span and the array of its rows are the same rows', () =>
  fc.assert(
    fc.property(anyRows, anySet, (rows, found) => {
      const set = new Set(rowSetOf(rows))
      expect(rowCount(rows)).toBe(set.size)
      expect(list(within(found, rows, intersection))).toEqual([...found].filter((row) => set.has(row)))
      expect(list(select(rows, (row) => row % 3 === 0))).toEqual([...set].filter((row) => row % 3 === 0))
      const span = spanOf(rows)
      expect([...set].every((row) => row >= span.start && row < span.end)).toBe(true)
      if (set.size > 0) expect(set.has(span.start) && set.has(span.end - 1)).toBe(true)
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
