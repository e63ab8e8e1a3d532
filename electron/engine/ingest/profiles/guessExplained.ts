/** Says in words why a field is read from where it is. */
import type { Candidate } from './guessScore.ts'
import type { TimeSource } from './profileSource.ts'

/** Why a field is read from where it is; one entry per field that was guessed. */
export interface GuessedField {
  readonly field: string
  /** In order of preference; per record the first that yields a value counts. */
  readonly paths: readonly string[]
  /** Time format of each path; null for other fields. */
  readonly formats: readonly string[] | null
  /** One clause each, for people. */
  readonly why: readonly string[]
  /** 0–1. */
  readonly confidence: number
  /** Up to three different values of the first path. */
  readonly examples: readonly string[]
}

/** Explanation of candidates of one field. */
export function explain(field: string, candidates: readonly Candidate[]): GuessedField {
  const [best] = candidates
  const { stats } = best
  const why = [
    best.name === null ? 'its values look like it' : `its name is one that logs use for it (${best.name})`,
    `${Math.round(stats.coverage * 100)} % of the sampled records have it, ${stats.distinct} different values in ${stats.count}`,
  ]
  if (candidates.length > 1) why.push(`${candidates.length - 1} more for records without it`)
  return {
    field,
    paths: candidates.map((candidate) => candidate.stats.path),
    formats: null,
    why,
    confidence: Math.round(Math.min(1, Math.max(0.05, best.score / 107)) * 100) / 100,
    examples: [...new Set(stats.texts)].slice(0, 3),
  }
}

/** Explanation of a time that the generic profile itself states. */
export function statedTime(sources: readonly TimeSource[]): GuessedField {
  return {
    field: 'time',
    paths: sources.flatMap((source) => source.from),
    formats: sources.map((source) => source.format),
    why: ['no field is known as the event time; the header of the line has one'],
    confidence: 0.5,
    examples: [],
  }
}
