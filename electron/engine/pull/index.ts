/** Live systems: sources as data, pulls that can break and go on, and the one network client. */
export { filled, type KnownSource, loadSources, sourceOf } from './loadSources.ts'
export { type PreviewedPage, previewPage } from './preview.ts'
export { type PullOptions, PullRun } from './pullRun.ts'
export type { Wish } from './pullState.ts'
export { environmentSecrets, type SecretStore, secretOf, secretVariable } from './secrets.ts'
export { type AuthSource, type FilledSource, SOURCE_SCHEMA, type SourceSpec } from './source.ts'
export { parseSource } from './sourceSchema.ts'
export { type Clock, wallClock } from './waits.ts'
