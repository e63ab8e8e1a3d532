/** Where things lie: the built files beside this one, and the user's own. Pure; the folders come from Electron. */
import { join } from 'node:path'

export interface PlacesOf {
  /** Folder of the built main.js: `dist/electron/hosts/desktop`, in the app's archive where it is packed. */
  readonly builtFolder: string
  readonly isPackaged: boolean
  /** Electron's `process.resourcesPath`; only used where packed. */
  readonly resourcesPath: string
  /** The user's folder of settings. */
  readonly configFolder: string
}

export interface Places {
  readonly preload: string
  readonly engine: string
  readonly renderer: string
  readonly icon: string
  /** Sample exports: outside the archive, as exhibits need real files. */
  readonly samples: string
  readonly windowState: string
  readonly log: string
  /** Secrets of sources, readable by the system alone. */
  readonly secrets: string
}

export function placesOf({ builtFolder, isPackaged, resourcesPath, configFolder }: PlacesOf): Places {
  const root = join(builtFolder, '..', '..', '..', '..')
  return {
    preload: join(builtFolder, 'preload.cjs'),
    engine: join(builtFolder, 'engineProcess.js'),
    renderer: join(root, 'dist', 'renderer'),
    icon: join(root, 'resources', 'icons', 'png', '256x256.png'),
    samples: isPackaged ? join(resourcesPath, 'samples') : join(root, 'resources', 'samples'),
    windowState: join(configFolder, 'window.json'),
    log: join(configFolder, 'desktop.log'),
    secrets: join(configFolder, 'secrets.json'),
  }
}
