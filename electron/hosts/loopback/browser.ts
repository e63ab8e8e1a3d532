/** The user's own browser. */
import { spawn } from 'node:child_process'

/** Whether a window could be seen: on Linux there must be a display, and nobody watches a CI. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): boolean {
  if (env.CI) return false
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Opens an address of ours in it. False where there is no program to do so. */
export function openInBrowser(address: string): Promise<boolean> {
  const [program, ...words] = opener(process.platform)
  return new Promise((resolve) => {
    const child = spawn(program, [...words, address], { detached: true, stdio: 'ignore' })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

function opener(platform: string): readonly string[] {
  if (platform === 'darwin') return ['open']
  // `start` takes the first quoted word for a title.
  return platform === 'win32' ? ['cmd', '/c', 'start', '""'] : ['xdg-open']
}
