/** Times as text, and the law that lets the case keep an original time text as a number of digits. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatTime, isoFromMicros, microsFromUtcIso, utcTimeText } from '../../../../shared/time/index.ts'

const micros = Date.UTC(2026, 4, 12, 14, 3, 22, 118) * 1000 + 456

test('ISO text with 0 to 6 digits, cut off towards the past', () => {
  expect(isoFromMicros(micros, 0)).toBe('2026-05-12T14:03:22Z')
  expect(isoFromMicros(micros, 1)).toBe('2026-05-12T14:03:22.1Z')
  expect(isoFromMicros(micros, 3)).toBe('2026-05-12T14:03:22.118Z')
  expect(isoFromMicros(micros, 6)).toBe('2026-05-12T14:03:22.118456Z')
  expect(isoFromMicros(-1, 3)).toBe('1969-12-31T23:59:59.999Z')
  expect(isoFromMicros(-1, 0)).toBe('1969-12-31T23:59:59Z')
})

test('ISO text of milliseconds is that of Date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (ms) => {
      expect(isoFromMicros(ms * 1000, 3)).toBe(new Date(ms).toISOString())
    }),
  )
})

test('text for people names the zone or the offset', () => {
  expect(formatTime(micros, 'UTC')).toBe('2026-05-12 14:03:22.118 UTC')
  expect(formatTime(micros, 'Europe/Berlin')).toBe('2026-05-12 16:03:22.118 +02:00')
  expect(formatTime(micros, 'America/St_Johns', { fractionDigits: 0 })).toBe('2026-05-12 11:33:22 -02:30')
  expect(formatTime(micros, 'UTC', { fractionDigits: 6, showZone: false })).toBe('2026-05-12 14:03:22.118456')
  expect(formatTime(Date.UTC(2026, 0, 1) * 1000, 'Europe/London', { fractionDigits: 0 })).toBe(
    '2026-01-01 00:00:00 +00:00',
  )
})

describe('utcTimeText', () => {
  test.each([
    ['2026-05-12T14:03:22Z', 0],
    ['2026-05-12T14:03:22.1Z', 1],
    ['2026-05-12T14:03:22.118456Z', 6],
    ['2026-05-12T14:03:22.1184567Z', -1],
    ['2026-05-12T14:03:22.Z', -1],
    ['2026-05-12T14:03:22', -1],
    ['2026-05-12 14:03:22Z', -1],
    ['2026-05-12T14:03:22z', -1],
    ['2026-05-12T14:03:22,118Z', -1],
    ['2026-05-12T14:03:22+00:00', -1],
    ['2026-02-30T14:03:22Z', -1],
    ['2016-12-31T23:59:60Z', -1],
    ['9999-01-01T00:00:00Z', -1],
    ['', -1],
  ])('%j: %d', (text, digits) => expect(utcTimeText(text)).toBe(digits))

  test('what it accepts comes back letter for letter, and it accepts all that isoFromMicros writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -8_999_999_999_999_999, max: 8_999_999_999_999_999 }),
        fc.integer({ min: 0, max: 6 }),
        (time, digits) => {
          const text = isoFromMicros(time, digits)
          expect(utcTimeText(text)).toBe(digits)
          expect(isoFromMicros(microsFromUtcIso(text), digits)).toBe(text)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
