/** The machine and the versions a result was measured with. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'

/** Lines of “what: which”, for the head of the results. */
export function machineLines(dir: string): string[] {
  const models = [...new Set(cpus().map((cpu) => cpu.model.trim()))]
  return [
    `- CPU: ${models.join(', ') || 'unknown'}, ${availableParallelism()} cores`,
    `- Memory: ${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    `- Disk: ${diskKind(dir)}`,
    `- System: ${platform()} ${release()} ${arch()}`,
  ]
}

/** Versions of this build and what it stands on; `peers` adds those that were compared with. */
export function versionLines(peers: readonly string[]): string[] {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const db = new Database(':memory:')
  const sqlite = db.prepare<[], string>('SELECT sqlite_version()').pluck().get()
  db.close()
  return [
    `- vouch ${version}${revision()}, Node ${process.versions.node}, SQLite ${sqlite}`,
    ...peers.map((peer) => `- ${peer}`),
  ]
}

/** Bytes that may still be written in the file system of `dir`. */
export function freeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize
}

function revision(): string {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const commit = git('rev-parse', '--short', 'HEAD').trim()
    const isChanged = git('status', '--porcelain', '--', ':/electron', ':/shared', ':/resources') !== ''
    return ` (${commit}${isChanged ? ' with changes' : ''})`
  } catch {
    return ''
  }
}

/** Linux tells whether a device says that it turns; virtual disks say what they like. */
function diskKind(dir: string): string {
  try {
    const { dev } = statSync(dir)
    // Linux: 12 bits of major number above 8 bits of minor number, for the numbers in use.
    const number = `${(dev >>> 8) & 0xfff}:${(dev & 0xff) | ((dev >>> 12) & 0xfff00)}`
    for (const device of readdirSync('/sys/block')) {
      const folder = join('/sys/block', device)
      const numbers = [
        folder,
        ...readdirSync(folder)
          .filter((name) => name.startsWith(device))
          .map((name) => join(folder, name)),
      ]
      if (!numbers.some((path) => readFileSync(join(path, 'dev'), 'utf8').trim() === number)) continue
      const turns = readFileSync(join(folder, 'queue/rotational'), 'utf8').trim() === '1'
      const isVirtual = /^(?:vd|xvd)/.test(device)
      return isVirtual ? `virtual (${basename(device)})` : turns ? `rotating (${device})` : `solid state (${device})`
    }
  } catch {
    // Not Linux, or not to be seen from here.
  }
  return 'unknown'
}
