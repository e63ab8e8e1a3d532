/** Entry of the desktop app: one process per user, its windows, the menu, and the engine in a process of its own. */
import { app, Menu, nativeTheme, protocol, safeStorage, session, shell, utilityProcess } from 'electron'
import type { MenuCommand } from '../../../shared/desktop.ts'
import { configFolder, Page } from '../app/index.ts'
import { appScheme } from './appAddress.ts'
import { appResponse } from './appPage.ts'
import { messageChannel } from './channels.ts'
import { engineLink } from './engineLink.ts'
import { guardContents, guardReport, guardSession } from './guards.ts'
import { pickedPaths } from './hostService.ts'
import { KeyStore } from './keyStore.ts'
import { casesOfArguments } from './launch.ts'
import { openLogFile } from './logFile.ts'
import type { Theme } from './mainApi.ts'
import { menuTemplate } from './menu.ts'
import { placesOf } from './places.ts'
import { isReportContents } from './reportPdf.ts'
import { chromiumSwitches, sessionPartition } from './windowOptions.ts'
import { appWindows, type Windows } from './windows.ts'

/** How long the engine may take to close its cases when the app ends. */
const STOP_WAIT_MS = 15_000

const isDevelopment = !app.isPackaged
const places = placesOf({
  builtFolder: import.meta.dirname,
  isPackaged: app.isPackaged,
  resourcesPath: process.resourcesPath,
  configFolder: configFolder(),
})

/** Cases asked for before there can be windows: macOS sends `open-file` that early. */
const waiting: string[] = casesOfArguments(process.argv.slice(1), process.cwd())
let windows: Windows | undefined

// Windows groups windows, and pins them, by this name; it is the one of the installer.
app.setAppUserModelId('io.vouch.viewer')
app.enableSandbox()
for (const [name, value] of chromiumSwitches) app.commandLine.appendSwitch(name, value)
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])
app.on('web-contents-created', (_event, contents) =>
  isReportContents(contents) ? guardReport(contents) : guardContents(contents),
)
app.on('open-file', (event, path) => {
  event.preventDefault()
  open([path])
})

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, words, folder) => {
    const cases = casesOfArguments(words.slice(1), folder)
    if (cases.length === 0) windows?.toFront()
    else open(cases)
  })
  void app.whenReady().then(start)
} else app.quit()

function open(paths: readonly string[]): void {
  if (windows === undefined) waiting.push(...paths)
  else for (const path of paths) windows.open(path)
}

function start(): void {
  const log = openLogFile(places.log)
  const appSession = session.fromPartition(sessionPartition)
  for (const each of [appSession, session.defaultSession]) guardSession(each, isDevelopment)
  const page = new Page(places.renderer)
  appSession.protocol.handle(appScheme, (request) => appResponse(page, request))

  const engine = engineLink<Electron.MessagePortMain>({
    setup: { version: app.getVersion(), samplesFolder: places.samples, configFolder: configFolder() },
    log,
    start() {
      const child = utilityProcess.fork(places.engine, [], {
        serviceName: 'Vouch engine',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child.stdout?.on('data', (chunk: Buffer) => log.write(chunk.toString('utf8')))
      child.stderr?.on('data', (chunk: Buffer) => log.write(chunk.toString('utf8')))
      return child
    },
    onLost: (failure) => opened.tellAll({ vouch: 'engine-lost', failure }),
  })
  let recent: readonly string[] = []
  let theme: Theme = 'system'
  const opened = appWindows({
    places,
    isDevelopment,
    log,
    engine: () => engine,
    keyStore: new KeyStore(places.secrets, {
      // `basic_text`: Linux without a key store, where anybody could read what was kept.
      isAvailable: () =>
        safeStorage.isEncryptionAvailable() &&
        (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
      encrypt: (text) => safeStorage.encryptString(text),
      decrypt: (bytes) => safeStorage.decryptString(bytes),
    }),
    onOpened: (path) => app.addRecentDocument(path),
    onRecent(paths) {
      recent = paths
      showMenu()
    },
    onTheme(chosen) {
      theme = chosen
      nativeTheme.themeSource = chosen
      showMenu()
    },
  })
  windows = opened

  const command = (chosen: MenuCommand): void => {
    opened.front()?.webContents.send(messageChannel, { vouch: 'command', command: chosen })
  }
  const openCase = async (): Promise<void> => {
    const window = opened.front()
    // A dialog needs a window to belong to; where all are closed (macOS), there is a start screen to open from.
    if (window === undefined) return opened.open(null)
    for (const path of await pickedPaths(window, { kind: 'case', title: 'Open case' })) opened.open(path)
  }
  const showMenu = (): void =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate(
          { platform: process.platform, isDevelopment, recent, theme },
          {
            command,
            openCase: () => void openCase(),
            openRecent: (path) => opened.open(path),
            newWindow: () => opened.open(null),
            showLog: () => shell.showItemInFolder(places.log),
          },
        ),
      ),
    )
  showMenu()

  app.on('activate', () => opened.toFront())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    // The engine closes its cases first, so that each is one whole file.
    event.preventDefault()
    void engine.stop(STOP_WAIT_MS).finally(() => app.exit(0))
  })
  if (waiting.length === 0) opened.open(null)
  else open(waiting.splice(0))
}
