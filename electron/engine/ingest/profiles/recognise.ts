/**
 * Which profile a file is of, by what its records contain; names and extensions of files do not count.
 *
 * Each alternative of each profile is held against every sampled record; a record counts with the best score it earns.
 * Several profiles may claim a file: all are told, with their reasons, and the caller takes the first.
 */
import { recordReaders } from './aliases.ts'
import { compileAlternative } from './alternative.ts'
import { type Carried, carriedRecords } from './carriers.ts'
import type { RecordKind } from '../record.ts'
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
/** What a record inside a collector's wrapping counts less, so that a profile of the wrapping as such goes first. */
const LOST_BY_CARRIAGE = 3
/** Records looked at; further ones say nothing new. */
const MAX_RECORDS = 500

/** Profiles that fit, best first (equal scores by id). Empty where none does, or where there are no records. */
export function recognise(
  sampleRecords: readonly Payload[],
  format: RecordKind,
  profiles: readonly ProfileSource[],
): readonly Recognised[] {
  const records = sampleRecords.slice(0, MAX_RECORDS)
  if (records.length === 0) return []
  const sampled = records.map((record) => ({ record, carried: carriedRecords(record) }))
  const found = profiles.flatMap((profile) => claimOf(profile, format, sampled) ?? [])
  return found.sort((a, b) => b.score - a.score || (a.profileId < b.profileId ? -1 : 1))
}

/** A record, and those it may be a collector's wrapping of. */
interface Sampled {
  readonly record: Payload
  readonly carried: readonly Carried[]
}

/** An alternative and its test, ready to be asked. */
interface Compiled {
  readonly alternative: RecogniseSource
  readonly satisfies: (record: Payload) => boolean
}

interface CompiledProfile {
  readonly byKind: { readonly [kind in RecordKind]: readonly Compiled[] }
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
    const ofFormat = (format: RecordKind): readonly Compiled[] =>
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
    compiled = { byKind: { json: ofFormat('json'), csv: ofFormat('csv'), lines: ofFormat('lines') }, open }
    compiledProfiles.set(profile, compiled)
  }
  return compiled
}

/** What a profile says of the records; null where its alternatives together satisfy too few of them. */
function claimOf(profile: ProfileSource, format: RecordKind, records: readonly Sampled[]): Recognised | null {
  const { byKind, open } = compiledProfile(profile)
  const ownAlternatives = byKind[format]
  // What a collector carries is JSON, whatever the file is.
  const carriedFrom = ownAlternatives.length
  const alternatives = [...ownAlternatives, ...(profile.guess ? [] : byKind.json)]
  // Records of several kinds lie in one file: each counts by the best alternative that it satisfies.
  const counts = alternatives.map(() => 0)
  const paths = new Set<string>()
  let sum = 0
  const bestOf = (record: Payload, from: number, to: number): number => {
    const seen = open === null ? record : open(record).payload
    let best = -1
    for (let i = from; i < to; i++) {
      const { alternative, satisfies } = alternatives[i]
      if ((best < 0 || alternative.score > alternatives[best].alternative.score) && satisfies(seen)) best = i
    }
    return best
  }
  for (const { record, carried } of records) {
    let best = bestOf(record, 0, carriedFrom)
    for (const inner of best < 0 ? carried : []) {
      best = bestOf(inner.record, carriedFrom, alternatives.length)
      if (best < 0) continue
      paths.add(inner.path)
      sum -= LOST_BY_CARRIAGE
      break
    }
    if (best < 0) continue
    counts[best]++
    sum += alternatives[best].alternative.score
  }
  const satisfied = counts.reduce((total, count) => total + count, 0)
  const share = satisfied / records.length
  if (share < LEAST_SHARE) return null
  const met = alternatives
    .map(({ alternative }, i) => ({ alternative, count: counts[i] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
  return {
    profileId: profile.id,
    score: sum / records.length,
    share,
    why: [
      ...(paths.size === 0 ? [] : [`a collector put the record into ${[...paths].join(', ')}`]),
      ...met.flatMap(({ alternative, count }) => reasons(alternative, count / records.length, records.length)),
    ],
    isGuessing: profile.guess,
  }
}

function reasons(alternative: RecogniseSource, share: number, count: number): readonly string[] {
  const why: string[] = []
  const percent = `${Math.round(share * 100)} % of ${count} sampled records`
  if (alternative.unwrap !== null) why.push(`holds its record in ${alternative.unwrap}`)
  if (alternative.require.length > 0) why.push(`${percent} have ${alternative.require.join(', ')}`)
  if (alternative.anyOf.length > 0) why.push(`and at least one of ${alternative.anyOf.join(', ')}`)
  if (alternative.forbid.length > 0) why.push(`and none of ${alternative.forbid.join(', ')}`)
  for (const [path, pattern] of alternative.match) why.push(`${path} matches ${pattern}`)
  if (why.length === 0) why.push('takes any record of this format')
  return why
}
