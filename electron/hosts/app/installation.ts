/** What this installation is: its version, and where the user's own profiles and sources lie. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { EngineOptions } from '../../engine/index.ts'
import { configFolder } from './host.ts'

/** `VOUCH_PROFILES` and `VOUCH_SOURCES` name other folders than those in the folder of settings. */
export function installation(): EngineOptions {
  const { version } = JSON.parse(readFileSync(packageFile(), 'utf8')) as { version: string }
  return {
    version: `vouch ${version}`,
    profileDirs: [process.env.VOUCH_PROFILES ?? join(configFolder(), 'profiles')],
    keyFolders: keyFolders(configFolder()),
    sourceDirs: [process.env.VOUCH_SOURCES ?? join(configFolder(), 'sources')],
  }
}

/** Where keys that sign packs lie, given the folder of settings; `VOUCH_SSH` names another folder of SSH keys than ~/.ssh. */
export function keyFolders(configFolder: string): EngineOptions['keyFolders'] {
  return { own: join(configFolder, 'keys'), ssh: process.env.VOUCH_SSH ?? join(homedir(), '.ssh') }
}

/** From the sources it is three folders up, from the built files four. */
function packageFile(): URL {
  return new URL(
    import.meta.url.endsWith('.ts') ? '../../../package.json' : '../../../../package.json',
    import.meta.url,
  )
}
