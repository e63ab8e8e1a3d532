import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countBetween,
  hasRow,
  intersectRows,
  isMask,
  isRowSet,
  maskOf,
  otherRows,
  type Rows,
  rowBytes,
  rowCount,
  rowParts,
  rowsBetween,
  rowsOfIds,
  rowsOfList,
  scanHits,
  spanOf,
  subtractRows,
  uniteRows,
} from '../../../../../electron/engine/store/index.ts'
import { anyRowList, anyRows, kindsOf, listOf, madeMask } from '../../../../helpers/rowKinds.ts'

const SIZE = 150
const any = anyRows(SIZE)

/** The rows that a predicate on membership keeps, by looking at every row. */
function those(keeps: (row: number) => boolean, size = SIZE): number[] {
  return Array.from({ length: size }, (_, row) => row).filter(keeps)
}

test('each kind says the same of the same rows', () =>
  fc.assert(
    fc.property(anyRowList(SIZE), fc.nat(SIZE), fc.nat(SIZE), (list, a, b) => {
      const set = new Set(list)
      const [start, end] = [Math.min(a, b), Math.max(a, b)]
      for (const rows of kindsOf(list, SIZE)) {
        expect(listOf(rows)).toEqual(list)
        expect(rowCount(rows)).toBe(list.length)
        expect(those((row) => hasRow(rows, row), SIZE + 40)).toEqual(list)
        expect(listOf(rowsBetween(rows, start, end))).toEqual(list.filter((row) => row >= start && row < end))
        expect(countBetween(rows, start, end)).toBe(list.filter((row) => row >= start && row < end).length)
        expect([...rowParts(rows)].flatMap(listOf)).toEqual(list)
        expect(listOf(maskOf(rows))).toEqual(list)
        const span = spanOf(rows)
        if (set.size > 0) expect([span.start, span.end]).toEqual([list[0], list[list.length - 1] + 1])
        else expect(span.end - span.start).toBe(0)
      }
    }),
    { numRuns: 500 },
  ))

test('intersection, union, difference and the others are those of sets, of whatever kinds', () =>
  fc.assert(
    fc.property(any, any, (a, b) => {
      const [left, right] = [new Set(listOf(a)), new Set(listOf(b))]
      const agrees = (found: Rows, keeps: (row: number) => boolean): void => {
        expect(listOf(found)).toEqual(those(keeps))
        expect(rowCount(found)).toBe(those(keeps).length)
      }
      agrees(intersectRows(a, b), (row) => left.has(row) && right.has(row))
      agrees(uniteRows(a, b), (row) => left.has(row) || right.has(row))
      agrees(subtractRows(a, b), (row) => left.has(row) && !right.has(row))
      agrees(otherRows(a, SIZE), (row) => !left.has(row))
      expect([listOf(a), listOf(b)]).toEqual([[...left], [...right]])
    }),
    { numRuns: 1_000 },
  ))

test('masks of different lengths meet as masks of one', () =>
  fc.assert(
    fc.property(anyRowList(70), anyRowList(SIZE), (a, b) => {
      const [short, long] = [madeMask(a, 70), madeMask(b, SIZE)]
      for (const [x, y] of [
        [short, long],
        [long, short],
      ]) {
        const [left, right] = [new Set(listOf(x)), new Set(listOf(y))]
        expect(listOf(intersectRows(x, y))).toEqual(those((row) => left.has(row) && right.has(row)))
        expect(listOf(uniteRows(x, y))).toEqual(those((row) => left.has(row) || right.has(row)))
        expect(listOf(subtractRows(x, y))).toEqual(those((row) => left.has(row) && !right.has(row)))
      }
    }),
  ))

test('a list becomes the kind that takes less room, and stays as it was', () =>
  fc.assert(
    fc.property(anyRowList(SIZE), (list) => {
      const given = Uint32Array.from(list)
      const rows = rowsOfList(given)
      const ofIds = rowsOfIds(list.map((row) => row + 1))
      given.fill(0)
      expect(listOf(rows)).toEqual(list)
      expect(listOf(ofIds)).toEqual(list)
      expect(rowBytes(rows)).toBeLessThanOrEqual(Math.max(4 * list.length, 4 * Math.ceil(SIZE / 32)))
    }),
  ))

// Larger than what is written down at a time, with words full, empty and mixed.
const LARGE = 50_000
const shapes: { [name: string]: (row: number) => boolean } = {
  'every other': (row) => row % 2 === 0,
  'all but one in a thousand': (row) => row % 1_000 !== 17,
  'one in a thousand': (row) => row % 1_000 === 17,
  'long stretches': (row) => (row >> 10) % 3 === 0,
  'the end alone': (row) => row >= LARGE - 2,
}

test.each(Object.entries(shapes))(
  'a scan of 50,000 rows gives the shortest kind, and all its parts: %s',
  (_, keeps) => {
    const list = those(keeps, LARGE)
    const rows = scanHits(
      (from, to) => {
        let bits = 0
        for (let row = from; row < to; row++) if (keeps(row)) bits |= 1 << row
        return bits
      },
      { start: 0, end: LARGE },
    )
    expect(listOf(rows)).toEqual(list)
    expect(isMask(rows)).toBe(list.length > LARGE / 16)
    expect(isRowSet(rows)).toBe(!isMask(rows))
    const parts = [...rowParts(rows)].map((part) => rowCount(part))
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(list.length)
    expect([...rowParts(rows)].length).toBeLessThanOrEqual(1 + LARGE / 16_384)
    expect(rowBytes(rows)).toBeLessThanOrEqual(LARGE / 4)
    expect(listOf(otherRows(rows, LARGE))).toEqual(those((row) => !keeps(row), LARGE))
  },
)
