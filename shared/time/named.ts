/**
 * Times with the month as an English word: RFC 2822/5322, RFC 850, asctime, Apache's common log format, syslog with a
 * year, `date(1)`, Java's and JavaScript's `Date.toString`, en-US long forms.
 *
 * One reader serves them all: a month's name leaves no doubt which number is which, so order need not be fixed.
 */
import { MAX_TIME_LENGTH } from './iso.ts'
import { hourFrom12, microFromDigits, offsetFromText, type ParsedTime, timeFromWall, type Wall } from './wall.ts'

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Month 1–12 of an English name, whole or its first three letters (also `Sept`), ignoring case; 0 for other words. */
export function monthFromName(name: string): number {
  const folded = name.toLowerCase()
  if (folded === 'sept') return 9
  return 1 + monthNames.findIndex((month) => month === folded || month.slice(0, 3) === folded)
}

/** Whether a word names a day of the week, whole or its first three letters. */
export function isWeekday(name: string): boolean {
  const folded = name.toLowerCase()
  return weekdays.some((day) => day === folded || day.slice(0, 3) === folded)
}

const pieces =
  /\s+|[,;[\]]|(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,30}))?)?(?!\d)|([+-]\d{1,2}:?(?:\d\d)?)(?!\d)|(\d+)|([A-Za-z]+)\.?|\((?:UTC|GMT)([+-]\d{1,2}(?::?\d\d)?)?\)|\([^()]*\)|[-/:]/y

/** Oracle's default form of a TIMESTAMP, `02-JAN-26 03.04.05.678901 AM`, has full stops in its clock (NLS_TIMESTAMP_FORMAT). */
const dottedClock = /(\s)(\d{1,2})\.(\d\d)\.(\d\d)(?=[.\s]|$)/

/** Any of the forms above; null for anything else, for a missing year, and for zone names that mean several zones. */
export function timeFromNamedMonth(text: string, zone: string): ParsedTime | null {
  if (text.length > MAX_TIME_LENGTH) return null
  const wall: Wall = {
    year: -1,
    month: 0,
    day: 0,
    hour: -1,
    minute: 0,
    second: 0,
    micro: 0,
    offsetMinutes: Number.NaN,
  }
  let half = ''
  const written = text.replace(dottedClock, '$1$2:$3:$4')
  pieces.lastIndex = 0
  while (pieces.lastIndex < written.length) {
    const start = pieces.lastIndex
    const isClockRead = wall.hour >= 0
    const part = pieces.exec(written)
    if (part === null) return null
    if (part[1] !== undefined) {
      if (isClockRead) return null
      wall.hour = Number(part[1])
      wall.minute = Number(part[2])
      wall.second = Number(part[3] ?? 0)
      wall.micro = microFromDigits(part[4])
    } else if (part[5] !== undefined) {
      if (isClockRead) {
        wall.offsetMinutes = offsetFromText(part[5])
        if (Number.isNaN(wall.offsetMinutes)) return null
      } else {
        // Before the clock a minus only separates: 10-Oct-2000.
        pieces.lastIndex = start + 1
      }
    } else if (part[6] !== undefined) {
      if (!takeNumber(wall, part[6])) return null
    } else if (part[7] !== undefined) {
      const word = part[7]
      const month = monthFromName(word)
      if (month > 0) {
        if (wall.month !== 0) return null
        wall.month = month
      } else if (/^[ap]m?$/i.test(word)) half = word[0].toLowerCase()
      else if (!isFiller(word) && !takeZone(wall, word)) return null
    } else if ((part[8] !== undefined || /^\((?:UTC|GMT)\)$/.test(part[0])) && Number.isNaN(wall.offsetMinutes)) {
      // Consoles write the zone as a comment: (UTC+09:00). Behind an offset, (UTC) is one.
      wall.offsetMinutes = part[8] === undefined ? 0 : offsetFromText(part[8])
      if (Number.isNaN(wall.offsetMinutes)) return null
    }
  }
  if (wall.year < 0 || wall.month === 0 || wall.day === 0) return null
  if (wall.hour < 0) wall.hour = 0
  if (half !== '') wall.hour = hourFrom12(wall.hour, half === 'p')
  return wall.hour < 0 ? null : timeFromWall(wall, zone)
}

function takeNumber(wall: Wall, digits: string): boolean {
  const value = Number(digits)
  if (digits.length === 4 && wall.year < 0) wall.year = value
  else if (digits.length <= 2 && wall.day === 0) wall.day = value
  // RFC 5322 §4.3: two-digit years 00–49 are 2000–2049, others 1950–1999.
  else if (digits.length === 2 && wall.year < 0 && wall.month > 0) wall.year = value + (value < 50 ? 2000 : 1900)
  else return false
  return true
}

function isFiller(word: string): boolean {
  return isWeekday(word) || /^(?:at|T|st|nd|rd|th|of)$/i.test(word)
}

function takeZone(wall: Wall, word: string): boolean {
  if (wall.hour < 0) return false
  // An offset already read says more than the abbreviation behind it: +0200 CEST.
  if (!Number.isNaN(wall.offsetMinutes)) return true
  wall.offsetMinutes = offsetFromText(word)
  return !Number.isNaN(wall.offsetMinutes)
}
