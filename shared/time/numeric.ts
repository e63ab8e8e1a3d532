/**
 * Dates in figures with the year last: `5/18/2021 9:13:33 PM`, `28/09/2021 17:14`, `28.09.2021`. The one family where
 * a text alone may not say what it means, so doubt is answered with null instead of a guess.
 */
import { hourFrom12, microFromDigits, offsetFromText, type ParsedTime, timeFromWall } from './wall.ts'

/** Which of the two figures before the year is the month; `clear`: only where the text leaves no doubt. */
export type DateOrder = 'month-first' | 'day-first' | 'clear'

const yearLast =
  /^\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:(?:,?\s+|T|,)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,30}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?\s*(Z|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|[A-Za-z]{2,4})?)?\s*$/

/** Longest text looked at, in UTF-16 code units. */
const MAX_LENGTH = 60

/**
 * A time with the year last. `clear` reads it only where one order is possible (a figure above 12, or both equal), where
 * dots separate (day first, as nobody writes the month first with dots), or in the US 12-hour form (month first).
 * Two-digit years (00–49: 2000s, 50–99: 1900s) are read with a given order, or in the US form.
 */
export function timeFromYearLast(text: string, order: DateOrder, zone: string): ParsedTime | null {
  if (text.length > MAX_LENGTH) return null
  const parts = yearLast.exec(text)
  if (parts === null) return null
  const first = Number(parts[1])
  const second = Number(parts[3])
  const isTwelveHour = parts[9] !== undefined
  const shortYear = parts[4].length === 2
  if (order === 'clear' && shortYear && !(isTwelveHour && parts[2] === '/')) return null
  const monthFirst = isMonthFirst(first, second, parts[2], isTwelveHour, order)
  if (monthFirst === null) return null
  const year = Number(parts[4])
  const hour = Number(parts[5] ?? 0)
  const offsetMinutes = parts[10] === undefined ? Number.NaN : offsetFromText(parts[10])
  if (parts[10] !== undefined && Number.isNaN(offsetMinutes)) return null
  const wall = {
    year: shortYear ? year + (year < 50 ? 2000 : 1900) : year,
    month: monthFirst ? first : second,
    day: monthFirst ? second : first,
    hour: isTwelveHour ? hourFrom12(hour, parts[9].toLowerCase() === 'p') : hour,
    minute: Number(parts[6] ?? 0),
    second: Number(parts[7] ?? 0),
    micro: microFromDigits(parts[8]),
    offsetMinutes,
  }
  return wall.hour < 0 ? null : timeFromWall(wall, zone)
}

/** null: both orders are possible and nothing tells which. */
function isMonthFirst(
  first: number,
  second: number,
  separator: string,
  isTwelveHour: boolean,
  order: DateOrder,
): boolean | null {
  if (order !== 'clear') return order === 'month-first'
  if (first > 12 || second > 12) return first <= 12
  if (first === second) return true
  if (separator === '.') return false
  return isTwelveHour && separator === '/' ? true : null
}
