/** What every part of the engine may lean on. */
export { asciiBytes } from './asciiBytes.ts'
export { CANONICAL_MAX_DEPTH, canonicalJson } from './canonicalJson.ts'
export { setOwn } from './setOwn.ts'
export { textPlace } from './textPlace.ts'
export { type Cursor, openYaml, type Problem } from './yamlCursor.ts'
export { yamlFilesIn } from './yamlFiles.ts'
