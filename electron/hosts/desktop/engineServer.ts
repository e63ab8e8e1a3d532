/** The engine behind the ports of windows: one engine for all, a host of its own for each. Knows no Electron. */
import { join, resolve } from 'node:path'
import type { AppApi, Caller, CallOptions, Engine } from '../../../shared/api/index.ts'
import { FailureError, type Result } from '../../../shared/failure.ts'
import { appRequests, callerOverWire, portWire, serveWire, type Wire } from '../../../shared/wire/index.ts'
import { createEngine } from '../../engine/index.ts'
import { appCaller, createHost, keyFolders } from '../app/index.ts'
import type { EngineMessage, EngineSetup } from './engineMessages.ts'
import { keyStoreSecrets } from './keyStoreSecrets.ts'
import { type MainApi, themeOf } from './mainApi.ts'
import { type MainPort, portLike } from './mainPort.ts'

export interface EngineServerOptions {
  /** Told of each bug with all that is known. */
  onBug(error: unknown, entry: string): void
  /** All cases are closed. */
  onStopped(): void
}

/** Hears what the main process says; `setup` comes first. Throws where it does not: that is a bug. */
export function engineServer({
  onBug,
  onStopped,
}: EngineServerOptions): (message: EngineMessage, ports: readonly MainPort[]) => void {
  let running: { readonly engine: Engine; readonly setup: EngineSetup } | undefined
  const served = new Map<Wire, Promise<void>>()
  const mains = new Set<Caller<MainApi>>()

  const connect = (startCase: string | null, ports: readonly MainPort[]): void => {
    if (running === undefined || ports.length !== 2) throw new Error('A connection needs a setup and two ports')
    const [windowWire, mainWire] = ports.map((port) => portWire(portLike(port)))
    const main = callerOverWire<MainApi>(mainWire)
    mains.add(main)
    const app = windowCaller(running.engine, running.setup, startCase, main)
    const serving = serveWire(app, windowWire, { requests: appRequests, onBug }).then(() => {
      mains.delete(main)
      return main.close()
    })
    served.set(
      windowWire,
      serving.finally(() => served.delete(windowWire)),
    )
  }
  const stop = async (): Promise<void> => {
    for (const wire of served.keys()) wire.close()
    await Promise.all(served.values())
    await running?.engine.close()
    onStopped()
  }
  return (message, ports) => {
    switch (message.kind) {
      case 'setup':
        running = { setup: message.setup, engine: createEngine(engineOptions(message.setup, mains)) }
        return
      case 'connect':
        return connect(message.startCase, ports)
      case 'stop':
        void stop()
    }
  }
}

function engineOptions(
  { version, configFolder }: EngineSetup,
  mains: ReadonlySet<Caller<MainApi>>,
): Parameters<typeof createEngine>[0] {
  return {
    version: `vouch ${version}`,
    profileDirs: [process.env.VOUCH_PROFILES ?? join(configFolder, 'profiles')],
    keyFolders: keyFolders(configFolder),
    sourceDirs: [process.env.VOUCH_SOURCES ?? join(configFolder, 'sources')],
    secrets: keyStoreSecrets(mains),
  }
}

/** What one window asks: engine and host, and the main process told of what concerns it. */
function windowCaller(
  engine: Engine,
  setup: EngineSetup,
  startCase: string | null,
  main: Caller<MainApi>,
): Caller<AppApi> {
  const host = createHost(engine, {
    kind: 'desktop',
    version: setup.version,
    startCase,
    configFolder: setup.configFolder,
    samplesFolder: setup.samplesFolder,
    pick: async (request) => valueFrom(await main.call('host.pick', request)),
    pdf: async (path) => valueFrom(await main.call('host.pdf', { path })),
    reveal: async (path) => {
      valueFrom(await main.call('host.reveal', { path }))
    },
  })
  const app = appCaller(engine, host)
  const tellRecent = async (): Promise<void> => {
    const recent = await app.call('host.recent', {})
    if (!recent.ok) return
    const paths = recent.value.filter(({ isThere }) => isThere).map(({ path }) => path)
    await main.call('main.recent', { paths })
  }
  const tellTheme = async (): Promise<void> => {
    const theme = await app.call('host.readSetting', { key: 'theme' })
    if (theme.ok) await main.call('main.theme', { theme: themeOf(theme.value.value) })
  }
  void tellRecent()
  void tellTheme()
  return {
    async call<K extends keyof AppApi>(
      entry: K,
      request: AppApi[K]['request'],
      options?: CallOptions,
    ): Promise<Result<AppApi[K]['reply']>> {
      const result = await app.call(entry, request, options)
      if (!result.ok) return result
      // The window need not wait until the main process has heard.
      if (entry === 'host.opened') {
        void main.call('main.opened', { path: resolve((request as AppApi['host.opened']['request']).path) })
        void tellRecent()
      } else if (entry === 'host.forget') void tellRecent()
      else if (entry === 'host.writeSetting') void tellTheme()
      return result
    },
    close: () => app.close(),
  }
}

function valueFrom<T>(result: Result<T>): T {
  if (!result.ok) throw new FailureError(result.failure)
  return result.value
}
