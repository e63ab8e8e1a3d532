/** The menu: what stands in it on which system, and what a choice does. */
import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { type MenuActions, type MenuSetting, menuTemplate } from '../../../../../electron/hosts/desktop/menu.ts'

const setting: MenuSetting = { platform: 'linux', isDevelopment: false, recent: [], theme: 'system' }

function recorded(): { readonly said: string[]; readonly actions: MenuActions } {
  const said: string[] = []
  const actions = {
    command: (command: string) => said.push(command),
    openCase: () => said.push('open'),
    openRecent: (path: string) => said.push(path),
    newWindow: () => said.push('window'),
    showLog: () => said.push('log'),
  }
  return { said, actions: actions as unknown as MenuActions }
}

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
}

function chosen(label: string, over: Partial<MenuSetting> = {}): string[] {
  const { said, actions } = recorded()
  const item = flat(menuTemplate({ ...setting, ...over }, actions)).find(
    (each) => each.label?.replace('&', '') === label,
  )
  // Electron gives item, window and event; none of them is looked at.
  ;(item?.click as (() => void) | undefined)?.()
  return said
}

describe('the menu', () => {
  test('does what it says', () => {
    expect(chosen('New case…')).toEqual(['case.new'])
    expect(chosen('Open case…')).toEqual(['open'])
    expect(chosen('New window')).toEqual(['window'])
    expect(chosen('Import…')).toEqual(['case.import'])
    expect(chosen('Dark')).toEqual(['theme.dark'])
    expect(chosen('As the system')).toEqual(['theme.system'])
    expect(chosen('Keyboard shortcuts')).toEqual(['help.keys'])
    expect(chosen('Show the log file')).toEqual(['log'])
  })

  test('has each accelerator once', () => {
    const accelerators = flat(menuTemplate(setting, recorded().actions)).flatMap(({ accelerator }) => accelerator ?? [])
    expect(accelerators.length).toBeGreaterThan(4)
    expect(new Set(accelerators).size).toBe(accelerators.length)
  })

  test('reloads and shows the tools of the browser in development only', () => {
    const roles = (isDevelopment: boolean) =>
      flat(menuTemplate({ ...setting, isDevelopment }, recorded().actions)).map(({ role }) => role)
    expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
    expect(roles(false)).not.toContain('reload')
    expect(roles(false)).not.toContain('forceReload')
    expect(roles(false)).not.toContain('toggleDevTools')
  })

  test('marks the theme that is chosen', () => {
    const items = flat(menuTemplate({ ...setting, theme: 'dark' }, recorded().actions))
    expect(items.filter(({ checked }) => checked).map(({ label }) => label)).toEqual(['&Dark'])
  })

  test('has the menus of the app and of windows on macOS alone', () => {
    const roles = (platform: string) =>
      menuTemplate({ ...setting, platform }, recorded().actions).map(({ role }) => role)
    expect(roles('darwin')[0]).toBe('appMenu')
    expect(roles('darwin')).toContain('windowMenu')
    for (const platform of ['linux', 'win32']) expect(roles(platform)).not.toContain('appMenu')
  })
})

describe('recent cases', () => {
  test('open by their path', () => {
    expect(chosen('a.vouch', { recent: ['/x/a.vouch'] })).toEqual(['/x/a.vouch'])
  })

  test('of one name are told apart by their paths', () => {
    const labels = flat(menuTemplate({ ...setting, recent: ['/x/a.vouch', '/y/a.vouch'] }, recorded().actions)).map(
      ({ label }) => label,
    )
    expect(labels).toEqual(expect.arrayContaining(['a.vouch (/x/a.vouch)', 'a.vouch (/y/a.vouch)']))
  })

  test('show & as it is, and are ten at most', () => {
    const recent = Array.from({ length: 15 }, (_, i) => `/x/R&D ${i}.vouch`)
    const labels = flat(menuTemplate({ ...setting, recent }, recorded().actions)).flatMap(({ label }) => label ?? [])
    expect(labels.filter((label) => label.startsWith('R&&D'))).toHaveLength(10)
  })

  test('are said to be none where there are none', () => {
    expect(flat(menuTemplate(setting, recorded().actions))).toContainEqual({ label: 'No cases yet', enabled: false })
  })
})
