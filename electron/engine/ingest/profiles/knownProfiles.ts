/**
 * Loads the profiles of a process once: reading some hundred of them takes tens of milliseconds where the bundled ones are
 * kept, most of a second where not, and a folder of small files, a preview or a test asks for them again and again. A file
 * that changed, came or went is seen.
 */
import { statSync } from 'node:fs'
import { yamlFilesIn } from '../../base/index.ts'
import { bundledProfiles } from './keptProfiles.ts'
import { type LoadedProfiles, loadFiles } from './loader.ts'
import { profileFilesIn } from './profileFiles.ts'
import { ownHome, type ProfileHome } from './profileHome.ts'

let last: { readonly stamp: string; readonly loaded: LoadedProfiles } | undefined

/**
 * The bundled profiles and those of `dirs`, as `loadProfiles` gives them; what it gave before, while no file changed. The
 * bundled ones lie in `home`, the running code's own if it is left out, and are taken from what is kept of them.
 */
export function knownProfiles(dirs: readonly string[], home: ProfileHome = ownHome()): LoadedProfiles {
  const stamp = JSON.stringify([home.profilesDir, ...dirs].map(stampOf))
  if (last?.stamp !== stamp) last = { stamp, loaded: loadKnown(dirs, home) }
  return last.loaded
}

function loadKnown(dirs: readonly string[], home: ProfileHome): LoadedProfiles {
  const bundled = bundledProfiles(home)
  const files = [...bundled.files, ...dirs.flatMap(profileFilesIn)]
  const { profiles, names, failures } = loadFiles(files, bundled.checked)
  return { profiles, names, failures }
}

/** Path, size and times of every YAML file in a folder; a folder that is not there has none. */
function stampOf(dir: string): readonly unknown[] {
  const files = yamlFilesIn(dir).map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return [path, stats?.size, stats?.mtimeMs, stats?.ctimeMs]
  })
  return [dir, files]
}
