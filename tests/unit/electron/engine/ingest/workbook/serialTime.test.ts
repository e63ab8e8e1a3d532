/** Dates of workbooks: against the calendar, in both systems. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateStyleOf, isoFromSerial } from '../../../../../../electron/engine/ingest/workbook/serialTime.ts'

describe('serial numbers', () => {
  test.each([
    ['46082.5835893287', 'dateTime', false, '2026-03-01T14:00:22.118'],
    ['46082', 'date', false, '2026-03-01'],
    ['46082', 'dateTime', false, '2026-03-01T00:00:00'],
    ['44620', 'date', true, '2026-03-01'],
    ['46082.5', 'date', false, '2026-03-01T12:00:00'],
    ['0.5', 'time', false, '12:00:00'],
    ['1', 'date', false, '1900-01-01'],
    ['59', 'date', false, '1900-02-28'],
    ['61', 'date', false, '1900-03-01'],
    ['0', 'date', true, '1904-01-01'],
    ['2958465', 'date', false, '9999-12-31'],
  ] as const)('%s as %s, 1904 %s, is %s', (serial, style, is1904, iso) => {
    expect(isoFromSerial(serial, style, is1904)).toBe(iso)
  })

  test.each(['60', '-1', '2958466', 'NaN', '', '1e400', 'x'])('%s is no date', (serial) => {
    expect(isoFromSerial(serial, 'dateTime', false)).toBeNull()
  })

  test('come back to the millisecond, from 1900-03-01 to the year 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61 * 86_400_000, max: 2958465 * 86_400_000 }), fc.boolean(), (ms, is1904) => {
        const from = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
        const time = from + ms
        fc.pre(time < Date.UTC(9999, 11, 31))
        const text = isoFromSerial(String(ms / 86_400_000), 'dateTime', is1904)
        expect(Date.parse(`${text}Z`)).toBe(time)
      }),
    )
  })
})

describe('number formats', () => {
  test.each([
    [14, null, 'date'],
    [22, null, 'dateTime'],
    [20, null, 'time'],
    [0, null, null],
    [2, null, null],
    [164, 'yyyy\\-mm\\-dd hh:mm:ss.000', 'dateTime'],
    [165, 'dd/mm/yyyy', 'date'],
    [166, '[h]:mm:ss', 'time'],
    [167, '[$-409]mmmm d, yyyy;@', 'date'],
    [168, '#,##0.00 "days"', null],
    [169, '[Red]0.00', null],
    [170, 'General', null],
    [171, 'mmm', 'date'],
    [172, '\\d0', null],
    [173, 'yyyy-mm-dd"T"hh:mm:ss', 'dateTime'],
  ] as const)('%s %s is %s', (id, code, style) => {
    expect(dateStyleOf(id, code)).toBe(style)
  })
})
