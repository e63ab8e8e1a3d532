/**
 * Which profile a file is of, by what its records contain; names and extensions of files do not count.
 *
 * Each alternative of each profile is held against every sampled record; a record counts with the best score it earns.
 * Several profiles may claim a file: all are told, with their reasons, and the caller takes the first. A record that
 * satisfies nothing by itself may hold, as collectors keep them, one that does.
 */
import { recordReaders } from './aliases.ts'
import { compileAlternative } from './alternative.ts'
import { type CollectedRecord, collectedRecords } from './collected.ts'
import type { Payload } from './event.ts'
import { looseLookup } from './looseKeys.ts'
import { compileOpen, leadsIntoOpened } from './open.ts'
import type { ProfileSource, RecogniseSource } from './profileSource.ts'

export interface Recognised {
  readonly profileId: string
  /** Mean over the sampled records of the best score that an alternative gives each, 0 where none does; higher is better. */
  readonly score: number
  /** Share of the sampled records that satisfy an alternative, 0–1. */
  readonly share: number
  /** What was found, one clause each, for people. */
  readonly why: readonly string[]
  /** Whether the profile takes any file and guesses its fields. */
  readonly isGuessing: boolean
}

/** Below this share of satisfied records a profile does not count. */
const LEAST_SHARE = 0.5
/** Records looked at; further ones say nothing new. */
const MAX_RECORDS = 500
/** What a record in a collector's envelope counts less than one that stands alone. */
const COLLECTED_LESS = 1

/** Profiles that fit, best first (equal scores by id). Empty where none does, or where there are no records. */
export function recognise(
  sampleRecords: readonly Payload[],
  format: 'json' | 'csv',
  profiles: readonly ProfileSource[],
): readonly Recognised[] {
  const records = sampleRecords.slice(0, MAX_RECORDS)
  if (records.length === 0) return []
  const looked = records.map((record) => ({ record, collected: collectedRecords(record) }))
  const found = profiles.flatMap((profile) => claimOf(profile, format, looked) ?? [])
  return found.sort((a, b) => b.score - a.score || (a.profileId < b.profileId ? -1 : 1))
}

/** A sampled record, and what it may be the envelope of. */
interface Looked {
  readonly record: Payload
  readonly collected: readonly CollectedRecord[]
}

/** An alternative and its test, ready to be asked. */
interface Compiled {
  readonly alternative: RecogniseSource
  readonly satisfies: (record: Payload) => boolean
}

interface CompiledProfile {
  readonly json: readonly Compiled[]
  readonly csv: readonly Compiled[]
  /** Null where nothing that is asked lies inside an opened text. */
  readonly open: ReturnType<typeof compileOpen>
}

/** A folder may hold thousands of small files: what asks about each is made once. */
const compiledProfiles = new WeakMap<ProfileSource, CompiledProfile>()
/** Loosened keys of the records, shared by all profiles. */
const loose = looseLookup()

function compiledProfile(profile: ProfileSource): CompiledProfile {
  let compiled = compiledProfiles.get(profile)
  if (compiled === undefined) {
    const reader = recordReaders(profile, loose)
    const ofFormat = (format: 'json' | 'csv'): readonly Compiled[] =>
      profile.recognise
        .filter((alternative) => alternative.format === format)
        .map((alternative) => ({ alternative, satisfies: compileAlternative(alternative, reader) }))
    const asked = profile.recognise.flatMap(({ require, anyOf, forbid, match }) => [
      ...require,
      ...anyOf,
      ...forbid,
      ...match.map(([path]) => path),
    ])
    const open = leadsIntoOpened(profile, asked) ? compileOpen(profile) : null
    compiled = { json: ofFormat('json'), csv: ofFormat('csv'), open }
    compiledProfiles.set(profile, compiled)
  }
  return compiled
}

/** What a profile says of the records; null where its alternatives together satisfy too few of them. */
function claimOf(profile: ProfileSource, format: 'json' | 'csv', records: readonly Looked[]): Recognised | null {
  const compiled = compiledProfile(profile)
  // What a collector keeps is JSON, also in a cell.
  const inside = profile.guess ? [] : compiled.json
  if (compiled[format].length === 0 && inside.length === 0) return null
  const { open } = compiled
  const opened = (record: Payload): Payload => (open === null ? record : open(record).payload)
  // Records of several kinds lie in one file: each counts by the best alternative that it satisfies.
  const counts = new Map<string, Met>()
  let sum = 0
  let satisfied = 0
  for (const { record, collected } of records) {
    const plain = bestOf(compiled[format], opened(record))
    const met = plain === null ? bestCollected(inside, collected, opened) : { alternative: plain, path: null }
    if (met === null) continue
    satisfied++
    sum += met.alternative.score - (met.path === null ? 0 : COLLECTED_LESS)
    const key = `${profile.recognise.indexOf(met.alternative)} ${met.path}`
    counts.set(key, { ...met, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  const share = satisfied / records.length
  if (share < LEAST_SHARE) return null
  const met = [...counts.values()].sort((a, b) => b.count - a.count)
  return {
    profileId: profile.id,
    score: sum / records.length,
    share,
    why: met.flatMap((each) => reasons(each, records.length)),
    isGuessing: profile.guess,
  }
}

/** An alternative that records satisfy, where in a collector's envelope they lay (null: in none), and how many did. */
interface Met {
  readonly alternative: RecogniseSource
  readonly path: string | null
  readonly count: number
}

function bestOf(alternatives: readonly Compiled[], record: Payload): RecogniseSource | null {
  let best: RecogniseSource | null = null
  for (const { alternative, satisfies } of alternatives) {
    if ((best === null || alternative.score > best.score) && satisfies(record)) best = alternative
  }
  return best
}

/** The same of what an envelope holds: the first place that holds such a record counts. */
function bestCollected(
  alternatives: readonly Compiled[],
  collected: readonly CollectedRecord[],
  opened: (record: Payload) => Payload,
): Omit<Met, 'count'> | null {
  for (const { path, record } of collected) {
    const alternative = bestOf(alternatives, opened(record))
    if (alternative !== null) return { alternative, path }
  }
  return null
}

function reasons({ alternative, path, count }: Met, sampled: number): readonly string[] {
  const why: string[] = []
  const percent = `${Math.round((count / sampled) * 100)} % of ${sampled} sampled records`
  if (path !== null) why.push(`a collector kept its record in ${path}`)
  if (alternative.unwrap !== null) why.push(`holds its record in ${alternative.unwrap}`)
  if (alternative.require.length > 0) why.push(`${percent} have ${alternative.require.join(', ')}`)
  if (alternative.anyOf.length > 0) why.push(`and at least one of ${alternative.anyOf.join(', ')}`)
  if (alternative.forbid.length > 0) why.push(`and none of ${alternative.forbid.join(', ')}`)
  for (const [path, pattern] of alternative.match) why.push(`${path} matches ${pattern}`)
  if (why.length === 0) why.push('takes any record of this format')
  return why
}
