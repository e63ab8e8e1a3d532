/**
 * Stands where Electron would stand, so that main.ts can be run: it notes what it is told and sends events when a test
 * says so. Ports are real, the engine's process is a thread. It shows no window, and proves nothing about Electron.
 */
import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { MainPort } from '../../../../../electron/hosts/desktop/mainPort.ts'
import { mainPortOf } from './mainPorts.ts'

/** What was told, in order: `app.enableSandbox`, … */
export const told: { readonly name: string; readonly args: readonly unknown[] }[] = []
const tells =
  (name: string, result?: unknown) =>
  (...args: unknown[]): unknown => {
    told.push({ name, args })
    return result
  }
export const toldOf = (name: string): (readonly unknown[])[] =>
  told.filter((each) => each.name === name).map(({ args }) => args)

/** The thread's ports behind Electron's. */
const threadPorts = new WeakMap<MainPort, MessagePort>()
export const threadPortOf = (port: unknown): MessagePort => threadPorts.get(port as MainPort) as MessagePort

export class MessageChannelMain {
  readonly port1: MainPort
  readonly port2: MainPort
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = mainPortOf(port1)
    this.port2 = mainPortOf(port2)
    threadPorts.set(this.port1, port1)
    threadPorts.set(this.port2, port2)
  }
}

export const workers: Worker[] = []
export const utilityProcess = {
  fork(path: string, args: string[], options: object) {
    told.push({ name: 'utilityProcess.fork', args: [path, args, options] })
    const worker = new Worker(new URL('./engineWorker.ts', import.meta.url))
    workers.push(worker)
    return {
      stdout: worker.stdout,
      stderr: worker.stderr,
      once: (event: string, listener: (code: number) => void) => worker.once(event, listener),
      postMessage(data: unknown, ports: MainPort[] = []) {
        const moved = ports.map(threadPortOf)
        worker.postMessage({ data, ports: moved }, moved)
      },
      kill: () => void worker.terminate(),
    }
  },
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  enableSandbox: tells('app.enableSandbox'),
  commandLine: { appendSwitch: tells('app.appendSwitch') },
  requestSingleInstanceLock: () => true,
  whenReady: async () => undefined,
  getVersion: () => '1.2.3',
  addRecentDocument: tells('app.addRecentDocument'),
  setAppUserModelId: tells('app.setAppUserModelId'),
  quit: tells('app.quit'),
  exit: tells('app.exit'),
})
export const protocol = { registerSchemesAsPrivileged: tells('protocol.registerSchemesAsPrivileged') }
export const shell = { showItemInFolder: tells('shell.showItemInFolder') }
/** A system without a key store. */
export const safeStorage = {
  isEncryptionAvailable: () => false,
  getSelectedStorageBackend: () => 'basic_text',
  encryptString: (text: string) => Buffer.from(text),
  decryptString: (bytes: Buffer) => bytes.toString(),
}
export const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' }
export const screen = {
  getPrimaryDisplay: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }),
  getAllDisplays: () => [],
}
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: tells('Menu.setApplicationMenu'),
}
export const dialog = {
  answer: [] as string[],
  async showOpenDialog() {
    return { canceled: dialog.answer.length === 0, filePaths: dialog.answer }
  },
  async showSaveDialog() {
    return { canceled: true, filePath: '' }
  },
}
export const ipcMain = { handle: tells('ipcMain.handle') }

function newSession(name: string): object {
  const setters = [
    'PermissionRequestHandler',
    'PermissionCheckHandler',
    'DevicePermissionHandler',
    'DisplayMediaRequestHandler',
    'SpellCheckerEnabled',
  ]
  return Object.assign(
    new EventEmitter(),
    Object.fromEntries(setters.map((each) => [`set${each}`, tells(`${name}.set${each}`)])),
    {
      webRequest: { onBeforeRequest: tells(`${name}.onBeforeRequest`) },
      protocol: { handle: tells(`${name}.handle`) },
    },
  )
}
const sessions = new Map<string, object>()
export const session = {
  defaultSession: newSession('default'),
  fromPartition(name: string): object {
    const known = sessions.get(name) ?? newSession(name)
    sessions.set(name, known)
    return known
  },
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return BrowserWindow.all.find((window) => window.webContents === contents) ?? null
  }
  readonly options: object
  readonly did: string[] = []
  readonly mainFrame = { url: 'app://vouch/index.html' }
  readonly sent: unknown[][] = []
  /** What its contents are printed to; an error instead: it cannot be printed. */
  static pdf: Buffer | Error = Buffer.from('%PDF-1.7 made by the stand-in')
  readonly webContents = Object.assign(new EventEmitter(), {
    session: {} as object,
    printToPDF: async (options: object): Promise<Buffer> => {
      told.push({ name: 'printToPDF', args: [options] })
      if (BrowserWindow.pdf instanceof Error) throw BrowserWindow.pdf
      return BrowserWindow.pdf
    },
    mainFrame: this.mainFrame,
    getURL: () => this.mainFrame.url,
    setWindowOpenHandler: () => undefined,
    stop: () => undefined,
    send: (...args: unknown[]) => void this.sent.push(args),
    postMessage: (...args: unknown[]) => void this.sent.push(args),
  })
  constructor(options: object) {
    super()
    this.options = options
    const { partition } = (options as { webPreferences: { partition: string } }).webPreferences
    this.webContents.session = session.fromPartition(partition)
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  readonly loadURL = async (address: string): Promise<void> => void this.did.push(address)
  readonly destroy = (): void => void BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1)
  readonly show = (): void => void this.did.push('show')
  readonly focus = (): void => void this.did.push('focus')
  readonly reload = (): void => void this.did.push('reload')
  readonly maximize = (): void => void this.did.push('maximize')
  readonly restore = (): void => void this.did.push('restore')
  readonly setRepresentedFilename = (): void => undefined
  readonly isMinimized = (): boolean => false
  readonly isMaximized = (): boolean => true
  readonly isDestroyed = (): boolean => false
  readonly getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 })
}
