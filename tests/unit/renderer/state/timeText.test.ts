import { expect, test } from 'vitest'
import { dateAndClock, fullTime, microsOf, relativeTime } from '../../../../renderer/state/timeText.ts'

const at = microsOf('2026-05-12T14:03:22.118Z') ?? Number.NaN

test('a time is written in the zone on screen, with the zone', () => {
  expect(fullTime(at, 'UTC')).toBe('2026-05-12 14:03:22.118 UTC')
  expect(fullTime(at, 'Europe/Berlin')).toBe('2026-05-12 16:03:22.118 +02:00')
  expect(dateAndClock(at, 'Asia/Tokyo')).toEqual({ date: '2026-05-12', clock: '23:03:22.118' })
})

test('microseconds are shown where the time has them', () => {
  expect(fullTime(at + 7, 'UTC')).toBe('2026-05-12 14:03:22.118007 UTC')
})

test('a cell that is no time is none', () => {
  expect(microsOf('yesterday')).toBe(null)
  expect(microsOf(null)).toBe(null)
})

test.each([
  [-30e6, '30s ago'],
  [-59 * 60e6, '59m ago'],
  [-3 * 3_600e6, '3h ago'],
  [2 * 86_400e6, 'in 2d'],
])('%d µs away is %s', (distance, text) => {
  expect(relativeTime(at + distance, at)).toBe(text)
})
