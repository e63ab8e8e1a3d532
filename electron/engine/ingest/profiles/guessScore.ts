/** How well a path suits a field: by its name, then by what its values look like. */
import type { FieldNames } from './guessNames.ts'
import type { PathStats } from './guessStats.ts'

export interface Candidate {
  readonly stats: PathStats
  /** 0–100 and a little beyond; higher is better. */
  readonly score: number
  /** The table's name that was recognised; null where the values alone spoke for the path. */
  readonly name: string | null
}

/** Lost per word before the recognised name: more where the name is one word, as `x id` is more likely another thing's. */
const FOREIGN_WORD = 5
const FOREIGN_WORD_BEFORE_ONE = 20
const FOREIGN_WORD_BEFORE_ID = 60
const NEUTRAL_WORD = 1
const AVOIDED_WORD = 100
/** Candidates below this are dropped, and those this much below the best. */
const LEAST_SCORE = 22
const WIDEST_GAP = 60
/** Alternatives kept per field. */
const MAX_CANDIDATES = 12

/** Paths for one field, best first. */
export function candidatesFor(names: FieldNames, all: readonly PathStats[]): readonly Candidate[] {
  const found: Candidate[] = []
  for (const stats of all) {
    const named = nameScore(names, stats.tokens)
    const score = Math.max(named?.score ?? 0, unnamedScore(names, stats))
    if (score <= 0) continue
    const fit = plausibility(names, stats)
    if (fit <= -100) continue
    found.push({
      stats,
      score: score + fit + 12 * stats.coverage - 2 * Math.max(0, stats.depth - 1),
      name: named?.name ?? null,
    })
  }
  found.sort((a, b) => b.score - a.score || a.stats.depth - b.stats.depth || (a.stats.path < b.stats.path ? -1 : 1))
  const best = found[0]?.score ?? 0
  return found.filter(({ score }) => score >= LEAST_SCORE && score >= best - WIDEST_GAP).slice(0, MAX_CANDIDATES)
}

/** The longest table name that the words of a path end with; what stands before it counts for or against. */
function nameScore(names: FieldNames, words: readonly string[]): { name: string; score: number } | null {
  const tokens = names.kind === 'time' ? withoutUnit(names, words) : words
  for (let from = 0; from < tokens.length; from++) {
    const name = tokens.slice(from).join('')
    const weight = names.weights.get(name)
    if (weight === undefined) continue
    let score = weight
    const alone = names.kind === 'id' ? FOREIGN_WORD_BEFORE_ID : FOREIGN_WORD_BEFORE_ONE
    const foreign = from < tokens.length - 1 ? FOREIGN_WORD : alone
    for (let i = 0; i < from; i++) {
      if (names.avoid.has(tokens[i])) score -= AVOIDED_WORD
      else score -= names.neutral.has(tokens[i]) ? NEUTRAL_WORD : foreign
    }
    return { name, score }
  }
  return null
}

/** Words behind the name of a time that say its unit or zone: `timestampUsecs`, `createdTimeInMillis`, `Occurred (GMT)`. */
const unitWords = new Set([
  ...['usec', 'msec', 'nsec', 'sec', 'us', 'ms', 'ns', 'second', 'milli', 'millisecond', 'microsecond', 'nanosecond'],
  ...['micro', 'nano', 'epoch', 'unix', 'utc', 'gmt', 'iso', 'local', 'in'],
])

/** The words of a time's name without its unit, where the table does not know the name with it. */
function withoutUnit(names: FieldNames, words: readonly string[]): readonly string[] {
  let end = words.length
  while (end > 1 && unitWords.has(words[end - 1]) && !names.weights.has(words.slice(0, end).join(''))) end -= 1
  return end === words.length ? words : words.slice(0, end)
}

/** Values so telling that they need no name. */
function unnamedScore({ kind, field, avoid }: FieldNames, stats: PathStats): number {
  if (kind === 'time') return stats.time >= 0.95 && stats.number < 0.05 ? 24 : 0
  if (stats.tokens.some((token) => avoid.has(token))) return 0
  if (kind === 'ip') return stats.ip >= 0.95 ? 24 : 0
  if (field === 'actor') return stats.email >= 0.8 ? 18 : 0
  return 0
}

/** Values from which on it tells something that they repeat. */
const MANY_VALUES = 8
/** Numbers up to this long are kinds of events where they repeat: `4624`. */
const SHORT_NUMBER = 6
/** Words without a figure are identifiers only if they are this long. */
const LONG_WORD = 16

/** What tells one event from another is no word, and no short number that comes again and again. */
function isIdOfEach(stats: PathStats): boolean {
  const repeats = stats.count >= MANY_VALUES && stats.distinct < stats.count / 2
  if (repeats && stats.number > 0.5 && stats.meanLength <= SHORT_NUMBER) return false
  const words = stats.texts.filter((text) => !/\d/.test(text)).length
  return words < stats.count / 2 || stats.meanLength >= LONG_WORD
}

/** Points for or against a path by its values; -100: impossible. */
function plausibility(names: FieldNames, stats: PathStats): number {
  const constant = stats.distinct === 1 && stats.count >= 10
  switch (names.kind) {
    case 'time':
      return stats.time < 0.5 ? -100 : (stats.time - 1) * 40 - (constant ? 25 : 0)
    case 'ip':
      return stats.ip < 0.3 ? -100 : (stats.ip - 1) * 20
    case 'name':
      if (stats.time > 0.5 || stats.boolean > 0.5 || stats.ip > 0.5 || stats.meanLength > 150) return -100
      return 10 * stats.email - 30 * stats.number - 12 * stats.uuid - (stats.url > 0.5 ? 20 : 0)
    case 'label':
      if (stats.time > 0.5 || stats.boolean > 0.5 || stats.ip > 0.5 || stats.uuid > 0.5 || stats.meanLength > 120)
        return -100
      return (
        -40 * stats.number -
        20 * stats.email -
        (stats.url > 0.5 ? 25 : 0) -
        (constant ? 20 : 0) -
        (stats.count >= 30 && stats.distinct / stats.count > 0.9 && stats.spaced > 0.5 ? 25 : 0)
      )
    case 'id':
      if (names.field === 'eventId' && !isIdOfEach(stats)) return -100
      if (stats.time > 0.9 && stats.number < 0.5) return -100
      return stats.boolean > 0.5 || stats.meanLength > 300 ? -100 : -20 * stats.spaced
    case 'text':
      return stats.boolean > 0.5 || stats.time > 0.5 ? -100 : -20 * stats.number - 10 * stats.uuid
    case 'agent':
      return stats.boolean > 0.5 || stats.number > 0.5 || stats.time > 0.5 ? -100 : 0
    case 'method':
      return stats.method < 0.5 ? -100 : 0
    case 'url':
      return stats.boolean > 0.5 || stats.number > 0.5 || stats.time > 0.5 ? -100 : 15 * stats.url - 15
    case 'status':
      return stats.boolean > 0.5 || stats.time > 0.5 || stats.meanLength > 60 || stats.uuid > 0.5 ? -100 : 0
    case 'word': {
      const known = stats.texts.filter((text) => names.words.has(text.trim().toLowerCase())).length / stats.count
      return known < 0.5 ? -100 : (known - 1) * 40 - (constant ? 5 : 0)
    }
  }
}
