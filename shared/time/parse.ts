/**
 * `parseTime`: a log's time text into microseconds, by the format its profile names, or by what the text looks like.
 */
import { type EpochUnit, timeFromEpoch, timeFromJsonDate } from './epoch.ts'
import { microsFromUtcIso, timeFromIso } from './iso.ts'
import { timeFromNamedMonth } from './named.ts'
import { timeFromYearLast } from './numeric.ts'
import { compilePattern, type TimeReader } from './pattern.ts'
import type { ParsedTime } from './wall.ts'

/**
 * How a time is written:
 * - `iso`: ISO 8601, RFC 3339 and what is meant to be it;
 * - `epoch-s` `epoch-ms` `epoch-us` `epoch-ns`: a count since 1970; `epoch`: the same, the unit guessed by size;
 * - `rfc2822` `clf` `syslog`: an English month name (one reader; the names say what is expected);
 * - `json-date`: `/Date(1621372413000)/`, as .NET and PowerShell 5 write times into JSON;
 * - `month-first` `day-first`: figures with the year last, `5/18/2021 9:13:33 PM`, `28/09/2021 17:14`;
 * - `auto`: all of these, where the text leaves no doubt;
 * - anything else is a pattern: `D/M/YYYY H:mm:ss`, see `compilePattern`.
 */
export type TimeFormat = string

/** Patterns kept compiled; beyond that the cache starts anew. */
const MAX_READERS_KEPT = 512

const epochReader = (unit: EpochUnit | null): TimeReader => {
  return (text) => timeFromEpoch(text, unit)
}

const builtIn: readonly (readonly [string, TimeReader])[] = [
  ['iso', timeFromIso],
  ['epoch', epochReader(null)],
  ['epoch-s', epochReader('s')],
  ['epoch-ms', epochReader('ms')],
  ['epoch-us', epochReader('us')],
  ['epoch-ns', epochReader('ns')],
  ['json-date', timeFromJsonDate],
  ['rfc2822', timeFromNamedMonth],
  ['clf', timeFromNamedMonth],
  ['syslog', timeFromNamedMonth],
  ['month-first', (text, zone) => timeFromYearLast(text, 'month-first', zone)],
  ['day-first', (text, zone) => timeFromYearLast(text, 'day-first', zone)],
  ['auto', timeFromAnything],
]
const readers = new Map<TimeFormat, TimeReader | null>(builtIn)

/**
 * The instant a text means, or null where it does not follow the format or no such date exists (month 13, 31/02).
 *
 * `hadZone` is false where the text gives no zone and was read as local time in `zone` (an IANA name, or an offset):
 * in an overlap the first of the two instants, in a gap shifted forward. Epochs always have a zone. Fractions finer
 * than a microsecond are cut towards the past. A leap second becomes the last microsecond of its minute.
 * `usage/bad-argument` (thrown) where the zone is needed and unknown; a format that does not compile reads nothing, see
 * {@link timeFormatProblem}.
 */
export function parseTime(text: string, format: TimeFormat, zone: string): ParsedTime | null {
  if (format === 'iso' || format === 'auto') {
    const micros = microsFromUtcIso(text)
    if (!Number.isNaN(micros)) return { micros, hadZone: true }
  }
  const reader = readerOf(format)
  return reader === null ? null : reader(text, zone)
}

/** What is wrong with a format, as the end of a sentence; null where it can be used. */
export function timeFormatProblem(format: TimeFormat): string | null {
  if (readerOf(format) !== null) return null
  const compiled = compilePattern(format)
  return compiled.ok ? null : compiled.problem
}

function readerOf(format: TimeFormat): TimeReader | null {
  const kept = readers.get(format)
  if (kept !== undefined) return kept
  const compiled = compilePattern(format)
  const reader = compiled.ok ? compiled.read : null
  if (readers.size >= MAX_READERS_KEPT) {
    readers.clear()
    for (const [name, read] of builtIn) readers.set(name, read)
  }
  readers.set(format, reader)
  return reader
}

/**
 * The reading of `auto`. Bare figures are a basic ISO date where they have its length (8, 12, 14 or 17 digits) and
 * are a date of 1970–2099, otherwise an epoch if they have at least nine digits (shorter numbers are too often
 * something else: a status, a duration).
 */
function timeFromAnything(text: string, zone: string): ParsedTime | null {
  const figures = /^\s*[+-]?(\d+)(\.\d*)?(?:[eE]\+?\d+)?\s*$/.exec(text)
  if (figures === null) {
    if (text.startsWith('/Date(')) return timeFromJsonDate(text)
    return timeFromIso(text, zone) ?? timeFromNamedMonth(text, zone) ?? timeFromYearLast(text, 'clear', zone)
  }
  const digits = figures[1]
  if (/^(?:19[7-9]|20)\d/.test(digits) && [8, 12, 14, 17].includes(digits.length)) {
    const date = timeFromIso(text, zone)
    if (date !== null) return date
  }
  return digits.length >= 9 || /[eE]/.test(text) ? timeFromEpoch(text, null) : null
}
