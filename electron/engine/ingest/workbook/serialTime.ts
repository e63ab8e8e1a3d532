/**
 * Dates of workbooks: days since the beginning of 1900 or 1904 as a number, told from other numbers by the cell's format.
 */

/** What a number format shows of a serial number. */
export type DateStyle = 'date' | 'time' | 'dateTime'

/** Number formats that are dates without being written out (ECMA-376 Part 1 §18.8.30; 27–36, 50–58 are East Asian dates). */
function builtIn(id: number): DateStyle | null {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 50 && id <= 54) || id === 36 || id === 57 || id === 58)
    return 'date'
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56)
    return 'time'
  return id === 22 ? 'dateTime' : null
}

/**
 * What a number format makes of a number: `code` is its format code, null for those that have only an id. Quoted text,
 * escaped characters, and colours, conditions and currencies in brackets count for nothing; `[h]` is time passed.
 */
export function dateStyleOf(id: number, code: string | null): DateStyle | null {
  if (code === null) return builtIn(id)
  const first = code.split(';')[0]
  const shown = first
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/general/.test(shown)) return null
  const hasDay = /[yd]/.test(shown) || (/m/.test(shown) && !/[hs]/.test(shown) && !/\[m/.test(shown))
  const hasClock = /[hs]/.test(shown) || /\[m+\]/.test(shown)
  if (hasDay) return hasClock ? 'dateTime' : 'date'
  return hasClock ? 'time' : null
}

const DAY_MS = 86_400_000
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
/** 9999-12-31 in days since 1970: the last day that workbooks know. */
const LAST_DAY_MS = Date.UTC(9999, 11, 31) + DAY_MS

/**
 * A serial number as ISO 8601 text without a zone, to the millisecond: `2026-03-01T14:03:22.118`, `2026-03-01` for whole
 * days under a format without a clock, `14:03:22` for a part of a day under one without a date. Null where the number is
 * no date: not a number, negative, beyond the year 9999, or 60 in the 1900 system, which is a 29 February that never was.
 */
export function isoFromSerial(written: string, style: DateStyle, is1904: boolean): string | null {
  const serial = Number(written)
  if (written.trim() === '' || !Number.isFinite(serial) || serial < 0) return null
  if (style === 'time' && serial < 1) return clock(Math.round(serial * DAY_MS))
  if (!is1904 && Math.floor(serial) === 60) return null
  // The 1900 system counts a 29 February 1900, so that days before it are one further on.
  const days = !is1904 && serial < 60 ? serial + 1 : serial
  const ms = (is1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * DAY_MS)
  if (ms >= LAST_DAY_MS) return null
  const text = new Date(ms).toISOString()
  const isWholeDay = ms % DAY_MS === 0
  if (isWholeDay && style === 'date') return text.slice(0, 10)
  return text.replace(/(?:\.000)?Z$/, '')
}

function clock(ms: number): string {
  return new Date(ms)
    .toISOString()
    .slice(11)
    .replace(/(?:\.000)?Z$/, '')
}
