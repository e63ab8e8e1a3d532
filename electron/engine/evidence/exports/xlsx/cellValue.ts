/** Which values a spreadsheet can hold as dates and numbers without making others of them. */
import { MICROS_PER_DAY } from '../../../../../shared/time/index.ts'

/** Days from Excel's day 0 to 1970-01-01, for dates from 1900-03-01 on; before, Excel counts a day that never was. */
const DAYS_TO_1970 = 25_569
const FIRST_DAY = 61
/** 9999-12-31 is day 2,958,465. */
const LAST_DAY = 2_958_466

/** Digits that Excel keeps of a number. */
const EXACT_DIGITS = 15
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** Excel's number of a time on the local clock, in microseconds since 1970 there. Null: Excel knows no such date. */
export function excelSerial(wallMicros: number): number | null {
  const serial = wallMicros / MICROS_PER_DAY + DAYS_TO_1970
  return serial >= FIRST_DAY && serial < LAST_DAY ? serial : null
}

/** The number that a text is, where writing that number gives the same text again: 007, 1e3, 2^53 + 1 and -0 are texts. */
export function exactNumber(text: string): number | null {
  if (text.length > EXACT_DIGITS + 2 || !PLAIN_NUMBER.test(text)) return null
  const digits = text.replace(/^-?(?:0\.0*)?/, '').replace('.', '')
  if (digits.length > EXACT_DIGITS) return null
  const number = Number(text)
  return String(number) === text ? number : null
}
