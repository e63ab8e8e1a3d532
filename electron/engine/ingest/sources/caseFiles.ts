/**
 * The files of the case that is being imported into, which may lie among its sources. They are never opened as a source:
 * closing a file that was opened beside SQLite drops the locks this process holds on it (POSIX advisory locks;
 * sqlite.org/howtocorrupt.html §2.2).
 */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'

/** Why such a file is left out. */
export const OWN_FILE = 'the case itself'

const suffixes = ['', '-wal', '-shm', '-journal']

/** Whether a path is a file of the case at `casePath`, under whatever name; nothing is where that is null. */
export class CaseFiles {
  private readonly paths: ReadonlySet<string>
  private readonly casePath: string | null

  constructor(casePath: string | null) {
    this.casePath = casePath
    this.paths = new Set(casePath === null ? [] : suffixes.map((suffix) => resolve(`${casePath}${suffix}`)))
  }

  async has(path: string): Promise<boolean> {
    if (this.casePath === null) return false
    if (this.paths.has(resolve(path))) return true
    const [own, other] = await Promise.all([identity(this.casePath), identity(path)])
    return own !== null && own === other
  }
}

/** Links lead to the same file under another name. Null: there is none, or it may not be looked at. */
async function identity(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    return `${dev} ${ino}`
  } catch {
    return null // whoever opens it says what is wrong
  }
}
