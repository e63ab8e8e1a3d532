/**
 * Which format a column of times is written in, decided over many samples. One text such as `05/06/2021` may mean two
 * days; a thousand of them rarely do.
 */
import { epochUnit } from './epoch.ts'
import { parseTime, type TimeFormat } from './parse.ts'

export interface TimeFormatGuess {
  readonly format: TimeFormat
  /** Samples that the format reads, and samples that were not blank. */
  readonly matched: number
  readonly total: number
  /**
   * 0–1. 1: every sample is read and no other reading is possible. 0.9: month first, as the 12-hour clock suggests.
   * 0.75: decided by order, as logs run in one direction. 0.5: nothing tells the two orders apart (month first is
   * given). All of it times the share of samples read.
   */
  readonly sure: number
  /** The other order, where the samples allow it. */
  readonly alternative: TimeFormat | null
  /** How many of the samples read give a zone. */
  readonly withZone: number
}

/** Samples looked at. */
const MAX_SAMPLES = 2_000

const candidates: readonly TimeFormat[] = ['iso', 'rfc2822', 'month-first', 'day-first', 'auto']

/**
 * The format that reads most samples (given in the order of the log), or null where none reads any.
 * Blank samples do not count. Order of preference where several read equally many: the list in the code, most exact first.
 */
export function guessTimeFormat(samples: readonly string[]): TimeFormatGuess | null {
  const texts = samples.slice(0, MAX_SAMPLES).filter((text) => text.trim() !== '')
  let best: Tally | null = null
  for (const format of [...epochCandidates(texts), ...candidates]) {
    const tally = tallyOf(format, texts)
    if (tally.matched > (best?.matched ?? 0)) best = tally
  }
  if (best === null) return null
  const share = best.matched / texts.length
  const base = { matched: best.matched, total: texts.length, withZone: best.withZone }
  if (best.format === 'month-first') {
    const other = tallyOf('day-first', texts)
    const dotted = texts.every((text) => /^\s*\d+\./.test(text))
    if (other.matched === best.matched && (dotted || other.travel !== best.travel)) {
      if (texts.every((text) => /[ap]\.?m/i.test(text) && text.includes('/'))) {
        return { ...base, format: 'month-first', sure: 0.9 * share, alternative: 'day-first' }
      }
      const dayFirst = dotted || other.travel < best.travel
      const sure = dotted ? 0.9 : 0.75
      return dayFirst
        ? { ...base, format: 'day-first', sure: sure * share, alternative: 'month-first' }
        : { ...base, format: 'month-first', sure: sure * share, alternative: 'day-first' }
    }
    // Equal travel: the same days in both readings, or a single sample; only the first is without doubt.
    if (other.matched === best.matched) {
      const same = other.sum === best.sum
      return { ...base, format: 'month-first', sure: (same ? 1 : 0.5) * share, alternative: same ? null : 'day-first' }
    }
  }
  return { ...base, format: best.format, sure: share, alternative: null }
}

interface Tally {
  readonly format: TimeFormat
  readonly matched: number
  readonly withZone: number
  /** Sum of the steps between neighbours: smallest in the reading that runs in one direction. */
  readonly travel: number
  readonly sum: number
}

function tallyOf(format: TimeFormat, texts: readonly string[]): Tally {
  let matched = 0
  let withZone = 0
  let travel = 0
  let sum = 0
  let last = Number.NaN
  for (const text of texts) {
    const time = parseTime(text, format, 'UTC')
    if (time === null) continue
    matched++
    if (time.hadZone) withZone++
    if (matched > 1) travel += Math.abs(time.micros - last)
    sum += time.micros
    last = time.micros
  }
  return { format, matched, withZone, travel, sum }
}

/** The epoch format of these figures: of one unit where all sizes agree, else `epoch`; none where dates are as likely. */
function epochCandidates(texts: readonly string[]): TimeFormat[] {
  const numbers = texts.filter((text) => /^\s*[+-]?\d{9,}(?:\.\d*)?\s*$/.test(text))
  if (numbers.length === 0) return []
  const dates = numbers.filter(
    (text) => parseTime(text, 'iso', 'UTC') !== null && parseTime(text, 'auto', 'UTC') !== null,
  )
  const looksLikeDates = dates.filter(
    (text) => parseTime(text, 'iso', 'UTC')?.micros === parseTime(text, 'auto', 'UTC')?.micros,
  )
  if (looksLikeDates.length === numbers.length) return []
  const units = new Set(numbers.map((text) => epochUnit(Number(text))))
  const [unit] = units
  return units.size === 1 ? [`epoch-${unit}`] : ['epoch']
}
