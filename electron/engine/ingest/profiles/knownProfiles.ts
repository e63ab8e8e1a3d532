/**
 * Loads the profiles of a process once: parsing and checking some hundred of them takes half a second, and a folder of
 * small files, a preview or a test asks for them again and again. A file that changed, came or went is seen.
 */
import { statSync } from 'node:fs'
import { yamlFilesIn } from '../../base/index.ts'
import { bundledProfilesDir, type LoadedProfiles, loadProfiles } from './loader.ts'

let last: { readonly stamp: string; readonly loaded: LoadedProfiles } | undefined

/** The bundled profiles and those of `dirs`, as {@link loadProfiles} gives them; what it gave before, while no file changed. */
export function knownProfiles(dirs: readonly string[]): LoadedProfiles {
  const all = [bundledProfilesDir, ...dirs]
  const stamp = JSON.stringify(all.map(stampOf))
  if (last?.stamp !== stamp) last = { stamp, loaded: loadProfiles(all) }
  return last.loaded
}

/** Path, size and times of every YAML file in a folder; a folder that is not there has none. */
function stampOf(dir: string): readonly unknown[] {
  const files = yamlFilesIn(dir).map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return [path, stats?.size, stats?.mtimeMs, stats?.ctimeMs]
  })
  return [dir, files]
}
