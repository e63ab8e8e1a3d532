/**
 * Which profile a file is of, by what its records contain; names and extensions of files do not count.
 *
 * Each alternative of each profile is held against every sampled record; its score counts by the share of records
 * that satisfy it. A tie is data for the caller, who decides or asks (`profile/ambiguous`).
 */
import { recordReaders } from './aliases.ts'
import type { Payload } from './event.ts'
import { looseLookup } from './looseKeys.ts'
import type { Getter } from './path.ts'
import type { ProfileSource, RecogniseSource } from './profileSource.ts'
import { embeddedRecord } from './unwrap.ts'

export interface Recognised {
  readonly profileId: string
  /** Stated score of the best alternative times the share of records that satisfy it; higher is better. */
  readonly score: number
  /** Share of the sampled records that satisfy it, 0–1. */
  readonly share: number
  /** What was found, one clause each, for people. */
  readonly why: readonly string[]
}

/** Below this share of satisfied records an alternative does not count. */
const LEAST_SHARE = 0.5
/** Longest value that a `match` looks at, in UTF-16 code units. */
const MAX_MATCH_CHARS = 512
/** Records looked at; further ones say nothing new. */
const MAX_RECORDS = 500

/** Profiles that fit, best first (equal scores by id). Empty where none does, or where there are no records. */
export function recognise(
  sampleRecords: readonly Payload[],
  format: 'json' | 'csv',
  profiles: readonly ProfileSource[],
): readonly Recognised[] {
  const records = sampleRecords.slice(0, MAX_RECORDS)
  if (records.length === 0) return []
  const found: Recognised[] = []
  const loose = looseLookup()
  for (const profile of profiles) {
    const reader = recordReaders(profile, loose)
    let best: Recognised | null = null
    for (const alternative of profile.recognise) {
      if (alternative.format !== format) continue
      const share = satisfiedShare(compileAlternative(alternative, reader), records)
      if (share < LEAST_SHARE) continue
      const score = alternative.score * share
      if (best === null || score > best.score) {
        best = { profileId: profile.id, score, share, why: reasons(alternative, share, records.length) }
      }
    }
    if (best !== null) found.push(best)
  }
  return found.sort((a, b) => b.score - a.score || (a.profileId < b.profileId ? -1 : 1))
}

function satisfiedShare(satisfies: (record: Payload) => boolean, records: readonly Payload[]): number {
  let satisfied = 0
  for (const record of records) if (satisfies(record)) satisfied += 1
  return satisfied / records.length
}

function compileAlternative(
  alternative: RecogniseSource,
  getter: (reference: string) => Getter,
): (record: Payload) => boolean {
  const required = alternative.require.map(getter)
  const anyOf = alternative.anyOf.map(getter)
  const forbidden = alternative.forbid.map(getter)
  const matches = alternative.match.map(([path, pattern]) => ({ get: getter(path), pattern: new RegExp(pattern, 'u') }))
  const envelope = alternative.unwrap === null ? null : getter(alternative.unwrap)
  return (outer) => {
    const record = envelope === null ? outer : embeddedRecord(envelope(outer))
    if (record === null) return false
    return (
      required.every((get) => get(record) !== undefined) &&
      (anyOf.length === 0 || anyOf.some((get) => get(record) !== undefined)) &&
      !forbidden.some((get) => get(record) !== undefined) &&
      matches.every(({ get, pattern }) => {
        const value = get(record)
        if (value === undefined || value === null || value === '') return true
        return typeof value !== 'object' && String(value).length <= MAX_MATCH_CHARS && pattern.test(String(value))
      })
    )
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
