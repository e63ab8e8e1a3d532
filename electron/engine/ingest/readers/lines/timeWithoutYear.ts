/**
 * Times that state no year, as RFC 3164 writes them (§4.1.2): `Jan  2 03:04:05`. Which year is meant no line says.
 *
 * What is known is that a log was not written before it happened: no line is later than the file. So the year is the latest
 * in which the time is not after the file's end, with a day of grace for zones and clocks. That holds across a new year
 * (`Dec 31` in a file of January is of the year before), and is wrong where a file holds more than a year or was touched
 * later than it was written. Therefore it is an assumption: it stands in the payload beside the time, and is remarked.
 */
import { MICROS_PER_DAY, parseTime } from '../../../../../shared/time/index.ts'

const withoutYear = /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} \d\d:\d\d:\d\d(?:[.,]\d{1,9})?$/

/** How much later than the file a line may be: zones reach 14 hours, clocks are off by some. */
const GRACE_MICROS = MICROS_PER_DAY

/** Years looked back: 29 February comes every fourth year, and once in eight around 2100. */
const MAX_YEARS_BACK = 8

/**
 * The year that is taken for a time without one, where nothing in the file is later than `newestMicros` (since 1970, UTC);
 * null where the text is no such time, or no year has that day. The time is compared as if it were UTC.
 */
export function assumedYear(text: string, newestMicros: number): number | null {
  if (!withoutYear.test(text)) return null
  const newest = new Date(newestMicros / 1000).getUTCFullYear() + 1
  if (!Number.isFinite(newest)) return null
  for (let year = newest; year >= newest - MAX_YEARS_BACK; year--) {
    const time = parseTime(timeInYear(text, year), 'syslog', 'UTC')
    if (time !== null && time.micros <= newestMicros + GRACE_MICROS) return year
  }
  return null
}

/** The text of a time with its year, for a reader of times. */
export function timeInYear(text: string, year: number): string {
  return `${text} ${year}`
}
