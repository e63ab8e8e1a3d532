/** Answers what the engine's process asks on behalf of one window: dialogs over that window, the file manager, notices. */
import { type BrowserWindow, dialog, shell } from 'electron'
import type { CallOptions, Caller, PickRequest } from '../../../shared/api/index.ts'
import { FailureError, type Result } from '../../../shared/failure.ts'
import { dialogSetting } from './dialogs.ts'
import type { KeyStore } from './keyStore.ts'
import type { MainApi, Theme } from './mainApi.ts'
import { reportPdf } from './reportPdf.ts'

export interface HostServiceOptions {
  readonly window: BrowserWindow
  readonly keyStore: KeyStore
  /** Brings the case to the front where another window shows it; true where one does. */
  focusOther(path: string): boolean
  onOpened(path: string): void
  onRecent(paths: readonly string[]): void
  onTheme(theme: Theme): void
}

export function hostService(options: HostServiceOptions): Caller<MainApi> {
  const handlers: { [K in keyof MainApi]: (request: MainApi[K]['request']) => Promise<MainApi[K]['reply']> } = {
    async 'host.pick'(request) {
      const paths = await pickedPaths(options.window, request)
      if (paths.length === 0) return null
      // A case that another window shows is not opened twice: that window comes to the front.
      return request.kind === 'case' && options.focusOther(paths[0]) ? null : { paths }
    },
    async 'host.reveal'({ path }) {
      shell.showItemInFolder(path)
      return null
    },
    'host.pdf': ({ path }) => reportPdf(path),
    async 'main.opened'({ path }) {
      options.onOpened(path)
      return null
    },
    async 'main.recent'({ paths }) {
      options.onRecent(paths)
      return null
    },
    async 'main.theme'({ theme }) {
      options.onTheme(theme)
      return null
    },
    async 'main.hasKeyStore'() {
      return { isThere: options.keyStore.isAvailable }
    },
    async 'main.readSecret'({ source, name }) {
      return { secret: options.keyStore.read(source, name) }
    },
    async 'main.keepSecret'({ source, name, secret }) {
      options.keyStore.keep(source, name, secret)
      return null
    },
  }
  return {
    async call<K extends keyof MainApi>(
      entry: K,
      request: MainApi[K]['request'],
      _options?: CallOptions,
    ): Promise<Result<MainApi[K]['reply']>> {
      try {
        return { ok: true, value: await handlers[entry](request) }
      } catch (error) {
        if (error instanceof FailureError) return { ok: false, failure: error.failure }
        throw error
      }
    },
    async close() {},
  }
}

/** What was chosen in a dialog over `window`; nothing where it was closed. */
export async function pickedPaths(window: BrowserWindow, request: PickRequest): Promise<readonly string[]> {
  if (window.isDestroyed()) return []
  const setting = dialogSetting(request)
  if (setting.kind === 'open') {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, setting.options)
    return canceled ? [] : filePaths
  }
  const { canceled, filePath } = await dialog.showSaveDialog(window, setting.options)
  return canceled || filePath === '' ? [] : [filePath]
}
