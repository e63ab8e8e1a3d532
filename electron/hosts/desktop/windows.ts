/** The windows of the app: made walled in, one per case, each joined with the engine over ports of its own. */
import { readFileSync, writeFileSync } from 'node:fs'
import { BrowserWindow, type IpcMainInvokeEvent, ipcMain, MessageChannelMain, nativeTheme, screen } from 'electron'
import type { HostMessage } from '../../../shared/desktop.ts'
import { portWire, serveWire } from '../../../shared/wire/index.ts'
import { isAppFrame, startAddress } from './appAddress.ts'
import { caseWindows } from './caseWindows.ts'
import { connectChannel, messageChannel, portChannel } from './channels.ts'
import type { EngineLink } from './engineLink.ts'
import { hostService } from './hostService.ts'
import type { KeyStore } from './keyStore.ts'
import type { LogFile } from './logFile.ts'
import { mainRequests, type Theme } from './mainApi.ts'
import { portLike } from './mainPort.ts'
import type { Places } from './places.ts'
import { windowOptions } from './windowOptions.ts'
import { firstState, parseWindowState, placedState } from './windowState.ts'

export interface WindowsOptions {
  readonly places: Places
  readonly isDevelopment: boolean
  readonly log: LogFile
  readonly keyStore: KeyStore
  engine(): EngineLink<Electron.MessagePortMain>
  /** A case was opened in a window. */
  onOpened(path: string): void
  onRecent(paths: readonly string[]): void
  onTheme(theme: Theme): void
}

export interface Windows {
  /** Shows a case: in the window that has it, else on a start screen, else in a new window. Null: a new start screen. */
  open(path: string | null): void
  /** Brings some window to the front, or opens one. */
  toFront(): void
  /** The window in front; undefined where there is none. */
  front(): BrowserWindow | undefined
  /** Tells the pages of all windows. */
  tellAll(message: HostMessage): void
}

/** To be made once, when Electron is ready. */
export function appWindows(options: WindowsOptions): Windows {
  const { places, log } = options
  const windows = caseWindows<BrowserWindow>(process.platform)

  const toFront = (window: BrowserWindow): void => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const make = (path: string | null): void => {
    const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
    const taken = windows.all().map((open) => open.getNormalBounds())
    const state = placedState(storedState(places.windowState), displays, taken)
    const window = new BrowserWindow(
      windowOptions({
        state,
        preloadPath: places.preload,
        iconPath: process.platform === 'linux' ? places.icon : null,
        isDark: nativeTheme.shouldUseDarkColors,
        isDevelopment: options.isDevelopment,
      }),
    )
    windows.add(window, path)
    window.on('focus', () => windows.toFront(window))
    window.once('ready-to-show', () => {
      if (state.isMaximised) window.maximize()
      window.show()
    })
    window.on('close', () => storeState(places.windowState, window, log))
    window.on('closed', () => windows.remove(window))
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      log.write(`The page of a window ended: ${reason}, code ${exitCode}`)
      if (reason !== 'clean-exit' && !window.isDestroyed()) window.reload()
    })
    window.loadURL(startAddress).catch((error: unknown) => log.write(`The page could not be loaded: ${error}`))
  }

  const connect = (event: IpcMainInvokeEvent): void => {
    const window = BrowserWindow.fromWebContents(event.sender)
    const frame = event.senderFrame
    if (
      window === null ||
      frame === null ||
      !isAppFrame({ url: frame.url, isMainFrame: frame === event.sender.mainFrame })
    )
      throw new Error('Refused')
    const page = new MessageChannelMain()
    const own = new MessageChannelMain()
    const service = hostService({
      window,
      keyStore: options.keyStore,
      focusOther(path) {
        const other = windows.windowOf(path)
        if (other === undefined || other === window) return false
        toFront(other)
        return true
      },
      onOpened(path) {
        windows.show(window, path)
        if (!window.isDestroyed() && process.platform === 'darwin') window.setRepresentedFilename(path)
        options.onOpened(path)
      },
      onRecent: options.onRecent,
      onTheme: options.onTheme,
    })
    void serveWire(service, portWire(portLike(own.port1)), {
      requests: mainRequests,
      onBug: (error, entry) => log.write(`Bug in ${entry}: ${error instanceof Error ? error.stack : error}`),
    })
    options.engine().connect(windows.caseOf(window), page.port1, own.port2)
    event.sender.postMessage(portChannel, null, [page.port2])
  }
  ipcMain.handle(connectChannel, connect)

  return {
    open(path) {
      const there = path === null ? undefined : windows.windowOf(path)
      const empty = path === null || there !== undefined ? undefined : windows.emptyWindow()
      if (there !== undefined) toFront(there)
      else if (empty !== undefined && path !== null) {
        // The page asks `host.info` anew when it loads, and finds the case there.
        windows.show(empty, path)
        empty.reload()
        toFront(empty)
      } else make(path)
    },
    toFront() {
      const [window] = windows.all()
      if (window === undefined) make(null)
      else toFront(window)
    },
    front: () => windows.all()[0],
    tellAll(message) {
      for (const window of windows.all()) window.webContents.send(messageChannel, message)
    },
  }
}

function storedState(path: string): ReturnType<typeof placedState> {
  try {
    return parseWindowState(readFileSync(path, 'utf8')) ?? firstState
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    // Not there yet, or not readable: the window stands where windows stand at first.
    return firstState
  }
}

function storeState(path: string, window: BrowserWindow, log: LogFile): void {
  const state = { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() }
  try {
    writeFileSync(path, JSON.stringify(state), { mode: 0o600 })
  } catch (error) {
    log.write(`Where the window stood could not be kept: ${error}`)
  }
}
