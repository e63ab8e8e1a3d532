/** From files to events: sources, readers, profiles and the import itself. */
export * from './profiles/index.ts'
export {
  chooseMapping,
  type Mapping,
  mappingOfPreview,
  mappingOfSheet,
  ProfileSet,
  reasonToLeaveOut,
} from './pipeline/chooseMapping.ts'
export { FileChoices, LEFT_OUT } from './pipeline/fileChoices.ts'
export { appendedPart, type Appended } from './pipeline/appendedPart.ts'
export { importFiles } from './pipeline/importFiles.ts'
export { preview } from './pipeline/preview.ts'
export type { DirectSource, ImportOptions } from './pipeline/importReport.ts'
export { columnNames, decodedText, lineFromText, pairPlaces, payloadFromRecord, readerFor } from './readers/index.ts'
export { duplicatesUpTo, otherVersions } from './duplicates/markDuplicates.ts'
export { duplicateCount, verifyDuplicates } from './duplicates/verifyDuplicates.ts'
export { type Format, isJsonFormat, kindOf, type RecordKind, type RecordRun } from './record.ts'
export { RecordPayloads } from './recordPayloads.ts'
export { storedProfile, type StoredProfile, storedProfileSource } from './storedProfile.ts'
export {
  countFiles,
  displayName,
  filesIn,
  INSIDE,
  openSources,
  type SourceItem,
  type SourceMember,
} from './sources/index.ts'
