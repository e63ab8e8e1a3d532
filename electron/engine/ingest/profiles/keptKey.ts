/** Names what the checked form of profiles was made of: their bytes, and the code that made it. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ReadProfileFile } from './profileFiles.ts'
import type { ProfileHome } from './profileHome.ts'

/** Folders of the code that parses and checks: whatever it imports lies in them (tested). */
export const codeFolders = ['electron/engine/base', 'electron/engine/ingest', 'shared']

/**
 * SHA-256 (hexadecimal) over profiles and the code that checks them, names and bytes. Null where the code is not to be told:
 * it cannot be read, or changed after this process began, so that other code may run than lies there.
 *
 * Bytes rather than times and sizes, which a file put back from elsewhere may share with another. It takes about 10 ms.
 */
export function keptKey(files: readonly ReadProfileFile[], home: ProfileHome): string | null {
  const hash = createHash('sha256')
  const add = (name: string, bytes: Uint8Array): void => {
    hash.update(`${JSON.stringify([name, bytes.length])}\n`).update(bytes)
  }
  for (const { path, bytes } of files) add(basename(path), bytes)
  try {
    for (const name of [...codeFolders.flatMap((folder) => codeIn(home, folder)), ...home.packageFiles]) {
      const path = join(home.root, name)
      add(name, readFileSync(path))
      // The time of the last change of any kind: unlike that of the content, no program sets it.
      if (home.startedAt !== null && statSync(path).ctimeMs > home.startedAt) return null
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return null
  }
  return hash.digest('hex')
}

/** Names of its files of code, those of inner folders as well, from the root on, in a fixed order. */
function codeIn(home: ProfileHome, folder: string): readonly string[] {
  return readdirSync(join(home.root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = `${folder}/${entry.name}`
      if (entry.isDirectory()) return codeIn(home, name)
      return entry.name.endsWith(home.ending) ? [name] : []
    })
}
