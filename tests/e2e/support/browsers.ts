/** What there is on this machine to run the app in: a Chromium, and Electron's own program. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright'
import { electronProgram } from '../../../electron/hosts/start/electronBinary.ts'

export const root = resolve(import.meta.dirname, '../../..')

const installed: { readonly [platform: string]: readonly string[] } = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((folder) =>
    folder === undefined
      ? []
      : [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')],
  ),
}

/** Option of a project: how the app is run. */
export interface HostOptions {
  readonly host: 'loopback' | 'desktop'
}

/** Path of a Chromium: the one that `VOUCH_CHROMIUM` names, an installed one, else Playwright's own; null where there is none. */
export function chromiumProgram(): string | null {
  const named = process.env.VOUCH_CHROMIUM
  const candidates = [
    ...(named === undefined ? [] : [named]),
    ...(installed[process.platform] ?? []),
    chromium.executablePath(),
  ]
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null
}

/** No word to anybody outside: the browser is to show the app and nothing else. */
export const chromiumArguments: readonly string[] = [
  // Chromium refuses to run as root inside its sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
]

/** Why the specs of a host cannot run here; null where they can. */
export function whyNot(host: HostOptions['host']): string | null {
  if (host === 'loopback')
    return chromiumProgram() === null ? 'no Chromium, Chrome or Edge is installed on this machine' : null
  return electronProgram(join(root, 'node_modules/electron')) === null
    ? 'the package electron has no program here: it is fetched on first use, from a host that could not be reached'
    : null
}
