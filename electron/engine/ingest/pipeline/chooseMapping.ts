/** Decides how a member is to be read: its format, its profile, and what a guessing profile makes of it. */
import { type Failure, fail, type Json } from '../../../../shared/failure.ts'
import {
  compileProfile,
  type GuessNames,
  guessProfile,
  type LoadedProfiles,
  type Payload,
  type Profile,
  type ProfileSource,
  type Recognised,
  recognise,
} from '../profiles/index.ts'
import { sampleRecords, type Sniffed, sniff, sniffSheet } from '../readers/index.ts'
import { type Format, kindOf, type SheetLayout } from '../record.ts'
import type { Preview } from './preview.ts'

/** Records looked at to recognise a profile and to guess. */
const SAMPLED_RECORDS = 500

/** How an exhibit is read and mapped, and why. */
export interface Mapping {
  readonly format: Format
  readonly profile: Profile
  /** In words: what was seen of the format, what of the profile. */
  readonly why: readonly string[]
  /** What was guessed, per field; null where the profile states everything. */
  readonly guesses: Json
  readonly candidates: readonly Recognised[]
  readonly samples: readonly Payload[]
}

/** The profiles at hand: bundled and the user's own. */
export class ProfileSet {
  readonly profiles: readonly ProfileSource[]
  /** Profile files that were not taken, and why. */
  readonly failures: readonly Failure[]
  private readonly loadedNames: GuessNames | null
  /** Compiled profiles by zone: a folder of thousands of small files compiles each once. */
  private readonly compiled = new Map<string | null, Map<ProfileSource, Profile>>()

  constructor(loaded: LoadedProfiles) {
    this.profiles = loaded.profiles
    this.failures = loaded.failures
    this.loadedNames = loaded.names
  }

  /** The tables that guessing goes by. Fails with `profile/invalid`. */
  names(): GuessNames {
    return this.loadedNames ?? fail(this.failures.find((failure) => failure.code === 'profile/invalid') ?? noNames)
  }

  /** The profile compiled for a zone, once. */
  compile(source: ProfileSource, timezone: string | null): Profile {
    const ofZone = this.compiled.get(timezone) ?? new Map<ProfileSource, Profile>()
    this.compiled.set(timezone, ofZone)
    const profile = ofZone.get(source) ?? compileProfile(source, { timezone })
    ofZone.set(source, profile)
    return profile
  }

  /** The profile of that id. Fails with `profile/not-found`. */
  byId(id: string): ProfileSource {
    const found = this.profiles.find((profile) => profile.id === id)
    if (found !== undefined) return found
    const broken = this.failures.find((failure) => failure.where?.path?.includes(id))
    if (broken !== undefined) fail(broken)
    fail({
      code: 'profile/not-found',
      message: `There is no profile “${id}”`,
      next: '`vouch profiles list` names them all.',
    })
  }
}

const noNames: Failure = { code: 'profile/invalid', message: 'The name tables of the generic profiles are missing' }

/** What is known of a member's bytes before they are looked at. */
export interface KnownOfMember {
  /** Of a sheet: where it stands in its workbook. */
  readonly sheet?: SheetLayout
  /** The format, where somebody states it. */
  readonly stated?: Format | null
  /** Nothing in it is later, in microseconds since 1970. */
  readonly newestMicros?: number
}

/**
 * Looks at the first bytes of a member. Fails with `import/empty`, `import/unrecognised`, `profile/not-found`.
 * `asked` is the id of the profile the user wants, `timezone` the zone of times without one, the last what is known of the bytes.
 */
export function chooseMapping(
  bytes: Uint8Array,
  isWhole: boolean,
  set: ProfileSet,
  asked: string | null,
  timezone: string | null,
  { sheet, stated = null, newestMicros }: KnownOfMember = {},
): Mapping {
  const wanted = asked === null ? undefined : set.byId(asked)
  const recordsNames = wanted === undefined ? set.profiles.flatMap((profile) => profile.records) : wanted.records
  const sniffed =
    stated !== null
      ? statedFormat(stated)
      : sheet === undefined
        ? sniff(bytes, isWhole, { recordsNames })
        : sniffSheet(bytes, isWhole, sheet)
  if (!sniffed.ok) fail(sniffed.failure)
  const isDated = stated === null && newestMicros !== undefined && sniffed.format.id === 'lines'
  const format = isDated ? { ...sniffed.format, newestMicros } : sniffed.format
  const samples = sampleRecords(bytes, format, SAMPLED_RECORDS)
  const kind = kindOf(format)
  const candidates = recognise(samples, kind, set.profiles)
  const source = wanted ?? set.byId(candidates[0]?.profileId ?? `generic-${kind}`)
  const why = [...sniffed.why, ...(wanted === undefined ? (candidates[0]?.why ?? []) : ['the profile was named'])]
  if (!source.guess) return { format, profile: set.compile(source, timezone), why, guesses: null, candidates, samples }
  const { spec, explanation } = guessProfile(source, set.names(), samples)
  return {
    format,
    profile: compileProfile(spec, { timezone }),
    why,
    guesses: JSON.parse(JSON.stringify(explanation)) as Json,
    candidates,
    samples,
  }
}

function statedFormat(format: Format): Sniffed {
  return { ok: true, format, why: ['the format was stated'], candidates: [] }
}

/** {@link chooseMapping} of what was read ahead. Where the source broke off before anything could be made out, fails with that. */
export function mappingOfPreview(
  { bytes, isWhole, broken, sheet, newestMicros }: Preview,
  set: ProfileSet,
  asked: string | null,
  timezone: string | null,
  stated: Format | null = null,
): Mapping {
  try {
    return chooseMapping(bytes, isWhole, set, asked, timezone, { sheet, stated, newestMicros })
  } catch (error) {
    throw broken?.error ?? error
  }
}

/** {@link mappingOfPreview}; or, of a sheet that is no table or has no records, why it is left out: workbooks have covers and notes. */
export function mappingOfSheet(
  ahead: Preview,
  set: ProfileSet,
  asked: string | null,
  timezone: string | null,
  stated: Format | null = null,
): Mapping | { readonly reason: string } {
  const reason = reasonToLeaveOut(ahead)
  return reason === null ? mappingOfPreview(ahead, set, asked, timezone, stated) : { reason }
}

/** Why a sheet is left out by itself: it is no table, or has no records. Null for all else, and where it broke off. */
export function reasonToLeaveOut({ bytes, isWhole, broken, sheet }: Preview): string | null {
  if (sheet === undefined || broken !== undefined) return null
  const sniffed = sniffSheet(bytes, isWhole, sheet)
  if (sniffed.ok) return null
  const { code, message } = sniffed.failure
  return code === 'import/empty' || code === 'import/unrecognised' ? message : null
}
