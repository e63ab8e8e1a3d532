/** Loads profiles from folders: checks each, compares its samples, refuses an id that is there twice. */
import type { Failure } from '../../../../shared/failure.ts'
import type { CheckedProfiles } from './checkedProfiles.ts'
import { compileProfile } from './compile.ts'
import { guessProfile } from './guess.ts'
import { type GuessNames, parseGuessNames } from './guessNames.ts'
import { type LoadedProfile, parseProfile } from './profileSchema.ts'
import type { Profile } from './profile.ts'
import { isNamesFile, NAMES_FILE, type ProfileFile, profileFilesIn } from './profileFiles.ts'
import { ownHome } from './profileHome.ts'
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

/** With what each sound file gave, and the tables that counted. */
export interface LoadedFiles extends LoadedProfiles {
  readonly checked: CheckedProfiles
}

/** Folder of the profiles that come with Vouch. */
export const bundledProfilesDir = ownHome().profilesDir

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
  const { profiles, names, failures } = loadFiles(dirs.flatMap(profileFilesIn))
  return { profiles, names, failures }
}

/**
 * {@link loadProfiles} of files. What `checked` has of a file is taken for what parsing and checking it gives, so it must be
 * of these very bytes; a profile that guesses is taken only if it was checked with the tables that count here.
 */
export function loadFiles(files: readonly ProfileFile[], checked: CheckedProfiles | null = null): LoadedFiles {
  const failures: Failure[] = []
  const byPath = new Map<string, ProfileSource>()
  const fileById = new Map<string, string>()
  let names: CheckedProfiles['names'] = null
  for (const file of files.filter(isNamesFile)) {
    const parsed = namesIn(file, checked)
    if (parsed.ok) names = { path: file.path, value: parsed.value }
    else failures.push(...parsed.failures)
  }
  for (const file of files.filter((candidate) => !isNamesFile(candidate))) {
    const loaded = profileIn(file, names?.value ?? null, checked)
    if (!loaded.ok) {
      failures.push(...loaded.failures)
      continue
    }
    const { id } = loaded.value
    const first = fileById.get(id)
    if (first !== undefined) {
      failures.push(duplicateId(id, first, file.path))
      continue
    }
    fileById.set(id, file.path)
    byPath.set(file.path, loaded.value)
  }
  const profiles = [...byPath.values()]
  return { profiles, names: names?.value ?? null, failures, checked: { names, profiles: byPath } }
}

function namesIn(file: ProfileFile, checked: CheckedProfiles | null): ReturnType<typeof parseGuessNames> {
  const known = checked?.names ?? null
  return known?.path === file.path ? { ok: true, value: known.value } : parseGuessNames(file.text(), file.path)
}

function profileIn(file: ProfileFile, names: GuessNames | null, checked: CheckedProfiles | null): LoadedProfile {
  const known = checked?.profiles.get(file.path)
  const isAsChecked = known !== undefined && (!known.guess || names === checked?.names?.value)
  return isAsChecked ? { ok: true, value: known } : loadProfile(file.text(), file.path, names)
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
