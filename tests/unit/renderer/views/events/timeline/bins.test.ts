import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  binAt,
  binsFor,
  LEAST_BAR_PX,
  lengthText,
  snapped,
  spanOfBin,
  spanText,
} from '../../../../../../renderer/views/events/timeline/bins.ts'
import { highestBin, layersOf } from '../../../../../../renderer/views/events/timeline/stack.ts'
import { ticksFor } from '../../../../../../renderer/views/events/timeline/ticks.ts'
import { microsFromUtcIso } from '../../../../../../shared/time/index.ts'

const at = microsFromUtcIso
const span = (from: string, to: string) => ({ fromMicros: at(from), toMicros: at(to) })
const day = 86_400_000_000

describe('bars', () => {
  test('cover the stretch, are round and not thinner than they may be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1.7e15 }),
        fc.integer({ min: 1_000, max: 1e15 }),
        fc.integer({ min: 40, max: 4_000 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
        (fromMicros, length, widthPx, zone) => {
          const stretch = { fromMicros, toMicros: fromMicros + length }
          const bins = binsFor(stretch, widthPx, zone)
          expect(bins.fromMicros).toBeLessThanOrEqual(stretch.fromMicros)
          expect(bins.toMicros).toBeGreaterThanOrEqual(stretch.toMicros)
          expect(bins.toMicros - bins.fromMicros).toBe(bins.count * bins.binMicros)
          expect(stretch.fromMicros - bins.fromMicros).toBeLessThan(bins.binMicros)
          expect(bins.count).toBeLessThanOrEqual(widthPx / LEAST_BAR_PX + 2)
        },
      ),
    )
  })

  test('start at midnight of the zone on screen', () => {
    const bins = binsFor(span('2026-05-01T10:00:00Z', '2026-12-31T00:00:00Z'), 1_000, 'Europe/Berlin')
    expect(bins.binMicros).toBe(day)
    expect(spanText(spanOfBin(bins, 0), 'Europe/Berlin')).toBe('2026-05-01 00:00 – 2026-05-02 00:00 +02:00')
  })

  test('are found at an instant, and not outside', () => {
    const bins = binsFor(span('2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z'), 400, 'UTC')
    expect(lengthText(bins.binMicros)).toBe('15 min')
    expect(binAt(bins, at('2026-05-01T00:15:00Z'))).toBe(1)
    expect(binAt(bins, at('2026-05-01T00:14:59.999Z'))).toBe(0)
    expect(binAt(bins, at('2026-05-02T00:00:00Z'))).toBeNull()
    expect(binAt(bins, at('2026-04-30T23:59:59Z'))).toBeNull()
  })

  test('what is brushed becomes whole bars, at least one, and no more than is on screen', () => {
    const shown = span('2026-05-01T00:05:00Z', '2026-05-02T00:00:00Z')
    const bins = binsFor(shown, 400, 'UTC')
    expect(snapped(span('2026-05-01T10:01:00Z', '2026-05-01T10:02:00Z'), bins, shown)).toEqual(
      span('2026-05-01T10:00:00Z', '2026-05-01T10:15:00Z'),
    )
    expect(snapped(span('2026-05-01T00:06:00Z', '2026-05-01T00:40:00Z'), bins, shown)).toEqual(
      span('2026-05-01T00:05:00Z', '2026-05-01T00:45:00Z'),
    )
  })

  test('are named with both dates where they differ, with the zone, as finely as needed', () => {
    expect(spanText(span('2026-05-12T14:00:00Z', '2026-05-12T15:00:00Z'), 'UTC')).toBe('2026-05-12 14:00 – 15:00 UTC')
    expect(spanText(span('2026-05-12T14:00:00Z', '2026-05-12T14:00:00.250Z'), 'UTC')).toBe(
      '2026-05-12 14:00:00.000 – 14:00:00.250 UTC',
    )
    // The clocks go back between the two.
    expect(spanText(span('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'), 'Europe/Berlin')).toBe(
      '2026-10-25 00:00 +02:00 – 2026-10-26 00:00 +01:00',
    )
  })
})

describe('labels of the axis', () => {
  const labels = (from: string, to: string, widthPx: number, zone = 'UTC') =>
    ticksFor(span(from, to), widthPx, zone).map((tick) => tick.label)

  test('tell the date where it changes', () => {
    expect(labels('2026-05-01T00:00:00Z', '2026-05-03T00:00:00Z', 800)).toEqual([
      '1 May 06:00',
      '12:00',
      '18:00',
      '2 May 00:00',
      '06:00',
      '12:00',
      '18:00',
    ])
  })

  test('tell the year first and where it changes', () => {
    expect(labels('2025-11-15T00:00:00Z', '2026-03-20T00:00:00Z', 480)).toEqual(['Dec 2025', 'Jan 2026', 'Feb', 'Mar'])
  })

  test('stand at round times of the zone', () => {
    const ticks = ticksFor(span('2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z'), 900, 'Asia/Kolkata')
    expect(ticks[1].label).toMatch(/:00$/)
    expect(ticks.every(({ micros }) => (micros + 5.5 * 3_600_000_000) % 3_600_000_000 === 0)).toBe(true)
  })

  test('keep clear of each other and of the edges, over an hour that is skipped or comes twice, too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-03-01T00:00:00Z'), max: at('2026-11-01T00:00:00Z') }),
        fc.double({ min: 4, max: 15, noNaN: true }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns'),
        (fromMicros, magnitude, zone) => {
          const stretch = { fromMicros, toMicros: fromMicros + Math.round(10 ** magnitude) }
          const places = ticksFor(stretch, 1_000, zone).map(
            ({ micros }) => ((micros - fromMicros) / (stretch.toMicros - fromMicros)) * 1_000,
          )
          for (const [index, place] of places.entries()) {
            expect(place).toBeGreaterThan(40)
            expect(place).toBeLessThan(960)
            if (index > 0) expect(place - places[index - 1]).toBeGreaterThan(50)
          }
        },
      ),
    )
  })
})

describe('layers', () => {
  const histogram = {
    fromMicros: 0,
    toMicros: 3,
    counts: [3, 0, 6],
    outside: 0,
    series: [
      { value: 'success', counts: [2, 0, 3] },
      { value: null, counts: [1, 0, 0] },
      { value: 'odd', counts: [0, 0, 1] },
      { value: 'failure', counts: [0, 0, 2] },
      { value: 'denied', counts: [0, 0, 0] },
    ],
  }

  test('stand in one order, failures lowest; empty ones are left out', () => {
    expect(layersOf(histogram).map(({ word, total }) => [word, total])).toEqual([
      ['failure', 2],
      [null, 1],
      ['odd', 1],
      ['success', 5],
    ])
  })

  test('without a split there is one', () => {
    expect(layersOf({ ...histogram, series: undefined })).toEqual([{ word: null, counts: [3, 0, 6], total: 9 }])
  })

  test('the highest bar is found; none where all are empty', () => {
    expect(highestBin([3, 0, 6])).toEqual({ bin: 2, count: 6 })
    expect(highestBin([0, 0])).toBeNull()
  })
})
