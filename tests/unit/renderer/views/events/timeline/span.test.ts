import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everything } from '../../../../../../shared/filter.ts'
import {
  boundText,
  panned,
  rangeOfSpan,
  rounded,
  spanOnScreen,
  wholeSpan,
  within,
  zoomed,
} from '../../../../../../renderer/views/events/timeline/span.ts'
import { parseQuery, withTimeRange } from '../../../../../../shared/query/index.ts'
import { fieldById } from '../../../../../../shared/fields.ts'
import { microsFromUtcIso, resolveTimeRange } from '../../../../../../shared/time/index.ts'

const at = microsFromUtcIso
const whole = { fromMicros: at('2026-05-01T00:00:00Z'), toMicros: at('2026-05-13T00:00:00Z') }
const context = { nowMicros: at('2026-05-12T12:00:00Z'), zone: 'UTC' }
const hour = 3_600_000_000
const allTime = { fromMicros: -Number.MAX_SAFE_INTEGER, toMicros: Number.MAX_SAFE_INTEGER }

function filterOf(text: string) {
  const parsed = parseQuery(text, fieldById)
  if (!parsed.ok) throw new Error(parsed.failure.message)
  return parsed.filter
}

describe('the stretch on screen', () => {
  test('is the whole case where the filter states no time', () => {
    expect(spanOnScreen(filterOf('actor:alex'), context, whole)).toEqual(whole)
    expect(spanOnScreen(everything, context, whole)).toEqual(whole)
  })

  test('is what the filter states, with open ends at those of the case', () => {
    expect(spanOnScreen(filterOf('time:2026-05-03'), context, whole)).toEqual({
      fromMicros: at('2026-05-03T00:00:00Z'),
      toMicros: at('2026-05-04T00:00:00Z'),
    })
    expect(spanOnScreen(filterOf('time>=now-7d'), context, whole)).toEqual({
      fromMicros: at('2026-05-05T12:00:00Z'),
      toMicros: whole.toMicros,
    })
    expect(spanOnScreen(filterOf('time<2026-05-03'), context, whole)).toEqual({
      fromMicros: whole.fromMicros,
      toMicros: at('2026-05-03T00:00:00Z'),
    })
  })

  test('goes to now where all events are older than what is asked for', () => {
    const later = { ...context, nowMicros: at('2027-01-10T00:00:00Z') }
    expect(spanOnScreen(filterOf('time>=now-7d'), later, whole)).toEqual({
      fromMicros: at('2027-01-03T00:00:00Z'),
      toMicros: at('2027-01-10T00:00:00Z'),
    })
  })

  test('is never empty', () => {
    const span = spanOnScreen(filterOf('time:[2026-05-03 TO 2026-05-03}'), context, whole)
    expect(span.toMicros).toBeGreaterThan(span.fromMicros)
  })
})

test('a case whose events have one time shows the minutes around it', () => {
  expect(wholeSpan(whole.fromMicros, whole.fromMicros)).toEqual({
    fromMicros: whole.fromMicros - 60_000_000,
    toMicros: whole.fromMicros + 60_000_000,
  })
  expect(wholeSpan(null, null)).toBeNull()
})

test('a bound is as short as it can be and keeps its instant in another zone', () => {
  expect(boundText(at('2026-05-12T14:03:00Z'), 'UTC')).toBe('2026-05-12T14:03Z')
  expect(boundText(at('2026-05-12T14:03:22Z'), 'UTC')).toBe('2026-05-12T14:03:22Z')
  expect(boundText(at('2026-05-12T14:03:22.118Z'), 'Europe/Berlin')).toBe('2026-05-12T16:03:22.118+02:00')
})

const anySpan = fc
  .tuple(fc.integer({ min: 0, max: 4e14 }), fc.integer({ min: 1_000, max: 4e13 }))
  .map(([from, length]) => ({
    fromMicros: at('2020-01-01T00:00:00Z') + from,
    toMicros: at('2020-01-01T00:00:00Z') + from + length,
  }))
const anyZone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns')

test('the clause of a stretch, printed, parsed and resolved in any zone, is that stretch', () => {
  const everAndEver = { fromMicros: 0, toMicros: 9e15 }
  fc.assert(
    fc.property(anySpan, anyZone, anyZone, (span, zone, otherZone) => {
      const filter = withTimeRange(everything, rangeOfSpan(span, everAndEver, zone))
      expect(spanOnScreen(filter, { nowMicros: 0, zone: otherZone }, everAndEver)).toEqual(span)
    }),
  )
})

test('a stretch up to an end of the case leaves that end open; the whole needs no clause', () => {
  expect(rangeOfSpan(whole, whole, 'UTC')).toBeNull()
  const end = rangeOfSpan({ fromMicros: whole.fromMicros + hour, toMicros: whole.toMicros }, whole, 'UTC')
  expect(end).toEqual({ from: { value: '2026-05-01T01:00Z', inclusive: true } })
  expect(resolveTimeRange(end ?? {}, context)?.startMicros).toBe(whole.fromMicros + hour)
})

describe('zooming and panning', () => {
  test('the instant under the pointer stays within a microsecond', () => {
    fc.assert(
      fc.property(
        anySpan,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (span, share, factor) => {
          const next = zoomed(span, share, factor)
          const instant = (of: typeof span) => of.fromMicros + share * (of.toMicros - of.fromMicros)
          expect(Math.abs(instant(next) - instant(span))).toBeLessThanOrEqual(2)
        },
      ),
    )
  })

  test('in and out again is the same stretch within two microseconds', () => {
    const out = zoomed(zoomed(whole, 0.3, 0.5), 0.3, 2)
    expect(Math.abs(out.fromMicros - whole.fromMicros)).toBeLessThanOrEqual(2)
    expect(Math.abs(out.toMicros - whole.toMicros)).toBeLessThanOrEqual(2)
  })

  test('never below a millisecond', () => {
    const least = zoomed({ fromMicros: 0, toMicros: 2_000 }, 0.5, 0.001)
    expect(least.toMicros - least.fromMicros).toBeGreaterThanOrEqual(1_000)
  })

  test('panning keeps the length and stops at the limits', () => {
    const span = { fromMicros: whole.fromMicros, toMicros: whole.fromMicros + hour }
    expect(panned(span, 0.5)).toEqual({ fromMicros: span.fromMicros + hour / 2, toMicros: span.toMicros + hour / 2 })
    expect(within(panned(span, -3), whole)).toEqual(span)
    expect(within(panned(span, 1e6), whole)).toEqual({ fromMicros: whole.toMicros - hour, toMicros: whole.toMicros })
    expect(within(zoomed(whole, 0.5, 4), whole)).toEqual(whole)
  })

  test('rounding moves an end by less than a hundredth of the stretch', () => {
    fc.assert(
      fc.property(anySpan, (span) => {
        const round = rounded(span, allTime)
        const most = (span.toMicros - span.fromMicros) / 100
        expect(Math.abs(round.fromMicros - span.fromMicros)).toBeLessThanOrEqual(most)
        expect(round.toMicros).toBeGreaterThan(round.fromMicros)
      }),
    )
    const odd = { fromMicros: at('2026-05-02T15:45:12.345678Z'), toMicros: at('2026-05-04T18:44:51.2Z') }
    expect(rounded(odd, allTime)).toEqual({
      fromMicros: at('2026-05-02T15:45:00Z'),
      toMicros: at('2026-05-04T18:45:00Z'),
    })
  })

  test('zoomed out or moved as far as it goes, nothing at the end is left out', () => {
    const odd = { fromMicros: at('2026-02-02T11:20:00.5Z'), toMicros: at('2026-06-08T15:03:33.000001Z') }
    const inside = zoomed(odd, 0.5, 0.5)
    const out = within(zoomed(inside, 0.5, 16), odd)
    expect(rangeOfSpan(within(rounded(out, odd), odd), odd, 'UTC')).toBeNull()
    const late = rangeOfSpan(within(rounded(within(panned(inside, 9), odd), odd), odd), odd, 'UTC')
    expect(late).toMatchObject({ from: { inclusive: true } })
    expect(late).not.toHaveProperty('to')
    const early = rangeOfSpan(within(rounded(within(panned(inside, -9), odd), odd), odd), odd, 'UTC')
    expect(early).toMatchObject({ to: { inclusive: false } })
    expect(early).not.toHaveProperty('from')
  })
})
