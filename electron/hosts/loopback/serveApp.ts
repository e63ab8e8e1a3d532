/** Engine, host and server put together: the whole app on loopback. */
import { fileURLToPath } from 'node:url'
import type { Engine } from '../../../shared/api/index.ts'
import { appCaller, configFolder, createHost } from '../app/index.ts'
import { type LoopbackServer, startLoopback } from './server.ts'

/** The built renderer: beside the built files, or where the build puts it in a checkout. */
export const rendererFolder = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../dist/renderer/' : '../../../renderer/', import.meta.url),
)

export interface ServeAppOptions {
  readonly engine: Engine
  readonly version: string
  /** Case that the page opens with; null: its start screen. */
  readonly startCase: string | null
  /** 0: any that is free. */
  readonly port: number
  readonly onBug: (error: unknown, what: string) => void
  /** Left out: as {@link configFolder}. */
  readonly configFolder?: string
  /** Left out: {@link rendererFolder}. */
  readonly renderer?: string
}

/** Serves the app. The engine stays the caller's to close, after the server. Fails with `usage/bad-argument`. */
export function serveApp(options: ServeAppOptions): Promise<LoopbackServer> {
  const { engine, version, startCase, port, onBug } = options
  const host = createHost(engine, {
    kind: 'loopback',
    version,
    startCase,
    configFolder: options.configFolder ?? configFolder(),
  })
  return startLoopback({ caller: appCaller(engine, host), renderer: options.renderer ?? rendererFolder, port, onBug })
}
