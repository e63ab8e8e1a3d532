/** From files to events: sources, readers, profiles and the import itself. */
export * from './profiles/index.ts'
export { chooseMapping, type Mapping, ProfileSet } from './pipeline/chooseMapping.ts'
export { importFiles } from './pipeline/importFiles.ts'
export { preview } from './pipeline/preview.ts'
export type { ImportOptions, ImportProgress } from './pipeline/importReport.ts'
export { payloadFromRecord } from './readers/index.ts'
export type { Format } from './record.ts'
export { openSources, type SourceItem } from './sources/index.ts'
