/** Local time and UTC: the two days a year when it matters, and agreement with Intl on all others. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FailureError } from '../../../../shared/failure.ts'
import { isoFromMicros, isTimeZone, offsetMicrosAt, parseTime, utcFromLocal } from '../../../../shared/time/index.ts'

const utcOf = (text: string, zone: string) => {
  const time = parseTime(text, 'iso', zone)
  return time === null ? null : isoFromMicros(time.micros, 0)
}

describe('local times', () => {
  test.each([
    ['2026-01-15 12:00:00', 'Europe/Berlin', '2026-01-15T11:00:00Z'],
    ['2026-07-15 12:00:00', 'Europe/Berlin', '2026-07-15T10:00:00Z'],
    ['2026-07-15 12:00:00', 'America/New_York', '2026-07-15T16:00:00Z'],
    ['2026-07-15 12:00:00', 'Asia/Kathmandu', '2026-07-15T06:15:00Z'],
    ['2026-07-15 12:00:00', 'Pacific/Kiritimati', '2026-07-14T22:00:00Z'],
    ['2026-07-15 12:00:00', '+05:30', '2026-07-15T06:30:00Z'],
    ['2026-07-15 12:00:00', 'UTC', '2026-07-15T12:00:00Z'],
  ])('%s in %s', (text, zone, utc) => expect(utcOf(text, zone)).toBe(utc))

  test('in an overlap the first of the two is taken', () => {
    expect(utcOf('2026-10-25 02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z')
    expect(utcOf('2026-11-01 01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00Z')
    expect(utcOf('2026-04-05 01:45:00', 'Australia/Lord_Howe')).toBe('2026-04-04T14:45:00Z')
  })

  test('in a gap the time is shifted forward by the gap', () => {
    expect(utcOf('2026-03-29 02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z')
    expect(utcOf('2026-03-08 02:00:00', 'America/New_York')).toBe('2026-03-08T07:00:00Z')
    // Samoa left out 30 December 2011 as a whole.
    expect(utcOf('2011-12-30 12:00:00', 'Pacific/Apia')).toBe('2011-12-30T22:00:00Z')
  })

  test('around a change of clocks both sides are right', () => {
    expect(utcOf('2026-03-29 01:59:59', 'Europe/Berlin')).toBe('2026-03-29T00:59:59Z')
    expect(utcOf('2026-03-29 03:00:00', 'Europe/Berlin')).toBe('2026-03-29T01:00:00Z')
    expect(utcOf('2026-10-25 03:00:00', 'Europe/Berlin')).toBe('2026-10-25T02:00:00Z')
  })
})

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Africa/Casablanca',
  'Africa/Monrovia',
]
const anyInstant = fc
  .integer({ min: Date.UTC(1960, 0), max: Date.UTC(2037, 0) })
  .map((ms) => Math.floor(ms / 1000) * 1_000_000)

test('offsets agree with Intl at any instant', () => {
  fc.assert(
    fc.property(anyInstant, fc.constantFrom(...zones), (micros, zone) => {
      const local = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'medium',
      }).format(micros / 1000)
      expect(isoFromMicros(micros + offsetMicrosAt(micros, zone), 0)).toBe(`${local.replace(' ', 'T')}Z`)
    }),
    { numRuns: 500 },
  )
})

test('UTC to local and back gives the instant, or the earlier one with the same local time', () => {
  fc.assert(
    fc.property(anyInstant, fc.constantFrom(...zones), (micros, zone) => {
      const local = micros + offsetMicrosAt(micros, zone)
      const back = utcFromLocal(local, zone)
      expect(back).toBeLessThanOrEqual(micros)
      expect(back + offsetMicrosAt(back, zone)).toBe(local)
    }),
    { numRuns: 1000 },
  )
})

test('zones are told from other words', () => {
  for (const zone of ['UTC', 'Z', 'Europe/Berlin', 'america/new_york', '+02:00', '-0930'])
    expect(isTimeZone(zone)).toBe(true)
  for (const zone of ['', 'Mars/Olympus', '+99:00', '02:00', '__proto__']) expect(isTimeZone(zone)).toBe(false)
})

test('an unknown zone is a failure that names it', () => {
  const read = () => parseTime('2026-05-12 14:03:22', 'iso', 'Mars/Olympus')
  expect(read).toThrow(FailureError)
  expect(read).toThrow('Mars/Olympus')
})
