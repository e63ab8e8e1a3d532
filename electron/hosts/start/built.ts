/** What `npm start` runs is built from the sources beside it, and built anew when one of them has changed. */
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Makes `output` (a file the build writes) of `sources` (files and folders). All paths are of the checkout `root`. */
export interface Build {
  /** Told while it is being built. */
  readonly title: string
  readonly output: string
  readonly sources: readonly string[]
  /** Script for Node, and its arguments. */
  readonly command: readonly string[]
}

export const rendererBuild: Build = {
  title: 'Building the page',
  output: 'dist/renderer/index.html',
  sources: ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'],
  command: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
}

export const desktopBuild: Build = {
  title: 'Building the desktop app',
  output: 'dist/electron/hosts/desktop/main.js',
  sources: [
    'electron',
    'shared',
    'resources/profiles',
    'resources/sources',
    'tsconfig.json',
    'tsconfig.build.json',
    'package-lock.json',
  ],
  command: ['.ci/build.mjs'],
}

/** Builds where it must be. False where the build failed; it has said why on stderr. */
export function ensureBuilt(root: string, build: Build, say: (text: string) => void): boolean {
  if (isFresh(root, build)) return true
  say(`${build.title} …`)
  // What a build prints goes to stderr: stdout belongs to the address.
  const stdio: ('ignore' | NodeJS.WriteStream)[] = ['ignore', process.stderr, process.stderr]
  const { status } = spawnSync(process.execPath, [...build.command], { cwd: root, stdio })
  return status === 0
}

/** Whether the output is there and no source is newer. */
export function isFresh(root: string, { output, sources }: Build): boolean {
  const builtAt = changedAt(join(root, output))
  return builtAt !== null && sources.every((source) => newestIn(join(root, source)) <= builtAt)
}

/** Milliseconds since 1970; null where there is no such file. */
function changedAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}

/** Folders count, too: a file that was taken away changes its folder. */
function newestIn(path: string): number {
  const own = changedAt(path) ?? 0
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return own
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), own)
}
