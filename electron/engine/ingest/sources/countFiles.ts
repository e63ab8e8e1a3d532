/** How many files an import would read, without opening any: archives count as one. */
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { skipReason } from './entryName.ts'
import { kindReason } from './openSources.ts'

/** Entries of folders looked at at most: for a number that is shown, not for one to rely on. */
const MAX_ENTRIES = 200_000

/** Files at `paths`, folders walked as `openSources` walks them; those that cannot be read count where they are named. */
export async function countFiles(paths: readonly string[], signal: AbortSignal): Promise<number> {
  let files = 0
  let entries = 0
  const folders: string[] = []
  for (const path of paths) {
    if (await isFolder(path)) folders.push(path)
    else files++
  }
  for (let folder = folders.pop(); folder !== undefined && entries < MAX_ENTRIES; folder = folders.pop()) {
    signal.throwIfAborted()
    for (const entry of await entriesOf(folder)) {
      entries++
      if (skipReason(entry.name) !== null || kindReason(entry) !== null) continue
      if (entry.isDirectory()) folders.push(join(folder, entry.name))
      else files++
    }
  }
  return files
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false // The import names what is wrong with it.
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    return [] // As above.
  }
}
