/**
 * What an import would do, file by file, with nothing written: the same sources, the same decisions, the first records
 * mapped. Of each file no more is read than the import looks at before it decides.
 */
import { createHash } from 'node:crypto'
import type { ImportPlan, ImportRequest, PlannedFile } from '../../shared/api/index.ts'
import { FailureError } from '../../shared/failure.ts'
import { explanationOf } from './explanation.ts'
import {
  countFiles,
  FileChoices,
  INSIDE,
  LEFT_OUT,
  mappingOfSheet,
  openSources,
  preview,
  type ProfileSet,
  type SourceItem,
} from './ingest/index.ts'
import { yearsTold } from './yearsTold.ts'

/** Files looked at; the others come in as recognised. */
export const MAX_PLANNED = 500

/** A file longer than this is not read to its end to learn whether its bytes are in the case already. */
const MAX_HASHED_BYTES = 256 * 1024 * 1024

/** Exhibits that the case has. */
export interface KnownExhibits {
  hasSize(sizeBytes: number): boolean
  /** Label of the exhibit with this SHA-256 (hexadecimal); null: none. */
  label(sha256: string): string | null
}

/** Fails with `usage/bad-argument`, `profile/not-found`. Rejects with the signal's reason when aborted. */
export async function planImport(
  request: ImportRequest,
  profiles: ProfileSet,
  known: KnownExhibits,
  signal: AbortSignal,
  onFile: (path: string, done: number, total: number) => void,
): Promise<ImportPlan> {
  const choices = new FileChoices({ ...request, profile: request.profile ?? null, timezone: request.timezone ?? null })
  choices.requireTimes()
  for (const id of choices.profiles()) profiles.byId(id)
  // Standard input can be read only once.
  const files: PlannedFile[] = request.paths.includes('-') ? [{ kind: 'skipped', path: '-', reason: UNSEEN_INPUT }] : []
  const paths = request.paths.filter((path) => path !== '-')
  const total = await countFiles(paths, signal)
  const seen = new Set<string>()
  for await (const found of openSources(paths, { isGlance: true, casePath: request.case }, signal)) {
    if (files.length >= MAX_PLANNED) return { files, more: Math.max(1, total - seen.size) }
    const item = choices.renamed(found)
    files.push(await planned(item, choices, profiles, known))
    if (item.kind !== 'skipped') seen.add(onDisk(found))
    onFile(item.path, seen.size, Math.max(seen.size, total))
    // Small files are read from memory: other work would have to wait for the whole folder.
    await new Promise((resolve) => setImmediate(resolve))
    signal.throwIfAborted()
  }
  return { files, more: 0 }
}

const UNSEEN_INPUT = 'standard input; it is read by the import itself'

async function planned(
  item: SourceItem,
  choices: FileChoices,
  profiles: ProfileSet,
  known: KnownExhibits,
): Promise<PlannedFile> {
  const { path } = item
  if (item.kind === 'skipped') return item
  if (item.kind === 'failure') return { kind: 'failed', path, failure: item.failure }
  const choice = choices.of(path, item.sheet?.name)
  if (choice.skip) return { kind: 'skipped', path, reason: LEFT_OUT }
  try {
    const ahead = await preview(item, choice.newestMicros)
    const mapping = mappingOfSheet(ahead, profiles, choice.profile, choice.timezone)
    if ('reason' in mapping) return { kind: 'skipped', path, reason: mapping.reason }
    const sizeBytes = ahead.isWhole ? ahead.bytes.length : item.sizeBytes
    return {
      kind: 'readable',
      path,
      sizeBytes,
      explanation: explanationOf(path, mapping),
      alreadyImported: await twin(sizeBytes, ahead.chunks, known),
      yearsTold: yearsTold(item, mapping, choice.newestMicros),
    }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    return { kind: 'failed', path, failure: error.failure }
  }
}

/** The exhibit with the same bytes; they are read to their end only where one has as many. */
async function twin(
  sizeBytes: number | null,
  chunks: AsyncIterable<Uint8Array>,
  known: KnownExhibits,
): Promise<string | null> {
  if (sizeBytes === null || sizeBytes > MAX_HASHED_BYTES || !known.hasSize(sizeBytes)) return null
  const hash = createHash('sha256')
  for await (const chunk of chunks) hash.update(chunk)
  return known.label(hash.digest('hex'))
}

/** The file on disk that an item came out of; its own name may hold what else marks a member, then it counts as one more. */
function onDisk(item: SourceItem): string {
  if (item.kind === 'member') return item.containers[0]?.path ?? item.path
  return item.path.split(INSIDE)[0]
}
