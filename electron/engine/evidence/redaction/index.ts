/** What is taken out of exports before they leave the house: profiles, pseudonyms, the redactor and its report. */
export { EventRedactor } from './eventRedactor.ts'
export { ExportRedactor } from './exportRedactor.ts'
export { needsPseudonyms, profileInfo, profileName, type RedactionProfile } from './profile.ts'
export { bundledRedactions, loadRedaction } from './profileFiles.ts'
export { parseRedaction } from './profileSchema.ts'
export { PSEUDONYM_DIGITS, Pseudonyms } from './pseudonyms.ts'
