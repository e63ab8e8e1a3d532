/**
 * From paths to byte streams: folders are walked, archives opened by what they are and not by what they are called.
 */
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CaseFiles, OWN_FILE } from './caseFiles.ts'
import { DiskFile, failureFromFileError } from './diskFile.ts'
import { displayName, skipReason } from './entryName.ts'
import { membersOfDiskFile, membersOfStream } from './members.ts'
import type { OpenContext } from './plainMember.ts'
import { type SourceItem, type SourceLimits, sourceLimits } from './sourceItem.ts'

export interface SourceOptions {
  /** What the path `-` stands for; the process's standard input where left out. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Only to look at the members: archives are then not read on for their digests. */
  readonly isGlance?: boolean
  /** Path of the case that is open in this process: its files are left out. */
  readonly casePath?: string
  /** Bounds other than {@link sourceLimits}, for tests. */
  readonly limits?: Partial<SourceLimits>
}

/**
 * What stands at `paths`, in their order; folders by name (code-unit order), archives in their own order.
 *
 * A path that cannot be read is an item of kind `failure` and the rest goes on. Read a member before asking for the
 * next item. `signal` stops reading: its reason is thrown.
 */
export async function* openSources(
  paths: readonly string[],
  options: SourceOptions,
  signal: AbortSignal,
): AsyncGenerator<SourceItem> {
  const limits = { ...sourceLimits, ...options.limits }
  const caseFiles = new CaseFiles(options.casePath ?? null)
  const context: OpenContext = { limits, signal, isGlance: options.isGlance ?? false, containerCount: 0 }
  for (const path of paths) {
    if (path === '-') {
      const stdin = options.stdin ?? process.stdin
      yield* membersOfStream(context, stdin, { path: '-', sizeBytes: null, modifiedMs: null, containers: [], depth: 0 })
    } else {
      yield* atPath(context, path, caseFiles)
    }
  }
}

async function* atPath(context: OpenContext, path: string, caseFiles: CaseFiles): AsyncGenerator<SourceItem> {
  context.signal.throwIfAborted()
  try {
    if ((await stat(path)).isDirectory()) {
      yield* inFolder(context, path, caseFiles)
      return
    }
  } catch (error) {
    yield failureItem(path, error)
    return
  }
  yield* atFile(context, path, caseFiles)
}

async function* inFolder(context: OpenContext, folder: string, caseFiles: CaseFiles): AsyncGenerator<SourceItem> {
  let entries: Dirent[]
  try {
    entries = await readdir(folder, { withFileTypes: true })
  } catch (error) {
    yield failureItem(folder, error)
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  for (const entry of entries) {
    context.signal.throwIfAborted()
    const path = join(folder, entry.name)
    const reason = skipReason(entry.name) ?? kindReason(entry)
    if (reason !== null) yield { kind: 'skipped', path: displayName(path), reason }
    else if (entry.isDirectory()) yield* inFolder(context, path, caseFiles)
    else yield* atFile(context, path, caseFiles)
  }
}

/** A link could lead out of the folder, in a circle, or to a file that is read anyway; a pipe could wait for ever. */
export function kindReason(entry: Dirent): string | null {
  if (entry.isDirectory() || entry.isFile()) return null
  if (entry.isSymbolicLink()) return 'symbolic link; name it on its own to follow it'
  return 'neither a file nor a folder'
}

async function* atFile(context: OpenContext, path: string, caseFiles: CaseFiles): AsyncGenerator<SourceItem> {
  if (await caseFiles.has(path)) {
    yield { kind: 'skipped', path: displayName(path), reason: OWN_FILE }
    return
  }
  let file: DiskFile
  try {
    file = await DiskFile.open(path)
  } catch (error) {
    yield failureItem(path, error)
    return
  }
  try {
    yield* membersOfDiskFile(context, file)
  } finally {
    await file.close()
  }
}

function failureItem(path: string, error: unknown): SourceItem {
  return { kind: 'failure', path: displayName(path), failure: failureFromFileError(path, error) }
}
