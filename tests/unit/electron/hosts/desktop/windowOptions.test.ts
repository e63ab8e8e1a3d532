/** Each wall around the page, pinned: a change of one is a change of this file. */
import { describe, expect, test } from 'vitest'
import {
  chromiumSwitches,
  sessionPartition,
  windowOptions,
} from '../../../../../electron/hosts/desktop/windowOptions.ts'
import { firstState } from '../../../../../electron/hosts/desktop/windowState.ts'

const setting = {
  state: firstState,
  preloadPath: '/app/preload.cjs',
  iconPath: null,
  isDark: false,
  isDevelopment: false,
}

describe('options of a window', () => {
  test('wall the page in', () => {
    expect(windowOptions(setting).webPreferences).toEqual({
      preload: '/app/preload.cjs',
      partition: 'vouch',
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
      safeDialogs: true,
      devTools: false,
    })
  })

  test('differ in development by the tools of the browser alone', () => {
    const [packed, developed] = [false, true].map((isDevelopment) => windowOptions({ ...setting, isDevelopment }))
    expect(developed).toEqual({ ...packed, webPreferences: { ...packed.webPreferences, devTools: true } })
  })

  test('keep the session in memory', () => {
    expect(sessionPartition.startsWith('persist:')).toBe(false)
  })

  test('show nothing before there is something to show, in the colour of the theme', () => {
    expect(windowOptions(setting)).toMatchObject({ show: false, backgroundColor: '#ffffff', width: 1440, height: 900 })
    expect(windowOptions({ ...setting, isDark: true }).backgroundColor).not.toBe('#ffffff')
  })

  test('carry an icon only where the window needs one of its own', () => {
    expect(windowOptions(setting)).not.toHaveProperty('icon')
    expect(windowOptions({ ...setting, iconPath: '/app/icon.png' }).icon).toBe('/app/icon.png')
  })
})

test('Chromium is told to look up no name', () => {
  expect(chromiumSwitches).toContainEqual(['host-resolver-rules', 'MAP * ~NOTFOUND'])
})
