/** Times of the query language as half-open intervals. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isoFromMicros, resolveTimeBound, resolveTimeRange } from '../../../../shared/time/index.ts'

const now = Date.UTC(2026, 4, 13, 14, 3, 22, 118) * 1000 // a Wednesday
const utc = { nowMicros: now, zone: 'UTC' }
const berlin = { nowMicros: now, zone: 'Europe/Berlin' }

function span(text: string, context = utc): string | null {
  const found = resolveTimeBound(text, context, 'point')
  return found === null
    ? null
    : `${isoFromMicros(found.startMicros, 3)} ${isoFromMicros(found.endMicros, 3)}`.replaceAll('.000Z', 'Z')
}

describe('absolute times, as precise as they are typed', () => {
  test.each([
    ['2026', '2026-01-01T00:00:00Z 2027-01-01T00:00:00Z'],
    ['2026-02', '2026-02-01T00:00:00Z 2026-03-01T00:00:00Z'],
    ['2026-12', '2026-12-01T00:00:00Z 2027-01-01T00:00:00Z'],
    ['2026-05-01', '2026-05-01T00:00:00Z 2026-05-02T00:00:00Z'],
    ['2026-05-01T10', '2026-05-01T10:00:00Z 2026-05-01T11:00:00Z'],
    ['2026-05-01T10:30', '2026-05-01T10:30:00Z 2026-05-01T10:31:00Z'],
    ['2026-05-01 10:30:15', '2026-05-01T10:30:15Z 2026-05-01T10:30:16Z'],
    ['2026-05-01T10:30:15.1', '2026-05-01T10:30:15.100Z 2026-05-01T10:30:15.200Z'],
    ['2026-05-01T10:30:15.118Z', '2026-05-01T10:30:15.118Z 2026-05-01T10:30:15.119Z'],
    ['2026-05-01T10+02:00', '2026-05-01T08:00:00Z 2026-05-01T09:00:00Z'],
    ['2026-05-01T10:30Z', '2026-05-01T10:30:00Z 2026-05-01T10:31:00Z'],
  ])('%s', (text, expected) => expect(span(text)).toBe(expected))

  test('without a zone they are local', () => {
    expect(span('2026-05-01', berlin)).toBe('2026-04-30T22:00:00Z 2026-05-01T22:00:00Z')
    expect(span('2026-05-01T10Z', berlin)).toBe('2026-05-01T10:00:00Z 2026-05-01T11:00:00Z')
  })

  test('days on which clocks change are 23 and 25 hours long', () => {
    expect(span('2026-03-29', berlin)).toBe('2026-03-28T23:00:00Z 2026-03-29T22:00:00Z')
    expect(span('2026-10-25', berlin)).toBe('2026-10-24T22:00:00Z 2026-10-25T23:00:00Z')
    expect(span('2026-10-25T02', berlin)).toBe('2026-10-25T00:00:00Z 2026-10-25T02:00:00Z')
  })

  test('an hour that never was is empty', () => {
    expect(span('2026-03-29T02', berlin)).toBe('2026-03-29T01:00:00Z 2026-03-29T01:00:00Z')
    expect(span('2026-03-29T02:59', berlin)).toBe('2026-03-29T01:59:00Z 2026-03-29T01:59:00Z')
  })

  test.each([
    '',
    '26',
    '2026-13',
    '2026-02-30',
    '2026-5-1',
    '2026-05-01T24',
    '2026-05-01T10:60',
    '2026-05-01Z',
    '2026-05+02:00',
    'today',
    '2026-05-01T10:30:15.',
    '01.05.2026',
  ])('does not read %j', (text) => expect(span(text)).toBeNull())
})

describe('relative times', () => {
  test.each([
    ['now', '2026-05-13T14:03:22.118Z'],
    ['now-7d', '2026-05-06T14:03:22.118Z'],
    ['now+1h', '2026-05-13T15:03:22.118Z'],
    ['now-90m', '2026-05-13T12:33:22.118Z'],
    ['now-2w', '2026-04-29T14:03:22.118Z'],
    ['now-1y', '2025-05-13T14:03:22.118Z'],
    ['now-1M-10s', '2026-04-13T14:03:12.118Z'],
    ['now/d-1s', '2026-05-12T23:59:59Z'],
  ])('%s is an instant', (text, start) => {
    const found = resolveTimeBound(text, utc, 'point')
    expect(found === null ? null : isoFromMicros(found.startMicros, 3).replace('.000Z', 'Z')).toBe(start)
    expect(found?.endMicros).toBe((found?.startMicros ?? 0) + 1)
  })

  test.each([
    ['now/s', '2026-05-13T14:03:22Z 2026-05-13T14:03:23Z'],
    ['now/h', '2026-05-13T14:00:00Z 2026-05-13T15:00:00Z'],
    ['now/d', '2026-05-13T00:00:00Z 2026-05-14T00:00:00Z'],
    ['now-7d/d', '2026-05-06T00:00:00Z 2026-05-07T00:00:00Z'],
    ['now/w', '2026-05-11T00:00:00Z 2026-05-18T00:00:00Z'],
    ['now-1M/M', '2026-04-01T00:00:00Z 2026-05-01T00:00:00Z'],
    ['now/y', '2026-01-01T00:00:00Z 2027-01-01T00:00:00Z'],
  ])('%s is a whole unit', (text, expected) => expect(span(text)).toBe(expected))

  test('months end where they end', () => {
    const march31 = { nowMicros: Date.UTC(2026, 2, 31, 12) * 1000, zone: 'UTC' }
    expect(span('now-1M', march31)?.slice(0, 20)).toBe('2026-02-28T12:00:00Z')
    expect(span('now-25M', march31)?.slice(0, 20)).toBe('2024-02-29T12:00:00Z')
  })

  test('days go by the calendar of the zone, hours by the clock', () => {
    const afterChange = { nowMicros: Date.UTC(2026, 2, 29, 10) * 1000, zone: 'Europe/Berlin' }
    expect(span('now-1d', afterChange)?.slice(0, 20)).toBe('2026-03-28T11:00:00Z')
    expect(span('now-24h', afterChange)?.slice(0, 20)).toBe('2026-03-28T10:00:00Z')
    expect(span('now/d', afterChange)).toBe('2026-03-28T23:00:00Z 2026-03-29T22:00:00Z')
  })

  test('the second of two equal hours stays the second', () => {
    const second = { nowMicros: Date.UTC(2026, 9, 25, 1, 30) * 1000, zone: 'Europe/Berlin' }
    expect(span('now/h', second)).toBe('2026-10-25T01:00:00Z 2026-10-25T02:00:00Z')
  })

  test.each([
    'now-',
    'now-7',
    'now-7x',
    'now7d',
    'nowish',
    'now -7d',
    'now/q',
    'now-9999999d',
    'now-999999y',
    'now+999999M',
    `now${'+1d'.repeat(17)}`,
  ])('does not read %j', (text) => expect(span(text)).toBeNull())
})

describe('ranges', () => {
  const range = (from?: [string, boolean], to?: [string, boolean]) => {
    const found = resolveTimeRange(
      {
        ...(from && { from: { value: from[0], inclusive: from[1] } }),
        ...(to && { to: { value: to[0], inclusive: to[1] } }),
      },
      utc,
    )
    return found && [found.startMicros, found.endMicros].map((at) => (Number.isFinite(at) ? isoFromMicros(at, 0) : at))
  }

  test('bounds count as whole days', () => {
    expect(range(['2026-05-01', true])).toEqual(['2026-05-01T00:00:00Z', Infinity])
    expect(range(['2026-05-01', false])).toEqual(['2026-05-02T00:00:00Z', Infinity])
    expect(range(undefined, ['2026-05-01', true])).toEqual([-Infinity, '2026-05-02T00:00:00Z'])
    expect(range(undefined, ['2026-05-01', false])).toEqual([-Infinity, '2026-05-01T00:00:00Z'])
    expect(range(['2026-05-01', true], ['2026-05-01', true])).toEqual(['2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z'])
    expect(range(['*', true], ['*', true])).toEqual([-Infinity, Infinity])
  })

  test('a range that ends before it starts is empty, a bad bound is null', () => {
    expect(range(['2026-05-02', true], ['2026-05-01', true])).toEqual(['2026-05-02T00:00:00Z', '2026-05-02T00:00:00Z'])
    expect(range(['soon', true])).toBeNull()
  })
})

test('every interval starts before it ends, and nothing throws', () => {
  const piece = fc.constantFrom(
    'now',
    '-',
    '+',
    '/',
    '1',
    '7',
    'd',
    'h',
    'M',
    'y',
    'w',
    '2026',
    '05',
    '01',
    'T',
    ':',
    'Z',
    '*',
    ' ',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 10 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, fc.constantFrom('from', 'to', 'point'), (typed, which) => {
      const found = resolveTimeBound(typed, berlin, which)
      if (found !== null) expect(found.startMicros).toBeLessThanOrEqual(found.endMicros)
    }),
    { numRuns: 3000 },
  )
})
