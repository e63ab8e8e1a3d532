import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactNumber, excelSerial } from '../../../../../../../electron/engine/evidence/exports/xlsx/index.ts'

describe('a number', () => {
  test('is one where writing it gives the same text', () => {
    for (const text of [
      '0',
      '1',
      '-1',
      '200',
      '1.5',
      '0.1',
      '-0.001',
      '999999999999999',
      '0.000123456789012345'.slice(0, 17),
    ])
      expect([text, exactNumber(text)]).toEqual([text, Number(text)])
  })

  test('is left a text where anything of it would be lost', () => {
    const texts = [
      '',
      '007',
      '-0',
      '1.0',
      '1.10',
      '.5',
      '5.',
      '+1',
      '1e3',
      '1E3',
      '0x10',
      ' 1',
      '1 ',
      'NaN',
      'Infinity',
      '1_000',
      '１',
    ]
    for (const text of [...texts, '9007199254740993', '1234567890123456', '0.1234567890123456'])
      expect([text, exactNumber(text)]).toEqual([text, null])
  })

  test('of any text is null or prints as that text, with 15 digits at most', () => {
    const digits = fc.stringMatching(/^-?\d{1,18}(\.\d{1,18})?$/)
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), (text) => {
        const number = exactNumber(text)
        if (number === null) return
        expect(String(number)).toBe(text)
        // What Excel keeps of it is the same number.
        expect(Number(number.toPrecision(15))).toBe(number)
      }),
    )
  })
})

test('times are days since 1899-12-30, from 1900-03-01 to the end of 9999', () => {
  const micros = (iso: string): number => Date.parse(iso) * 1_000
  expect(excelSerial(micros('1970-01-01T00:00:00Z'))).toBe(25_569)
  expect(excelSerial(micros('1900-03-01T00:00:00Z'))).toBe(61)
  expect(excelSerial(micros('1900-02-28T23:59:59.999Z'))).toBeNull()
  expect(excelSerial(micros('9999-12-31T12:00:00Z'))).toBe(2_958_465.5)
  expect(excelSerial(micros('9999-12-31T23:59:59Z') + 1_000_000)).toBeNull()
})
