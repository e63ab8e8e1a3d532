/** Where the bundled profiles, the code that checks them and their checked form lie: in a checkout, and in what is built of it. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface ProfileHome {
  /** Folder that holds `electron/`, `shared/` and `resources/`. */
  readonly root: string
  /** Folder of the profiles that come with Vouch. */
  readonly profilesDir: string
  /** File of their checked form. */
  readonly keptPath: string
  /** Ending of the code that runs. */
  readonly ending: '.ts' | '.js'
  /** Files below `root` whose bytes tell the versions of the packages that checking needs. */
  readonly packageFiles: readonly string[]
  /**
   * Start of this process, in ms since 1970: of code that changed since, other code may run than lies there. Null where it
   * was built: then it does not change, and nothing is written beside it.
   */
  readonly startedAt: number | null
}

/** Packages that the code of `codeFolders` needs to check a profile (tested). */
const packages = ['csv-parse', 'yaml']

/** A checkout: the form is made when it is first needed, and kept beside what Node keeps of its code. */
export function checkoutHome(root: string): ProfileHome {
  return {
    root,
    profilesDir: join(root, 'resources/profiles'),
    keptPath: join(root, 'node_modules/.cache/vouch/profiles.json'),
    ending: '.ts',
    packageFiles: packages.map((name) => `node_modules/${name}/package.json`),
    startedAt: performance.timeOrigin,
  }
}

/** What was built into a folder: the build lays the form beside the profiles. It is installed with its packages, in pinned versions. */
export function builtHome(root: string): ProfileHome {
  return {
    root,
    profilesDir: join(root, 'resources/profiles'),
    keptPath: join(root, 'resources/profiles/checked.json'),
    ending: '.js',
    packageFiles: [],
    startedAt: null,
  }
}

/** Where this very code lies. */
export function ownHome(): ProfileHome {
  const root = fileURLToPath(new URL('../../../../', import.meta.url))
  return import.meta.url.endsWith('.ts') ? checkoutHome(root) : builtHome(root)
}
