/** Which format a column of times is in. */
import { expect, test } from 'vitest'
import { guessTimeFormat } from '../../../../shared/time/index.ts'

const guess = (...samples: string[]) => {
  const found = guessTimeFormat(samples)
  return found && { format: found.format, sure: found.sure, alternative: found.alternative }
}

test.each([
  [['2026-05-12T14:03:22Z', '2026-05-12T14:03:23.5Z', '2026-05-12'], 'iso'],
  [['1626099671', '1626099672'], 'epoch-s'],
  [['1626099671.25', '1626099672.5'], 'epoch-s'],
  [['1626099671123'], 'epoch-ms'],
  [['1626099671123456'], 'epoch-us'],
  [['1626099671123456789'], 'epoch-ns'],
  [['1626099671', '1626099671123'], 'epoch'],
  [['20220913052243', '20220913052244'], 'iso'],
  [['10/Oct/2000:13:55:36 -0700'], 'rfc2822'],
  [['28/09/2021 17:14', '08/09/2021 17:20'], 'day-first'],
  [['08/09/2021 17:14', '09/28/2021 17:20'], 'month-first'],
  [['05/05/2021 17:14'], 'month-first'],
  [['2026-05-12T14:03:22Z', '1626099671'], 'auto'],
])('%j is %s without doubt', (samples, format) => {
  expect(guess(...samples)).toEqual({ format, sure: 1, alternative: null })
})

test('the 12-hour clock speaks for the month first', () => {
  expect(guess('5/6/2021 9:13:33 PM', '5/7/2021 9:13:33 PM')).toEqual({
    format: 'month-first',
    sure: 0.9,
    alternative: 'day-first',
  })
})

test('otherwise the reading that runs in one direction wins, with doubt', () => {
  expect(guess('05/06/2021 10:00', '05/07/2021 10:00', '05/08/2021 11:00')?.format).toBe('month-first')
  expect(guess('05/06/2021 10:00', '06/06/2021 10:00', '07/06/2021 11:00')).toEqual({
    format: 'day-first',
    sure: 0.75,
    alternative: 'month-first',
  })
})

test('a single ambiguous sample leaves it open', () => {
  expect(guess('05/06/2021 10:00')).toEqual({ format: 'month-first', sure: 0.5, alternative: 'day-first' })
})

test('samples that are no times lower the certainty', () => {
  const found = guessTimeFormat(['2026-05-12T14:03:22Z', 'n/a', '', '  '])
  expect(found).toMatchObject({ format: 'iso', matched: 1, total: 2, sure: 0.5, withZone: 1 })
})

test('nothing like a time: null', () => {
  expect(guessTimeFormat([])).toBeNull()
  expect(guessTimeFormat(['alex', 'created', '404'])).toBeNull()
})
