/** The published rules of sampling as laws: sizes, no doubles, shares; keys and heap against a plain sort. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allocate,
  compareStrata,
  equalShares,
  proportionalShares,
} from '../../../../../electron/engine/sampling/allocation.ts'
import { itemKey, SmallestKeys } from '../../../../../electron/engine/sampling/ranking.ts'
import { intervalFor, systematicPlaces, systematicStart } from '../../../../../electron/engine/sampling/systematic.ts'
import { LEAST_GAP_US, timeGaps } from '../../../../../electron/engine/sampling/timeGaps.ts'

const counts = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 30 })
/** Strata, and a size that they can give. */
const strata = counts.chain((all) => {
  const total = all.reduce((sum, count) => sum + count, 0)
  return fc.record({ counts: fc.constant(all), size: fc.nat(total) })
})

describe('shares of strata', () => {
  test.each(['proportional', 'equal'] as const)('%s ones add up and never exceed a stratum', (allocation) => {
    fc.assert(
      fc.property(strata, ({ counts: all, size }) => {
        const shares = allocate(size, all, allocation)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(size)
        for (const [i, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(all[i])
        }
      }),
    )
  })

  test('proportional ones lie within one of the exact share', () => {
    fc.assert(
      fc.property(strata, ({ counts: all, size }) => {
        const total = all.reduce((sum, count) => sum + count, 0)
        for (const [i, share] of proportionalShares(size, all).entries())
          if (total > 0) expect(Math.abs(share - (size * all[i]) / total)).toBeLessThan(1)
      }),
    )
  })

  test('equal ones differ by one at most among strata that are not taken whole', () => {
    fc.assert(
      fc.property(strata, ({ counts: all, size }) => {
        const shares = equalShares(size, all)
        const open = shares.filter((share, i) => share < all[i])
        if (open.length > 0) expect(Math.max(...shares) - Math.min(...open)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('known answers: remainders to the largest, ties to the first', () => {
    expect(proportionalShares(10, [50, 30, 20])).toEqual([5, 3, 2])
    expect(proportionalShares(5, [10, 10, 10])).toEqual([2, 2, 1])
    expect(proportionalShares(3, [1, 1, 98])).toEqual([0, 0, 3])
    expect(equalShares(10, [2, 100, 100])).toEqual([2, 4, 4])
    expect(equalShares(11, [2, 100, 3])).toEqual([2, 6, 3])
    expect(equalShares(2, [5, 5, 5])).toEqual([1, 1, 0])
  })

  test('strata stand in the order of their UTF-8 bytes, none last', () => {
    expect(['\u{1f600}', 'b', null, '\uffee', 'B', ''].sort(compareStrata)).toEqual([
      '',
      'B',
      'b',
      '\uffee',
      '\u{1f600}',
      null,
    ])
  })
})

describe('keys', () => {
  test('are what sha256sum gives for the published text', () => {
    const exhibit = 'ab'.repeat(32)
    const wanted = createHash('sha256').update(`2026-Q2:${exhibit}:17`, 'utf8').digest('hex')
    expect(itemKey('2026-Q2', exhibit, 17)).toBe(wanted)
    expect(itemKey('Größe 😀', exhibit, 0)).toBe(
      createHash('sha256')
        .update(Buffer.from(`Größe 😀:${exhibit}:0`))
        .digest('hex'),
    )
  })

  test('the smallest are those a plain sort finds', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[0-9a-f]{3}$/)), fc.nat(20), (keys, most) => {
        const kept = new SmallestKeys<{ key: string }>(most)
        for (const key of keys) kept.offer({ key })
        expect(kept.sorted().map(({ key }) => key)).toEqual(keys.toSorted().slice(0, most))
      }),
    )
  })

  test('every item has about the same chance, over many seeds', () => {
    // 40 items, 5 drawn, 4,000 seeds: 500 times each is expected, with a standard deviation of 21.
    const exhibit = 'cd'.repeat(32)
    const times = new Uint32Array(40)
    for (let seed = 0; seed < 4_000; seed++) {
      const kept = new SmallestKeys<{ key: string; item: number }>(5)
      for (let item = 0; item < 40; item++) kept.offer({ key: itemKey(`seed ${seed}`, exhibit, item), item })
      for (const { item } of kept.sorted()) times[item]++
    }
    expect(Math.min(...times)).toBeGreaterThan(500 - 5 * 21)
    expect(Math.max(...times)).toBeLessThan(500 + 5 * 21)
  })
})

describe('systematic places', () => {
  test('are as many as asked for, in the list, each once, at the interval', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(), fc.string(), (count, some, seed) => {
        const size = (some % count) + 1
        const interval = intervalFor(size, count)
        const places = systematicPlaces(systematicStart(seed, count), interval, size, count)
        expect(new Set(places).size).toBe(size)
        for (const [i, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(0)
          expect(place).toBeLessThan(count)
          if (i > 0) expect((place - places[i - 1] + count) % count).toBe(interval % count)
        }
      }),
    )
  })

  test('starts are spread over the list', () => {
    const times = new Uint32Array(10)
    for (let seed = 0; seed < 5_000; seed++) times[systematicStart(`seed ${seed}`, 10)]++
    expect(Math.min(...times)).toBeGreaterThan(500 - 5 * 21)
    expect(Math.max(...times)).toBeLessThan(500 + 5 * 21)
  })
})

describe('gaps in time', () => {
  const minute = 60_000_000
  const steady = Float64Array.from({ length: 200 }, (_, i) => i * minute)

  test('a steady log has none; events that are missing leave one', () => {
    expect(timeGaps(steady, 20)).toEqual({ count: 0, longest: [] })
    const torn = steady.filter((_, i) => i < 50 || i >= 150)
    expect(timeGaps(torn, 20)).toEqual({ count: 1, longest: [{ fromUs: 49 * minute, toUs: 150 * minute }] })
  })

  test('neither the order nor events without a time make a difference', () => {
    const torn = steady.filter((_, i) => i < 50 || i >= 150)
    fc.assert(
      fc.property(fc.shuffledSubarray([...torn], { minLength: torn.length }), (shuffled) => {
        expect(timeGaps(Float64Array.from([Number.NaN, ...shuffled, Number.NaN]), 20)).toEqual(timeGaps(torn, 20))
      }),
      { numRuns: 20 },
    )
  })

  test('less than an hour is none, and neither is what is usual there', () => {
    const seconds = Float64Array.from({ length: 100 }, (_, i) => (i < 50 ? i : i + 1_800) * 1_000_000)
    expect(timeGaps(seconds, 20).count).toBe(0)
    const daily = Float64Array.from({ length: 100 }, (_, i) => i * 24 * LEAST_GAP_US)
    expect(timeGaps(daily, 20).count).toBe(0)
  })

  test('few events say nothing about what is usual', () => {
    expect(timeGaps(Float64Array.of(0, 1, 2, 1e12), 20).count).toBe(0)
  })

  test('all are counted, the longest told, by time', () => {
    // Gaps of 2, 3 … 6 hours after every 1,000 events.
    const times: number[] = []
    let at = 0
    for (let part = 0; part < 6; part++) {
      for (let i = 0; i < 1_000; i++) times.push(at + i * 1_000_000)
      at += 999_000_000 + (part + 2) * LEAST_GAP_US
    }
    const { count, longest } = timeGaps(Float64Array.from(times), 2)
    expect(count).toBe(5)
    expect(longest.map(({ fromUs, toUs }) => Math.floor((toUs - fromUs) / LEAST_GAP_US))).toEqual([5, 6])
  })
})
