/**
 * `npm start`: the app with the demo case, or the case named. In the Electron window where its program is there or can be
 * fetched, else in the browser; without a display it only says at which address.
 */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FailureError, type Result } from '../../../shared/failure.ts'
import { createEngine } from '../../engine/index.ts'
import { configFolder, createHost, installation } from '../app/index.ts'
import { hasDisplay, openInBrowser, serveApp } from '../loopback/index.ts'
import { desktopBuild, ensureBuilt, rendererBuild } from './built.ts'
import { electronProgram, fetchElectron } from './electronBinary.ts'

/** An Electron that ends with an error this soon has not opened a window, in milliseconds. */
const SOON_MS = 10_000

const root = fileURLToPath(new URL('../../../', import.meta.url))
const electronFolder = resolve(root, 'node_modules/electron')
const here = installation()
const say = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => cancel.abort())

process.exitCode = await start(process.argv[2])

async function start(named: string | undefined): Promise<number> {
  if (!ensureBuilt(root, rendererBuild, say)) return 1
  const engine = createEngine(here)
  try {
    const startCase = named === undefined ? await demoCase() : resolve(process.env.INIT_CWD ?? '', named)
    if (cancel.signal.aborted) return 0
    if (hasDisplay()) {
      const code = await inWindow(startCase)
      if (code !== null) return code
    }
    return await inBrowser(startCase)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    const { code, message, where, next } = error.failure
    say(
      `${message}${where?.path === undefined ? '' : ` (${where.path})`} [${code}]${next === undefined ? '' : `\n${next}`}`,
    )
    return 1
  } finally {
    await engine.close()
  }

  async function demoCase(): Promise<string> {
    const host = createHost(engine, { ...here, kind: 'loopback', startCase: null, configFolder: configFolder() })
    return (await host['host.demo']({}, { signal: cancel.signal })).path
  }

  /** Until Ctrl-C. */
  async function inBrowser(startCase: string): Promise<number> {
    const info: Result<unknown> = await engine.call('case.info', { case: startCase })
    if (!info.ok) throw new FailureError(info.failure)
    const onBug = (error: unknown, what: string): void =>
      say(`A mistake of ours at ${what}: ${error instanceof Error ? error.stack : String(error)}`)
    const server = await serveApp({ engine, version: here.version, startCase, port: 0, onBug })
    try {
      process.stdout.write(`${server.address}\n`)
      if (hasDisplay() && !(await openInBrowser(server.launchAddress()))) say('Open the address above in a browser.')
      await new Promise<void>((stop) => {
        if (cancel.signal.aborted) stop()
        else cancel.signal.addEventListener('abort', () => stop(), { once: true })
      })
    } finally {
      await server.close()
    }
    return 0
  }
}

/** Exit code of the window's program once it has ended; null where there is no window, which is said in one line. */
async function inWindow(startCase: string): Promise<number | null> {
  const isThere = electronProgram(electronFolder) !== null || (await fetchElectron(electronFolder, say))
  const program = isThere ? electronProgram(electronFolder) : null
  if (program === null) {
    say('The Electron window is not here and could not be fetched; the same app opens in your browser.')
    return null
  }
  // The desktop's build empties the folder of all built files, the page's among them.
  if (!ensureBuilt(root, desktopBuild, say) || !ensureBuilt(root, rendererBuild, say)) return 1
  const startedAt = performance.now()
  const child = spawn(program, [root, startCase], { stdio: 'inherit', windowsHide: false })
  cancel.signal.addEventListener('abort', () => child.kill(), { once: true })
  const code = await new Promise<number | null>((ended) => {
    child.once('error', () => ended(null))
    child.once('exit', ended)
  })
  if (code === 0 || cancel.signal.aborted) return 0
  if (performance.now() - startedAt > SOON_MS) return 1
  say('The Electron window did not open; the same app opens in your browser.')
  return null
}
