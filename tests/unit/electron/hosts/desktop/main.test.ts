/** main.ts run against a stand-in for Electron: what it sets up, in which order, and how a window comes to its engine. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MenuItemConstructorOptions } from 'electron'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import type { AppApi, Caller } from '../../../../../shared/api/index.ts'
import { callerOverWire, portWire } from '../../../../../shared/wire/index.ts'
import { app, BrowserWindow, dialog, nativeTheme, told, threadPortOf, toldOf, workers } from './electronStandIn.ts'

// Whoever imports Electron in this process gets the stand-in.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: import.meta.resolve('./electronStandIn.ts'), shortCircuit: true }
      : next(specifier, context),
})

const folder = mkdtempSync(join(tmpdir(), 'vouch-main-'))
const path = (name: string): string => join(folder, name)

beforeAll(async () => {
  process.env.VOUCH_CONFIG = folder
  Object.defineProperty(process, 'resourcesPath', { value: folder, configurable: true })
  await import('../../../../../electron/hosts/desktop/main.ts')
  await vi.waitFor(() => expect(BrowserWindow.all).toHaveLength(1))
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.terminate()))
  rmSync(folder, { recursive: true, force: true })
  delete process.env.VOUCH_CONFIG
})

type Connect = (event: { sender: unknown; senderFrame: { url: string } | null }) => void

/** The page of a window asks for its connection. */
function connected(window: BrowserWindow): Caller<AppApi> {
  const [[channel, connect]] = toldOf('ipcMain.handle') as [string, Connect][]
  expect(channel).toBe('vouch:connect')
  connect({ sender: window.webContents, senderFrame: window.mainFrame })
  const [, , [port]] = window.sent.findLast(([name]) => name === 'vouch:port') as [string, null, unknown[]]
  return callerOverWire<AppApi>(portWire(threadPortOf(port)))
}

function menuItem(label: string): MenuItemConstructorOptions | undefined {
  const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
  const [template] = toldOf('Menu.setApplicationMenu').at(-1) as [MenuItemConstructorOptions[]]
  return flat(template).find((item) => item.label?.replace('&', '') === label)
}
function choose(label: string): void {
  const click = menuItem(label)?.click as (() => void) | undefined
  expect(click, label).toBeDefined()
  click?.()
}

describe('at the start', () => {
  test('the walls stand before the first window', () => {
    const names = told.map(({ name }) => name)
    for (const name of [
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
      'vouch.onBeforeRequest',
      'default.onBeforeRequest',
      'vouch.handle',
    ])
      expect(names, name).toContain(name)
    expect(toldOf('protocol.registerSchemesAsPrivileged')).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]],
    ])
    expect(toldOf('app.appendSwitch')).toContainEqual(['host-resolver-rules', 'MAP * ~NOTFOUND'])
    expect(BrowserWindow.all[0].webContents.listenerCount('will-frame-navigate')).toBe(1)
  })

  test('the app has the name that the installer gives it', () => {
    const { appId } = parse(readFileSync(join(import.meta.dirname, '../../../../../electron-builder.yml'), 'utf8'))
    expect(toldOf('app.setAppUserModelId')).toEqual([[appId]])
  })

  test('a window opens the page and is shown when it has something to show', () => {
    const [window] = BrowserWindow.all
    expect(window.did).toEqual(['app://vouch/index.html'])
    window.emit('ready-to-show')
    expect(window.did).toContain('show')
  })

  test('no engine runs before a page asks', () => {
    expect(workers).toHaveLength(0)
  })
})

describe('a connection', () => {
  test.each([
    ['a frame that is gone', (window: BrowserWindow) => ({ sender: window.webContents, senderFrame: null })],
    [
      'a frame inside the page',
      (window: BrowserWindow) => ({ sender: window.webContents, senderFrame: { url: 'app://vouch/index.html' } }),
    ],
    ['contents without a window', () => ({ sender: {}, senderFrame: { url: 'app://vouch/index.html' } })],
  ])('is refused to %s', (_who, event) => {
    const [[, connect]] = toldOf('ipcMain.handle') as [string, Connect][]
    expect(() => connect(event(BrowserWindow.all[0]))).toThrow('Refused')
  })

  test('is refused to another address in the main frame', () => {
    const [window] = BrowserWindow.all
    const [[, connect]] = toldOf('ipcMain.handle') as [string, Connect][]
    window.mainFrame.url = 'https://example.com/'
    expect(() => connect({ sender: window.webContents, senderFrame: window.mainFrame })).toThrow('Refused')
    window.mainFrame.url = 'app://vouch/index.html'
    expect(workers).toHaveLength(0)
  })

  test('joins the page with the engine; what it opens is remembered by the system and the menu', async () => {
    const page = connected(BrowserWindow.all[0])
    expect(await page.call('host.info', {})).toMatchObject({
      value: { kind: 'desktop', version: '1.2.3', startCase: null },
    })
    expect(await page.call('case.create', { case: path('one.vouch') })).toMatchObject({ ok: true })
    await page.call('host.opened', { path: path('one.vouch'), events: 0 })
    await vi.waitFor(() => {
      expect(toldOf('app.addRecentDocument')).toEqual([[path('one.vouch')]])
      expect(menuItem('one.vouch')).toBeDefined()
    })
  })

  test('lets the theme follow the setting', async () => {
    await connected(BrowserWindow.all[0]).call('host.writeSetting', { key: 'theme', value: 'dark' })
    await vi.waitFor(() => expect(nativeTheme.themeSource).toBe('dark'))
    expect(menuItem('Dark')?.checked).toBe(true)
  })
})

describe('a PDF of a report', () => {
  const report = path('report.html')
  const pdf = path('report.pdf')
  const asked = () => connected(BrowserWindow.all[0]).call('host.pdf', { path: report })

  test('is printed in a window of its own, which is gone afterwards', async () => {
    writeFileSync(report, '<!DOCTYPE html><title>x</title>')
    expect(await asked()).toEqual({ ok: true, value: { path: pdf, sizeBytes: statSync(pdf).size } })
    expect(readFileSync(pdf, 'latin1')).toMatch(/^%PDF-/)
    expect(toldOf('printToPDF')).toEqual([[expect.objectContaining({ preferCSSPageSize: true })]])
    expect(BrowserWindow.all).toHaveLength(1)
    const [judge] = toldOf('vouch-report.onBeforeRequest').at(-1) as [
      (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void,
    ]
    const verdicts: boolean[] = []
    for (const url of [pathToFileURL(report).href, 'https://example.com/'])
      judge({ url }, ({ cancel }) => verdicts.push(cancel))
    expect(verdicts).toEqual([false, true])
  })

  test('takes the place of no other', async () => {
    expect(await asked()).toMatchObject({ failure: { code: 'export/target-exists', where: { path: pdf } } })
    rmSync(pdf)
  })

  test('that is too long is refused before anything is printed, with how many events fit', async () => {
    const event = `<tbody class="event"><tr><td>${'x'.repeat(2_000)}</td></tr></tbody>\n`
    writeFileSync(report, `<!DOCTYPE html><table>${event.repeat(10_000)}</table>`)
    const printed = toldOf('printToPDF').length
    const facts = { events: 10_000, fit: expect.closeTo(8_700, -3), sizeBytes: statSync(report).size }
    expect(await asked()).toMatchObject({ failure: { code: 'host/report-too-long', where: { path: report }, facts } })
    expect(toldOf('printToPDF')).toHaveLength(printed)
    expect(BrowserWindow.all).toHaveLength(1)
    expect(readdirSync(folder).filter((name) => name.includes('.pdf'))).toEqual([])
    // What fits by that word is printed.
    writeFileSync(report, `<!DOCTYPE html><table>${event.repeat(8_000)}</table>`)
    expect(await asked()).toMatchObject({ ok: true })
    rmSync(pdf)
  })

  test('that cannot be printed leaves nothing behind', async () => {
    BrowserWindow.pdf = new Error('no printer')
    expect(await asked()).toMatchObject({ failure: { code: 'host/no-pdf' } })
    expect(readdirSync(folder).filter((name) => name.includes('.pdf'))).toEqual([])
    expect(BrowserWindow.all).toHaveLength(1)
    rmSync(report)
    expect(await asked()).toMatchObject({ failure: { code: 'host/no-pdf' } })
  })
})

describe('every case has one window', () => {
  test('a second start with it brings that window to the front', () => {
    const [window] = BrowserWindow.all
    window.did.length = 0
    app.emit('second-instance', {}, ['vouch', 'one.vouch'], folder)
    expect(window.did).toEqual(['show', 'focus'])
    expect(BrowserWindow.all).toHaveLength(1)
  })

  test('a second start with another opens another, which hears what it is for', async () => {
    app.emit('second-instance', {}, ['vouch', 'two.vouch'], folder)
    expect(BrowserWindow.all).toHaveLength(2)
    const info = await connected(BrowserWindow.all[1]).call('host.info', {})
    expect(info).toMatchObject({ value: { startCase: path('two.vouch') } })
    expect(workers).toHaveLength(1)
  })

  test('a file opened by the system comes on a start screen where there is one', () => {
    choose('New window')
    const window = BrowserWindow.all[2]
    let isPrevented = false
    const event = {
      preventDefault() {
        isPrevented = true
      },
    }
    app.emit('open-file', event, path('three.vouch'))
    expect(isPrevented).toBe(true)
    expect(BrowserWindow.all).toHaveLength(3)
    expect(window.did).toContain('reload')
  })

  test('one chosen in the page of another window is not opened twice', async () => {
    dialog.answer = [path('one.vouch')]
    BrowserWindow.all[0].did.length = 0
    const page = connected(BrowserWindow.all[1])
    expect(await page.call('host.pick', { kind: 'case', title: 'Open case' })).toEqual({ ok: true, value: null })
    expect(BrowserWindow.all[0].did).toEqual(['show', 'focus'])
    dialog.answer = [path('four.vouch')]
    expect(await page.call('host.pick', { kind: 'case', title: 'Open case' })).toEqual({
      ok: true,
      value: { paths: [path('four.vouch')] },
    })
  })
})

test('a choice in the menu goes to the window in front', () => {
  BrowserWindow.all[0].emit('focus')
  choose('Import…')
  expect(BrowserWindow.all[0].sent.at(-1)).toEqual(['vouch:message', { vouch: 'command', command: 'case.import' }])
})

test('where a window stood is kept', () => {
  BrowserWindow.all[0].emit('close')
  expect(JSON.parse(readFileSync(path('window.json'), 'utf8'))).toEqual({
    bounds: { x: 10, y: 20, width: 1000, height: 700 },
    isMaximised: true,
  })
})

test('an engine that dies is told to every window, and another is started by the next connection', async () => {
  await workers[0].terminate()
  await vi.waitFor(() => {
    for (const window of BrowserWindow.all)
      expect(window.sent.at(-1)).toMatchObject([
        'vouch:message',
        { vouch: 'engine-lost', failure: { code: 'host/no-connection' } },
      ])
  })
  expect(await connected(BrowserWindow.all[0]).call('host.info', {})).toMatchObject({
    value: { startCase: path('one.vouch') },
  })
  expect(workers).toHaveLength(2)
  expect(readFileSync(path('desktop.log'), 'utf8')).toContain('The engine ended with code 1')
})

test('the app ends when the engine has closed its cases', async () => {
  let isPrevented = false
  app.emit('will-quit', {
    preventDefault() {
      isPrevented = true
    },
  })
  expect(isPrevented).toBe(true)
  expect(toldOf('app.exit')).toEqual([])
  await vi.waitFor(() => expect(toldOf('app.exit')).toEqual([[0]]), 10_000)
})
