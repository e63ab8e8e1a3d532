/** How a window of the app is made. Pure, so that each wall around the page is pinned by a test. */
import type { BrowserWindowConstructorOptions } from 'electron'
import { smallestWindow, type WindowState } from './windowState.ts'

export interface WindowSetting {
  readonly state: WindowState
  /** The built preload, absolute. */
  readonly preloadPath: string
  /** A PNG, where the system takes the icon of a window from the program itself; else null. */
  readonly iconPath: string | null
  readonly isDark: boolean
  readonly isDevelopment: boolean
}

/** Session of all windows. Without `persist:` it is in memory: no trace of evidence stays in a browser's cache. */
export const sessionPartition = 'vouch'

/** What shuts every page of ours off from Node, from other pages and from what it was not given. */
export const walls = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const

/** Options of a window: shown once it has something to show, and walled in on every side. */
export function windowOptions(setting: WindowSetting): BrowserWindowConstructorOptions {
  const { bounds } = setting.state
  return {
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Vouch',
    backgroundColor: setting.isDark ? '#15181d' : '#ffffff',
    ...(setting.iconPath === null ? {} : { icon: setting.iconPath }),
    webPreferences: {
      preload: setting.preloadPath,
      partition: sessionPartition,
      ...walls,
      safeDialogs: true,
      devTools: setting.isDevelopment,
    },
  }
}

/**
 * Switches of Chromium: it looks up no name at all, so whatever it should try on its own (updates of components,
 * predictions, pings) goes nowhere. Node in the engine's process is not concerned.
 */
export const chromiumSwitches: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['no-pings'],
]
