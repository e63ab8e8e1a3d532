import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseOrder, listedOrder, pickedOrder, slices } from '../../../../../electron/engine/query/rowOrder.ts'
import { rowsByTime, timeOrder } from '../../../../../electron/engine/query/timeOrder.ts'
import { anyRowList, kindsOf } from '../../../../helpers/rowKinds.ts'

const SIZE = 90
const anyOrder = fc.tuple(
  fc.shuffledSubarray(
    Array.from({ length: SIZE }, (_, row) => row),
    { minLength: SIZE },
  ),
  fc.nat(SIZE),
)

test('picked from the order of all, rows of any kind are those that a filter of that order keeps', () =>
  fc.assert(
    fc.property(
      anyRowList(SIZE),
      anyOrder,
      fc.boolean(),
      fc.nat(SIZE),
      fc.nat(SIZE),
      (list, [all, valued], descending, a, b) => {
        const set = new Set(list)
        const places = [...(descending ? all.slice(0, valued).reverse() : all.slice(0, valued)), ...all.slice(valued)]
        const expected = places.filter((row) => set.has(row))
        for (const rows of kindsOf(list, SIZE)) {
          const order = pickedOrder(rows, { rows: Uint32Array.from(all), valued }, SIZE, descending)
          expect(order.count).toBe(list.length)
          expect([...order.slice(Math.min(a, b), Math.max(a, b))]).toEqual(
            expected.slice(Math.min(a, b), Math.max(a, b)),
          )
          expect([...order.slice(0, SIZE)]).toEqual(expected)
          expect([...caseOrder(rows).slice(a, SIZE)]).toEqual(list.slice(a))
          const backwards = pickedOrder(rows, { rows: null, valued: SIZE }, SIZE, true)
          expect([...backwards.slice(a, SIZE)]).toEqual(list.toReversed().slice(a))
        }
      },
    ),
    { numRuns: 300 },
  ))

// Larger than the blocks in which places are counted.
const LARGE = 30_000
const shuffled = Uint32Array.from({ length: LARGE }, (_, place) => (place * 7_919) % LARGE)

test.each([
  ['few', (row: number) => row % 997 === 3],
  ['half', (row: number) => row % 2 === 0],
  ['nearly all', (row: number) => row % 997 !== 3],
  ['all', () => true],
])('any slice of 30,000 places, in any turn: %s', (_, keeps) => {
  const list = Array.from({ length: LARGE }, (_, row) => row).filter(keeps)
  const expected = [...shuffled].filter(keeps)
  for (const rows of kindsOf(list, LARGE)) {
    const order = pickedOrder(rows, { rows: shuffled, valued: LARGE }, LARGE)
    for (const start of [list.length - 5, 0, list.length >> 1, 4_095, 4_096, list.length, list.length + 3]) {
      const [from, to] = [Math.max(0, start), Math.max(0, start) + 7]
      expect([...order.slice(from, to)]).toEqual(expected.slice(from, to))
      expect([...caseOrder(rows).slice(from, to)]).toEqual(list.slice(from, to))
    }
    expect([...slices(order)].flatMap((slice) => [...slice])).toEqual(expected)
    expect([...slices(caseOrder(rows))].flatMap((slice) => [...slice])).toEqual(list)
  }
})

test('a listed order is its list', () => {
  const order = listedOrder(Uint32Array.of(5, 1, 3))
  expect([order.count, ...order.slice(1, 9)]).toEqual([3, 1, 3])
})

const anyTimes = fc.oneof(
  fc.array(fc.oneof(fc.integer(), fc.integer({ min: 0, max: 3 }), fc.constant(Number.NaN)), { maxLength: 300 }),
  // Nearly in order, as files are; and all in one place but for two far away, so that they share a bucket.
  fc.array(fc.nat(40), { maxLength: 300 }).map((late) => late.map((by, row) => 1_000 * row - 1_000 * by)),
  fc
    .array(fc.nat(400), { minLength: 300, maxLength: 900 })
    .map((times) => [Number.MAX_SAFE_INTEGER, ...times, Number.MIN_SAFE_INTEGER]),
  fc.array(fc.integer(), { maxLength: 50 }).map((times) => times.toSorted((a, b) => a - b)),
)

test('all events by time are a stable sort of them, those without a time last', () =>
  fc.assert(
    fc.property(anyTimes, (list) => {
      const times = Float64Array.from(list)
      const rows = list.map((_, row) => row)
      const valued = rows.filter((row) => !Number.isNaN(list[row])).sort((a, b) => list[a] - list[b])
      const missing = rows.filter((row) => Number.isNaN(list[row]))
      const order = timeOrder(times)
      expect([...(order.rows ?? rows)]).toEqual([...valued, ...missing])
      expect(order.valued).toBe(valued.length)
      const some = Uint32Array.from(valued.filter((row) => row % 3 !== 0).sort((a, b) => a - b))
      expect([...rowsByTime(some, times)]).toEqual(valued.filter((row) => row % 3 !== 0))
    }),
    { numRuns: 500 },
  ))

test('an order by time is not written down where events are in it already', () => {
  expect(timeOrder(Float64Array.of(1, 1, 2)).rows).toBeNull()
  expect(timeOrder(Float64Array.of(1, Number.NaN, 2)).rows).toEqual(Uint32Array.of(0, 2, 1))
})
