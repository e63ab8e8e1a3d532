import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histogram, timeSpan } from '../../../../../electron/engine/query/index.ts'
import { timeBounds } from '../../../../../electron/engine/store/index.ts'
import { anyRowList, kindsOf } from '../../../../helpers/rowKinds.ts'

/** In order, backwards, nearly in order, or anyhow, far apart or close together; some without a time. */
const anyTimes = fc
  .tuple(
    fc.constantFrom(3, 60),
    fc.constantFrom(0, 1, -1, 20),
    fc.array(fc.tuple(fc.nat(59), fc.nat(60)), { minLength: 1, maxLength: 200, size: 'max' }),
  )
  .map(([spread, slope, events]) =>
    events.map(([jitter, chance], row) => (chance === 0 ? Number.NaN : slope * row + (jitter % spread))),
  )
const asked = anyTimes.chain((times) => fc.tuple(fc.constant(times), anyRowList(times.length)))
/** Events per stretch: so few that many stretches lie in one bin, and more than there are. */
const anyBlock = fc.constantFrom(2, 9, 16, 32, 1_024)

test('the span of rows of any kind is that of their times', () =>
  fc.assert(
    fc.property(asked, anyBlock, ([list, rows], block) => {
      const times = Float64Array.from(list)
      const found = rows.map((row) => list[row]).filter((time) => !Number.isNaN(time))
      const expected = found.length === 0 ? null : { from: Math.min(...found), to: Math.max(...found) }
      for (const kind of kindsOf(rows, list.length)) {
        expect(timeSpan(times, timeBounds(times, block), kind)).toEqual(expected)
      }
    }),
    { numRuns: 1_000 },
  ))

test('a histogram of rows of any kind counts each of their times in its bin', () =>
  fc.assert(
    fc.property(
      asked,
      anyBlock,
      fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: 1, max: 400 })),
      fc.integer({ min: 1, max: 6 }),
      ([list, rows], block, [from, length], bins) => {
        const times = Float64Array.from(list)
        const counts: number[] = new Array(bins).fill(0)
        let outside = 0
        for (const row of rows) {
          if (list[row] >= from && list[row] < from + length) counts[Math.floor(((list[row] - from) * bins) / length)]++
          else outside++
        }
        for (const kind of kindsOf(rows, list.length)) {
          const found = histogram(times, timeBounds(times, block), kind, from, from + length, bins)
          expect({ counts: [...found.counts], outside: found.outside }).toEqual({ counts, outside })
        }
      },
    ),
    { numRuns: 1_000 },
  ))
