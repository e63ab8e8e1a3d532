/** Guesses where the event time stands and how each place writes it. */
import { guessTimeFormat, type TimeFormatGuess } from '../../../../shared/time/index.ts'
import { joinedTime } from './guessClock.ts'
import type { GuessedField } from './guessExplained.ts'
import type { Candidate } from './guessScore.ts'
import type { PathStats } from './guessStats.ts'
import type { TimeSource } from './profileSource.ts'

export interface GuessedTime {
  readonly sources: readonly TimeSource[]
  readonly explained: GuessedField | null
}

/** Time sources of the candidates, best first; a path written in several ways is also tried as `auto`. */
export function guessTime(candidates: readonly Candidate[], all: readonly PathStats[]): GuessedTime {
  if (candidates.length === 0) return { sources: [], explained: null }
  const sources: TimeSource[] = []
  const formats: string[] = []
  const why: string[] = []
  for (const { stats } of candidates) {
    const joined = joinedTime(stats, all)
    if (joined !== null) {
      const { format, ambiguous, alternative } = formatOf(joined.texts)
      const zone = zoneOf(joined.clock) ?? zoneOf(stats)
      sources.push({ from: [], template: joined.template, format, zone, ambiguous })
      why.push(`the clock stands in ${joined.clock.path}`)
      if (ambiguous) why.push(`${stats.path} could as well be ${alternative}`)
    }
    const guess = stats.isObjectTime ? null : guessTimeFormat(stats.texts)
    const format = guess?.format ?? 'iso'
    const zone = zoneOf(stats)
    const ambiguous = guess !== null && isAmbiguous(guess)
    sources.push({ from: [stats.path], format, zone, ambiguous })
    if (guess !== null && guess.matched < guess.total && format !== 'auto') {
      sources.push({ from: [stats.path], format: 'auto', zone, ambiguous: false })
    }
    formats.push(stats.isObjectTime ? 'object' : format)
    if (ambiguous) why.push(`${stats.path} could as well be ${guess?.alternative ?? ''}`)
  }
  const [best] = candidates
  why.unshift(
    best.name === null ? 'its values are times' : `its name is one that logs use for the event time (${best.name})`,
    `${Math.round(best.stats.coverage * 100)} % of the sampled records have it, ${Math.round(best.stats.time * 100)} % of them readable`,
  )
  if (candidates.length > 1) why.push(`${candidates.length - 1} more for records without it`)
  return {
    sources,
    explained: {
      field: 'time',
      paths: candidates.map((candidate) => candidate.stats.path),
      formats,
      why,
      confidence: Math.round(Math.min(1, Math.max(0.05, best.score / 107)) * 100) / 100,
      examples: [...new Set(best.stats.texts)].slice(0, 3),
    },
  }
}

function formatOf(texts: readonly string[]): { format: string; ambiguous: boolean; alternative: string } {
  const guess = guessTimeFormat(texts)
  return {
    format: guess?.format ?? 'auto',
    ambiguous: guess !== null && isAmbiguous(guess),
    alternative: guess?.alternative ?? '',
  }
}

function isAmbiguous({ alternative, sure, matched, total }: TimeFormatGuess): boolean {
  return alternative !== null && sure < 0.9 * (matched / total)
}

/** UTC where the name of the column says so: `TimeGenerated [UTC]`, `timestamp_utc`, `GMT Time`. */
function zoneOf(stats: PathStats): string | null {
  return stats.tokens.some((token) => token === 'utc' || token === 'gmt') ||
    /(?:^|[^a-z])(utc|gmt)(?:$|[^a-z])|[a-z](UTC|Utc|GMT|Gmt)(?:$|[^a-z])|(?:utc|gmt)"?\]?$/.test(stats.path) ||
    /\[(UTC|GMT)\]/i.test(stats.path)
    ? 'UTC'
    : null
}
