/** Profiles: from YAML to closures that make events of records, recognition, and guessing where no profile fits. */
export { changeRulesFor, type ExactChangeRule } from './changeRules.ts'
export { compileProfile, outputsOf } from './compile.ts'
export type { Mapped, MappedEvent, Payload, RemarkCode } from './event.ts'
export {
  choicesOf,
  draftProfile,
  idFromTitle,
  placesOf,
  textsAt,
} from './draftProfile.ts'
export { profileYaml } from './profileYaml.ts'
export { type Guess, guessProfile } from './guess.ts'
export type { GuessedField } from './guessExplained.ts'
export { type GuessNames, parseGuessNames } from './guessNames.ts'
export { knownProfiles } from './knownProfiles.ts'
export { bundledProfilesDir, type LoadedProfiles, loadProfile, loadProfiles } from './loader.ts'
export type { CompileOptions, OutputField, Profile } from './profile.ts'
export { getterFromPath, parsePath } from './path.ts'
export { type LoadedProfile, parseProfile } from './profileSchema.ts'
export { columnTypes } from './profileSource.ts'
export type * from './profileSource.ts'
export { type Recognised, recognise } from './recognise.ts'
export { checkProfile, sampleRecord } from './samples.ts'
export { embeddedRecord } from './carriers.ts'
export { compileOpen, type OpenedPayload } from './open.ts'
