/** What each way of writing a time means, fact by fact; and that the quick reader agrees with `Date`. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isoFromMicros,
  microsFromUtcIso,
  microsOfDay,
  parseTime,
  timeFormatProblem,
} from '../../../../shared/time/index.ts'

/** ISO text of what was read, with `?` behind it where the text gave no zone; null where it cannot be read. */
function read(text: string, format: string, zone = 'UTC'): string | null {
  const time = parseTime(text, format, zone)
  return time === null ? null : isoFromMicros(time.micros, 6).replace('.000000Z', 'Z') + (time.hadZone ? '' : '?')
}

describe('ISO 8601 and what is meant to be it', () => {
  test.each([
    ['2026-05-12T14:03:22Z', '2026-05-12T14:03:22Z'],
    ['2026-05-12T14:03:22.118Z', '2026-05-12T14:03:22.118000Z'],
    ['2026-05-12T14:03:22.123456789Z', '2026-05-12T14:03:22.123456Z'],
    ['2026-05-12T14:03:22.1Z', '2026-05-12T14:03:22.100000Z'],
    ['2026-05-12t14:03:22z', '2026-05-12T14:03:22Z'],
    ['2026-05-12 14:03:22,118', '2026-05-12T14:03:22.118000Z?'],
    ['2026-05-12 14:03:22', '2026-05-12T14:03:22Z?'],
    ['2026-05-12 14:03', '2026-05-12T14:03:00Z?'],
    ['2026-05-12T14:03Z', '2026-05-12T14:03:00Z'],
    ['2026-05-12', '2026-05-12T00:00:00Z?'],
    ['2026/05/12 14:03:22', '2026-05-12T14:03:22Z?'],
    ['2026-05-12T14:03:22+02:00', '2026-05-12T12:03:22Z'],
    ['2026-05-12T14:03:22.5-0730', '2026-05-12T21:33:22.500000Z'],
    ['2026-05-12T14:03:22+02', '2026-05-12T12:03:22Z'],
    ['2026-05-12 14:03:22 UTC', '2026-05-12T14:03:22Z'],
    ['2026-05-12 14:03:22 GMT', '2026-05-12T14:03:22Z'],
    ['2026-05-12 14:03:22.118 +0000 UTC', '2026-05-12T14:03:22.118000Z'],
    ['2026-05-12T14:03:22+02:00[Europe/Berlin]', '2026-05-12T12:03:22Z'],
    ['2021-07-20T11: 41: 31+00: 00', '2021-07-20T11:41:31Z'],
    ['  2026-05-12T14:03:22Z ', '2026-05-12T14:03:22Z'],
    ['2026-05-12 2:03:22 PM', '2026-05-12T14:03:22Z?'],
    ['20220913052243.429', '2022-09-13T05:22:43.429000Z?'],
    ['20220913052243Z', '2022-09-13T05:22:43Z'],
    ['20220913T052243+0200', '2022-09-13T03:22:43Z'],
    ['20220913', '2022-09-13T00:00:00Z?'],
    ['2026-05-12T24:00:00Z', '2026-05-13T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['1969-12-31T23:59:59.999999999Z', '1969-12-31T23:59:59.999999Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ])('reads %s', (text, meant) => {
    expect(read(text, 'iso')).toBe(meant)
    expect(read(text, 'auto')).toBe(meant)
  })

  test.each([
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-02-31T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2026-04-31',
    '2026-05-12T25:00:00Z',
    '2026-05-12T24:00:01Z',
    '2026-05-12T14:60:00Z',
    '2026-05-12T14:03:61Z',
    '2026-05-12T14:03:22+19:00',
    '2026-05-12T14:03:22+02:60',
    '2026-05-12T14:03:22 IST',
    '0000-01-01T00:00:00+02:00',
    '2026-05-12T14:03:22.Z',
    '2026-05-12T14:03:22Zjunk',
    '2026-05-12T14:03:2Z',
    '',
    'not a time',
  ])('does not read %j', (text) => {
    expect(read(text, 'iso')).toBeNull()
    expect(read(text, 'auto')).toBeNull()
  })

  test('a leap second becomes the last microsecond of its minute', () => {
    expect(read('2016-12-31T23:59:60Z', 'iso')).toBe('2016-12-31T23:59:59.999999Z')
    expect(read('2017-01-01T05:29:60.5+05:30', 'iso')).toBe('2016-12-31T23:59:59.999999Z')
    expect(read('2016-12-31T23:58:60Z', 'iso')).toBeNull()
  })

  test('the quick reader agrees with Date on every millisecond of the years 0–9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (ms) => {
        const text = new Date(ms).toISOString()
        expect(microsFromUtcIso(text)).toBe(ms * 1000)
        expect(parseTime(text, 'iso', 'UTC')).toEqual({ micros: ms * 1000, hadZone: true })
      }),
    )
  })

  test('the quick reader takes a text only where Date finds the same valid time', () => {
    const part = fc.integer({ min: 0, max: 99 }).map((value) => String(value).padStart(2, '0'))
    fc.assert(
      fc.property(part, part, part, part, part, part, part, (c, y, mo, d, h, mi, s) => {
        const text = `${c}${y}-${mo}-${d}T${h}:${mi}:${s}Z`
        const micros = microsFromUtcIso(text)
        const expected = new Date(text)
        const isReal = !Number.isNaN(expected.getTime()) && expected.toISOString() === text.replace('Z', '.000Z')
        expect(Number.isNaN(micros) ? null : micros).toBe(isReal ? expected.getTime() * 1000 : null)
      }),
      { numRuns: 2000 },
    )
  })

  test('offsets agree with Date', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        fc.integer({ min: -17 * 60, max: 17 * 60 }),
        fc.constantFrom('T', ' '),
        fc.boolean(),
        (ms, offset, separator, isShort) => {
          const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1).replace('T', separator)
          const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
          const zone = `${offset < 0 ? '-' : '+'}${hours}${isShort ? '' : ':'}${String(Math.abs(offset) % 60).padStart(2, '0')}`
          expect(parseTime(local + zone, 'iso', 'UTC')).toEqual({ micros: ms * 1000, hadZone: true })
        },
      ),
    )
  })
})

describe('epochs', () => {
  test.each([
    ['1626099671', '2021-07-12T14:21:11Z'],
    ['1626099671123', '2021-07-12T14:21:11.123000Z'],
    ['1626099671123456', '2021-07-12T14:21:11.123456Z'],
    ['1626099671123456789', '2021-07-12T14:21:11.123456Z'],
    ['1626099671.123', '2021-07-12T14:21:11.123000Z'],
    ['1626099671.1234567', '2021-07-12T14:21:11.123456Z'],
    ['1626099671123.4567', '2021-07-12T14:21:11.123456Z'],
    ['1.626099671123e12', '2021-07-12T14:21:11.123000Z'],
    ['1.626099671E9', '2021-07-12T14:21:11Z'],
    ['-1626099671', '1918-06-22T09:38:49Z'],
    [' 1626099671 ', '2021-07-12T14:21:11Z'],
  ])('reads %s, the unit by its size', (text, meant) => {
    expect(read(text, 'epoch')).toBe(meant)
    expect(read(text, 'auto')).toBe(meant)
  })

  test.each([
    ['0', 'epoch-s', '1970-01-01T00:00:00Z'],
    ['-0', 'epoch-s', '1970-01-01T00:00:00Z'],
    ['86400', 'epoch-ms', '1970-01-01T00:01:26.400000Z'],
    ['1', 'epoch-us', '1970-01-01T00:00:00.000001Z'],
    ['999', 'epoch-ns', '1970-01-01T00:00:00Z'],
    ['-1', 'epoch-ns', '1969-12-31T23:59:59.999999Z'],
    ['-1.5', 'epoch-s', '1969-12-31T23:59:58.500000Z'],
    ['-0.0000001', 'epoch-s', '1969-12-31T23:59:59.999999Z'],
    ['0001626099671', 'epoch-s', '2021-07-12T14:21:11Z'],
  ])('reads %s as %s', (text, format, meant) => expect(read(text, format)).toBe(meant))

  test.each(['', '-', '1e', '0x10', '1_000', 'NaN', 'Infinity', '9'.repeat(41), '1e99', '999999999999999'])(
    'does not read %j as seconds',
    (text) => expect(read(text, 'epoch-s')).toBeNull(),
  )

  test('auto leaves short numbers alone and takes figures of the length of a date for one', () => {
    expect(read('404', 'auto')).toBeNull()
    expect(read('12345678', 'auto')).toBeNull()
    expect(read('20220913', 'auto')).toBe('2022-09-13T00:00:00Z?')
    expect(read('20220913052243429', 'auto')).toBe('2022-09-13T05:22:43.429000Z?')
    expect(read('20221399052243', 'auto')).not.toBeNull()
  })

  test('integers of any unit are exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8_000_000_000_000_000, max: 8_000_000_000_000_000 }), (micros) => {
        expect(parseTime(String(micros), 'epoch-us', 'UTC')?.micros).toBe(micros)
        expect(parseTime(`${micros}000`, 'epoch-ns', 'UTC')?.micros).toBe(micros)
        const seconds = Math.trunc(micros / 1e6)
        const fraction = String(Math.abs(micros % 1e6)).padStart(6, '0')
        const text = `${micros < 0 && seconds === 0 ? '-' : ''}${seconds}.${fraction}`
        expect(parseTime(text, 'epoch-s', 'UTC')?.micros).toBe(micros)
      }),
    )
  })
})

describe('.NET dates in JSON', () => {
  test.each([
    ['/Date(1621372413000)/', 'json-date', '2021-05-18T21:13:33Z'],
    ['/Date(1621372413118+0200)/', 'auto', '2021-05-18T21:13:33.118000Z'],
    ['/Date(-1000)/', 'json-date', '1969-12-31T23:59:59Z'],
    ['/Date(soon)/', 'auto', null],
    ['1621372413000', 'json-date', null],
  ])('%s as %s', (text, format, expected) => {
    expect(read(text, format)).toBe(expected)
  })
})

describe('months by name', () => {
  test.each([
    ['Tue, 10 Oct 2000 13:55:36 -0700', '2000-10-10T20:55:36Z'],
    ['10 Oct 2000 13:55:36 GMT', '2000-10-10T13:55:36Z'],
    ['Tue, 10 Oct 2000 13:55:36 PDT', '2000-10-10T20:55:36Z'],
    ['Tue, 10 Oct 2000 13:55 +0000 (UTC)', '2000-10-10T13:55:00Z'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
    ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z?'],
    ['10/Oct/2000:13:55:36 -0700', '2000-10-10T20:55:36Z'],
    ['[10/Oct/2000:13:55:36.250 +0000]', '2000-10-10T13:55:36.250000Z'],
    ['Oct 10 2000 13:55:36', '2000-10-10T13:55:36Z?'],
    ['2000 Oct 10 13:55:36.5', '2000-10-10T13:55:36.500000Z?'],
    ['Tue Oct 10 2000 13:55:36 GMT-0700 (Pacific Daylight Time)', '2000-10-10T20:55:36Z'],
    ['Tue Oct 10 13:55:36 UTC 2000', '2000-10-10T13:55:36Z'],
    ['Tue Oct 10 13:55:36 +0200 CEST 2000', '2000-10-10T11:55:36Z'],
    ['October 10, 2000, 13:55:36 (UTC+09:00)', '2000-10-10T04:55:36Z'],
    ['October 10, 2000, 13:55:36 (UTC-3)', '2000-10-10T16:55:36Z'],
    ['October 10, 2000, 13:55:36 (UTC)', '2000-10-10T13:55:36Z'],
    ['Tue, 10 Oct 2000 13:55:36 +0200 (UTC)', '2000-10-10T11:55:36Z'],
    ['Tue, 10 Oct 2000 13:55:36 (GMT Standard Time)', '2000-10-10T13:55:36Z?'],
    ['October 10, 2000 at 1:55:36 PM UTC', '2000-10-10T13:55:36Z'],
    ['Oct 10, 2000, 12:00:00 AM', '2000-10-10T00:00:00Z?'],
    ['10-Oct-2000', '2000-10-10T00:00:00Z?'],
  ])('reads %s', (text, meant) => {
    expect(read(text, 'rfc2822')).toBe(meant)
    expect(read(text, 'auto')).toBe(meant)
  })

  test.each([
    'Oct 10 13:55:36',
    'Tue, 31 Feb 2000 13:55:36 GMT',
    '10 Oct 2000 13:55:36 IST',
    '10 Oct 2000 13:55:36 14:00:00',
    '10 11 Oct 2000 1',
    'Oct Nov 2000 10',
    '10 Oct 2000 13:00 PM',
    'May I come in',
  ])('does not read %j', (text) => {
    expect(read(text, 'clf')).toBeNull()
    expect(read(text, 'auto')).toBeNull()
  })
})

describe('figures with the year last', () => {
  test.each([
    ['5/18/2021 9:13:33 PM', '2021-05-18T21:13:33Z?'],
    ['4/8/2021, 3:05:26.000 PM', '2021-04-08T15:05:26Z?'],
    ['4/8/2021, 3:05:26\u202fPM', '2021-04-08T15:05:26Z?'],
    ['4/8/21 12:05 AM', '2021-04-08T00:05:00Z?'],
    ['28/09/2021 17:14', '2021-09-28T17:14:00Z?'],
    ['09/28/2021 17:14', '2021-09-28T17:14:00Z?'],
    ['05/05/2021 17:14', '2021-05-05T17:14:00Z?'],
    ['08.09.2021 17:14:05', '2021-09-08T17:14:05Z?'],
    ['28-09-2021 17:14:05 +02:00', '2021-09-28T15:14:05Z'],
    ['5/18/2021', '2021-05-18T00:00:00Z?'],
  ])('auto reads %s', (text, meant) => expect(read(text, 'auto')).toBe(meant))

  test.each([
    '08/09/2021 17:14',
    '8/9/2021',
    '08-09-2021',
    '18/19/2021',
    '31/02/2021 10:00',
    '4/8/2021 13:00 PM',
    '28/09/21 17:14',
  ])('auto does not decide %s', (text) => expect(read(text, 'auto')).toBeNull())

  test('a stated order decides', () => {
    expect(read('08/09/2021 17:14', 'day-first')).toBe('2021-09-08T17:14:00Z?')
    expect(read('08/09/2021 17:14', 'month-first')).toBe('2021-08-09T17:14:00Z?')
    expect(read('28/09/2021 17:14', 'month-first')).toBeNull()
    expect(read('08/09/21 17:14', 'day-first')).toBe('2021-09-08T17:14:00Z?')
  })
})

describe('patterns', () => {
  test.each([
    ['28/09/2021 17:14', 'DD/MM/YYYY HH:mm', '2021-09-28T17:14:00Z?'],
    ['8/9/2021 7:14', 'D/M/YYYY H:mm', '2021-09-08T07:14:00Z?'],
    ['5/18/2021 9:13:33 PM', 'M/D/YYYY h:mm:ss A', '2021-05-18T21:13:33Z?'],
    ['5/18/2021 9:13:33\u202fpm', 'M/D/YYYY h:mm:ss A', '2021-05-18T21:13:33Z?'],
    ['Jan 2, 2026 @ 03:04:07.500', 'MMM D, YYYY [@] HH:mm:ss.SSS', '2026-01-02T03:04:07.500000Z?'],
    ['2026-1-2', 'YYYY-M-D', '2026-01-02T00:00:00Z?'],
    ['4/28/2021, 12:05:26.123456789 AM', 'M/D/YYYY, h:mm:ss.SSS A', '2021-04-28T00:05:26.123456Z?'],
    ['Tuesday 28 September 2021 at 17.14 +0200', 'dddd D MMMM YYYY [at] HH.mm Z', '2021-09-28T15:14:00Z'],
    ['28-Sep-21 17:14:59 UTC', 'DD-MMM-YY HH:mm:ss Z', '2021-09-28T17:14:59Z'],
    ['20210928171459', 'YYYYMMDDHHmmss', '2021-09-28T17:14:59Z?'],
    ['2021年9月28日 17:14', 'YYYY年M月D日 H:mm', '2021-09-28T17:14:00Z?'],
  ])('reads %s by %s', (text, pattern, meant) => {
    expect(timeFormatProblem(pattern)).toBeNull()
    expect(read(text, pattern)).toBe(meant)
  })

  test.each([
    ['8/9/2021 17:14', 'DD/MM/YYYY HH:mm'],
    ['28/09/2021 17:14 ', 'DD/MM/YYYY HH:mm'],
    ['28/09/2021 17:14:01', 'DD/MM/YYYY HH:mm'],
    ['28/13/2021 17:14', 'DD/MM/YYYY HH:mm'],
    ['31/02/2021 17:14', 'DD/MM/YYYY HH:mm'],
    ['5/18/2021 13:13 PM', 'M/D/YYYY h:mm A'],
    ['5/18/2021 0:13 PM', 'M/D/YYYY h:mm A'],
    ['28-Foo-2021', 'DD-MMM-YYYY'],
    ['', 'D/M/YYYY'],
  ])('does not read %j by %s', (text, pattern) => expect(read(text, pattern)).toBeNull())

  test.each([
    ['HH:mm', 'year'],
    ['YYYY-MM', 'day'],
    ['YYYY-DD', 'month'],
    ['D/M/YYYY h:mm', 'AM or PM'],
    ['D/M/YYYY HH:mm A', 'AM or PM'],
    ['d/M/YYYY D', 'weekday'],
    ['nonsense', 'weekday|year'],
    ['D/M/YYYY'.repeat(20), 'long'],
  ])('says what is wrong with %s', (pattern, problem) => {
    expect(timeFormatProblem(pattern)).toMatch(new RegExp(problem))
    expect(read('28/09/2021', pattern)).toBeNull()
  })
})

test('no format throws on any text, and all times are in range', () => {
  const formats = [
    'iso',
    'epoch',
    'epoch-ns',
    'rfc2822',
    'month-first',
    'day-first',
    'auto',
    'D/M/YYYY h:mm:ss.SSS A Z',
  ]
  const piece = fc.constantFrom(
    '2021',
    '-',
    '12',
    ':',
    ' ',
    'T',
    'Oct',
    '/',
    '.',
    'PM',
    '+',
    '0',
    '(',
    'Z',
    '\0',
    'é',
    '99',
    ',',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, fc.constantFrom(...formats), (sample, format) => {
      const time = parseTime(sample, format, 'Europe/Berlin')
      if (time !== null) {
        expect(Number.isInteger(time.micros)).toBe(true)
        expect(isoFromMicros(time.micros, 0)).toMatch(/^\d{4}-/)
      }
    }),
    { numRuns: 3000 },
  )
})

describe('a day', () => {
  test.each(['1970-01-01', '2024-02-29', '0001-01-01', '9999-12-31'])('%s begins at midnight in UTC', (day) => {
    expect(microsOfDay(day)).toBe(Date.parse(`${day}T00:00:00Z`) * 1000)
  })

  test.each([
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '2024-1-31',
    '2024',
    '20240131',
    '2024-01-31Z',
    ' 2024-01-31',
    '',
  ])('“%s” is none', (text) => expect(microsOfDay(text)).toBeNull())
})
