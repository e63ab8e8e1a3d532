/** Loads profiles from folders: checks each, compares its samples, refuses an id that is there twice. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Failure } from '../../../../shared/failure.ts'
import { yamlFilesIn } from '../../base/index.ts'
import { compileProfile } from './compile.ts'
import { guessProfile } from './guess.ts'
import { type GuessNames, parseGuessNames } from './guessNames.ts'
import { type LoadedProfile, parseProfile } from './profileSchema.ts'
import type { Profile } from './profile.ts'
import type { ProfileSource } from './profileSource.ts'
import { checkProfile, type ProfileOf } from './samples.ts'

export interface LoadedProfiles {
  /** In the order of folders and file names. */
  readonly profiles: readonly ProfileSource[]
  /** The tables of the guessing profiles; null where no folder holds `generic.names.yaml` or it is not valid. */
  readonly names: GuessNames | null
  /** What was not loaded and why; `where.path` names the file. */
  readonly failures: readonly Failure[]
}

/** Folder of the profiles that come with Vouch. */
export const bundledProfilesDir = fileURLToPath(new URL('../../../../resources/profiles/', import.meta.url))

/** File that holds the tables of the guess beside the profiles; the last folder that has one counts. */
export const NAMES_FILE = 'generic.names.yaml'

/** One profile from its text: schema and samples. `names` is needed by profiles that guess. */
export function loadProfile(yamlText: string, fileName: string, names: GuessNames | null = null): LoadedProfile {
  const parsed = parseProfile(yamlText, fileName)
  if (!parsed.ok) return parsed
  if (parsed.value.guess && names === null) return { ok: false, failures: [withoutNames(parsed.value.id, fileName)] }
  // A guess depends on the record; any other profile is compiled once for all its samples.
  let compiled: Profile | null = null
  const profileOf: ProfileOf = (spec, records) => {
    if (spec.guess && names !== null) return compileProfile(guessProfile(spec, names, records).spec)
    compiled ??= compileProfile(spec)
    return compiled
  }
  const failures = checkProfile(parsed.value, profileOf).map((failure) => inFile(failure, fileName))
  return failures.length === 0 ? parsed : { ok: false, failures }
}

/**
 * All profiles of the folders (`*.yaml`, `*.yml`, not recursive). A folder that is not there counts as empty: the
 * user's own need not exist. Of two profiles with one id the first stays and the second is `profile/duplicate-id`.
 */
export function loadProfiles(dirs: readonly string[]): LoadedProfiles {
  const profiles: ProfileSource[] = []
  const failures: Failure[] = []
  const fileById = new Map<string, string>()
  const files = dirs.flatMap(yamlFilesIn)
  let names: GuessNames | null = null
  for (const file of files.filter(isNamesFile)) {
    const parsed = parseGuessNames(readFileSync(file, 'utf8'), file)
    if (parsed.ok) names = parsed.value
    else failures.push(...parsed.failures)
  }
  for (const file of files.filter((candidate) => !isNamesFile(candidate))) {
    const loaded = loadProfile(readFileSync(file, 'utf8'), file, names)
    if (!loaded.ok) {
      failures.push(...loaded.failures)
      continue
    }
    const { id } = loaded.value
    const first = fileById.get(id)
    if (first !== undefined) {
      failures.push(duplicateId(id, first, file))
      continue
    }
    fileById.set(id, file)
    profiles.push(loaded.value)
  }
  return { profiles, names, failures }
}

function isNamesFile(file: string): boolean {
  return basename(file) === NAMES_FILE
}

function inFile(failure: Failure, path: string): Failure {
  return { ...failure, where: { ...failure.where, path } }
}

function withoutNames(id: string, path: string): Failure {
  return {
    code: 'profile/invalid',
    message: `profile ${id} guesses and needs the tables of ${NAMES_FILE}, which are missing or not valid`,
    where: { path },
    kept: 'the profiles that do not guess',
    next: `put a valid ${NAMES_FILE} beside the profiles`,
  }
}

function duplicateId(id: string, first: string, second: string): Failure {
  return {
    code: 'profile/duplicate-id',
    message: `two profiles have the id ${id}: ${first} and ${second}`,
    where: { path: second },
    kept: `the profile in ${first}`,
    next: 'give one of them another id',
    facts: { id, first, second },
  }
}
