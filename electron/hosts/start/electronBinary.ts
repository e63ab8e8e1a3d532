/**
 * Electron's program, which the package `electron` does not bring along: it fetches it on first use from a host that many
 * networks cannot reach. Where it lies is told by the package's own index.js and install.js (version 45).
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Time to reach the host of the downloads, in milliseconds. The download itself takes as long as it takes. */
const REACH_MS = 10_000

/** Path of the program, or null where it is not there. `folder`: the package's own. */
export function electronProgram(folder: string, env: NodeJS.ProcessEnv = process.env): string | null {
  let name: string
  try {
    name = readFileSync(join(folder, 'path.txt'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    if (env.ELECTRON_OVERRIDE_DIST_PATH === undefined) return null
    name = 'electron'
  }
  const program = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
  return existsSync(program) ? program : null
}

/** Address that is tried before a download is begun: a mirror where the user named one, as the package does. */
export function downloadHost(env: NodeJS.ProcessEnv = process.env): string {
  return (
    env.npm_config_electron_mirror || env.ELECTRON_MIRROR || 'https://github.com/electron/electron/releases/download/'
  )
}

/** Fetches the program by the package's own script, silently. False where that was not possible. */
export async function fetchElectron(folder: string, say: (text: string) => void): Promise<boolean> {
  if (!(await isReachable(downloadHost()))) return false
  say('Fetching the Electron window (once, about 110 MB) …')
  const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' })
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
  return code === 0 && electronProgram(folder) !== null
}

async function isReachable(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(REACH_MS) })
    // Whatever it says of that address, it is there.
    return answer.status < 500
  } catch (error) {
    // No network, no such host, no answer in time: fetch throws a TypeError or a TimeoutError, and the window stays away.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) return false
    throw error
  }
}
