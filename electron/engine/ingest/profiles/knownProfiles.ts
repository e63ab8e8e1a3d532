/**
 * Loads the profiles of a process once: parsing and checking some hundred of them takes half a second, and a folder of
 * small files, a preview or a test asks for them again and again. A file that changed, came or went is seen.
 */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bundledProfilesDir, type LoadedProfiles, loadProfiles } from './loader.ts'

let last: { readonly stamp: string; readonly loaded: LoadedProfiles } | undefined

/** The bundled profiles and those of `dirs`, as {@link loadProfiles} gives them; what it gave before, while no file changed. */
export function knownProfiles(dirs: readonly string[]): LoadedProfiles {
  const all = [bundledProfilesDir, ...dirs]
  const stamp = JSON.stringify(all.map(stampOf))
  if (last?.stamp !== stamp) last = { stamp, loaded: loadProfiles(all) }
  return last.loaded
}

/** Name, size and times of every file in a folder; a folder that is not there has none. */
function stampOf(dir: string): readonly unknown[] {
  const names = namesIn(dir)
  const files = names.map((name) => {
    const stats = statSync(join(dir, name), { throwIfNoEntry: false })
    return [name, stats?.size, stats?.mtimeMs, stats?.ctimeMs]
  })
  return [dir, files]
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
