/** The profiles as they are now: read anew only when a file of their folders has changed, as a live preview asks again and again. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bundledProfilesDir, ProfileSet } from './ingest/index.ts'

export class ProfileSets {
  private readonly dirs: readonly string[]
  private known: { readonly stamp: string; readonly set: ProfileSet } | undefined

  /** `dirs`: folders of the user's own; they need not exist. */
  constructor(dirs: readonly string[]) {
    this.dirs = dirs
  }

  current(): ProfileSet {
    // Before they are read: what changes meanwhile is then read again.
    const stamp = [bundledProfilesDir, ...this.dirs].map(stampOf).join('\n')
    if (this.known?.stamp !== stamp) this.known = { stamp, set: new ProfileSet(this.dirs) }
    return this.known.set
  }
}

/** Names, sizes and times of change of a folder's files. */
function stampOf(dir: string): string {
  try {
    return readdirSync(dir)
      .sort()
      .map((name) => {
        const { size, mtimeMs, ino } = statSync(join(dir, name))
        return `${dir} ${name} ${size} ${mtimeMs} ${ino}`
      })
      .join('\n')
  } catch {
    // Not there, as the user's own need not be; or it cannot be read, which whoever reads it tells.
    return `${dir} cannot be read`
  }
}
