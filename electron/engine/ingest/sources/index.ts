/** Paths → byte streams: files, folders, archives, standard input. */
export { DiskFile } from './diskFile.ts'
export { countFiles } from './countFiles.ts'
export { directMember } from './directMember.ts'
export { filesIn } from './filesIn.ts'
export { displayName, INSIDE } from './entryName.ts'
export { CHUNK_BYTES, sourceLimits } from './sourceItem.ts'
export type {
  ContainerKind,
  ContainerRef,
  SourceFailure,
  SourceItem,
  SourceLimits,
  SourceMember,
  SourceSkipped,
  StreamDigest,
} from './sourceItem.ts'
export { openSources, type SourceOptions } from './openSources.ts'
