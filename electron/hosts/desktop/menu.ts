/** The menu of the app, as a template. What a choice does comes in as a parameter. */
import { basename } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../../shared/desktop.ts'

export interface MenuSetting {
  /** As `process.platform`. */
  readonly platform: string
  readonly isDevelopment: boolean
  /** Paths of cases opened before, latest first. */
  readonly recent: readonly string[]
  readonly theme: 'system' | 'light' | 'dark'
}

export interface MenuActions {
  /** Hands a choice to the page of the window in front. */
  command(command: MenuCommand): void
  /** Asks for a case file and opens it. */
  openCase(): void
  openRecent(path: string): void
  newWindow(): void
  showLog(): void
}

/** Recent cases in the menu. */
const RECENT_SHOWN = 10

/** Template for `Menu.buildFromTemplate`. Accelerators are the platform's own: `CmdOrCtrl` is ⌘ on macOS. */
export function menuTemplate(setting: MenuSetting, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = setting.platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    fileMenu(setting, actions, isMac),
    { role: 'editMenu' },
    viewMenu(setting, actions),
    ...(isMac ? [{ role: 'windowMenu' as const }] : []),
    helpMenu(actions, isMac),
  ]
}

function fileMenu(setting: MenuSetting, actions: MenuActions, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      { label: '&New case…', accelerator: 'CmdOrCtrl+N', click: () => actions.command('case.new') },
      { label: '&Open case…', accelerator: 'CmdOrCtrl+O', click: () => actions.openCase() },
      { label: 'Open &recent', submenu: recentItems(setting.recent, actions) },
      { label: 'New &window', accelerator: 'CmdOrCtrl+Shift+N', click: () => actions.newWindow() },
      { type: 'separator' },
      { label: '&Import…', accelerator: 'CmdOrCtrl+I', click: () => actions.command('case.import') },
      { type: 'separator' },
      { role: 'close', label: '&Close window' },
      ...(isMac ? [] : [{ role: 'quit' as const }]),
    ],
  }
}

function recentItems(recent: readonly string[], actions: MenuActions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: 'No cases yet', enabled: false }]
  return recent.slice(0, RECENT_SHOWN).map((path) => ({
    label: menuText(
      basename(path),
      recent.filter((other) => basename(other) === basename(path)).length > 1 ? path : '',
    ),
    click: () => actions.openRecent(path),
  }))
}

/** A name as menus show it: `&` would mark the next letter. Two cases of one name are told apart by their whole path. */
function menuText(name: string, path: string): string {
  return (path === '' ? name : `${name} (${path})`).replaceAll('&', '&&')
}

function viewMenu(setting: MenuSetting, actions: MenuActions): MenuItemConstructorOptions {
  const theme = (name: MenuSetting['theme'], label: string): MenuItemConstructorOptions => ({
    label,
    type: 'radio',
    checked: setting.theme === name,
    click: () => actions.command(`theme.${name}`),
  })
  return {
    label: '&View',
    submenu: [
      // A reload throws away what is typed, so only those who work on Vouch have it.
      ...(setting.isDevelopment
        ? [{ role: 'reload' as const }, { role: 'toggleDevTools' as const }, { type: 'separator' as const }]
        : []),
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      {
        label: '&Theme',
        submenu: [theme('system', 'As the &system'), theme('light', '&Light'), theme('dark', '&Dark')],
      },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
}

function helpMenu(actions: MenuActions, isMac: boolean): MenuItemConstructorOptions {
  return {
    role: 'help',
    label: '&Help',
    submenu: [
      { label: '&Keyboard shortcuts', accelerator: 'F1', click: () => actions.command('help.keys') },
      { label: 'Show the &log file', click: () => actions.showLog() },
      ...(isMac ? [] : [{ type: 'separator' as const }, { role: 'about' as const }]),
    ],
  }
}
