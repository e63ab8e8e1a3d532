/** Finds the clock that belongs to a date: exports, SAP's above all, keep the two in columns of their own. */
import { guessTimeFormat, parseTime } from '../../../../shared/time/index.ts'
import type { PathStats } from './guessStats.ts'

/** A time of day: `17:14`, `3:04:05 PM`, `03:04:05.678`, and the six figures that SAP stores. */
const clock = /^\s*\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?\s*$/i
const figures = /^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/
/** Words of a clock's name that a date's name does not have. */
const clockWords = new Set(['time', 'clock', 'hour', 'uhrzeit', 'zeit', 'tim', 'uzeit', 'heure', 'hora', 'ora', 'tm'])

export interface JoinedTime {
  /** `{Date} {Time}`, for a profile's `template`. */
  readonly template: string
  readonly clock: PathStats
  /** Date and clock in one, in the order of the records. */
  readonly texts: readonly string[]
}

/** The clock beside a date, joined with it; null where the date has its own, or none is beside it. */
export function joinedTime(date: PathStats, all: readonly PathStats[]): JoinedTime | null {
  if (date.isObjectTime || /[{}]/.test(date.path) || !date.texts.every(isDateOnly)) return null
  const parent = parentOf(date.path)
  const beside = all.filter(
    (one) =>
      one !== date &&
      parentOf(one.path) === parent &&
      !/[{}]/.test(one.path) &&
      one.count >= date.count * 0.9 &&
      one.tokens.some((token) => clockWords.has(token) || /(time|uhrzeit|tim)$/.test(token)),
  )
  for (const one of beside.sort((a, b) => likeness(b, date) - likeness(a, date))) {
    const isFigures = one.texts.every((text) => figures.test(text))
    if (!isFigures && !one.texts.every((text) => clock.test(text))) continue
    const isBasic = isFigures && date.texts.every((text) => /^\d{8}$/.test(text))
    const gap = isBasic ? '' : ' '
    const texts = date.texts.slice(0, one.texts.length).map((text, i) => `${text}${gap}${one.texts[i]}`)
    const guess = guessTimeFormat(texts)
    if (guess === null || guess.matched < guess.total) continue
    return { template: `{${date.path}}${gap}{${one.path}}`, clock: one, texts }
  }
  return null
}

/** A date that says nothing of the hour. */
function isDateOnly(text: string): boolean {
  if (/\d\s*[:T]\s*\d/.test(text)) return false
  const trimmed = text.trim()
  return (
    trimmed.length <= 20 &&
    (!/^\d+$/.test(trimmed) || (trimmed.length === 8 && parseTime(trimmed, 'iso', 'UTC') !== null))
  )
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0))
}

/** Words that both names have: the clock of `Created Date` is `Created Time`, not `Expiry Time`. */
function likeness(one: PathStats, other: PathStats): number {
  return one.tokens.filter((token) => other.tokens.includes(token)).length * 10 - one.tokens.length
}
