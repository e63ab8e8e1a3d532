/** What a folder of this machine holds, for dialogs that the app draws itself. Nothing is opened and nothing changed. */
import type { Dirent, Stats } from 'node:fs'
import { opendir, readdir, stat } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { basename, dirname, join, parse, resolve } from 'node:path'
import type { FolderEntry, FolderListing } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'

/** Entries listed. */
export const MAX_ENTRIES = 2_000

/** Entries held while a folder is read: the first ones by name are kept, however many there are. */
const MAX_HELD = 20_000

/** Places of one kind. */
const MAX_DRIVES = 26

interface Found {
  readonly name: string
  readonly isFolder: boolean
}

/**
 * Folders first, then by name, numbers by their value; hidden entries, sockets, devices and links to nowhere are left
 * out. Fails with `import/not-found`, `import/permission`, `import/source-unreadable`.
 */
export async function listFolder(path: string | undefined, signal?: AbortSignal): Promise<FolderListing> {
  const folder = resolve(path ?? homedir())
  let found: Found[] = []
  let total = 0
  try {
    for await (const entry of await opendir(folder)) {
      if (signal?.aborted) fail({ code: 'usage/cancelled', message: 'Cancelled' })
      const isFolder = await kindOf(folder, entry)
      if (isFolder === undefined) continue
      total++
      found.push({ name: entry.name, isFolder })
      if (found.length >= MAX_HELD) found = firstOf(found)
    }
  } catch (error) {
    unreadable(folder, error)
  }
  const entries: FolderEntry[] = []
  for (const { name, isFolder } of firstOf(found)) {
    const own = join(folder, name)
    const facts = await statOrNull(own)
    if (facts !== null)
      entries.push({
        name,
        path: own,
        kind: isFolder ? 'folder' : 'file',
        sizeBytes: isFolder ? 0 : facts.size,
        modifiedAt: facts.mtime.toISOString(),
      })
  }
  const parent = dirname(folder)
  return {
    folder,
    parent: parent === folder ? null : parent,
    places: await places(),
    entries,
    more: total - entries.length,
  }
}

const collator = new Intl.Collator('en', { numeric: true })

function firstOf(found: readonly Found[]): Found[] {
  return found
    .toSorted((a, b) => Number(b.isFolder) - Number(a.isFolder) || collator.compare(a.name, b.name))
    .slice(0, MAX_ENTRIES)
}

/** Whether an entry is a folder; undefined where it is not to be listed. Links count as what they lead to. */
async function kindOf(folder: string, entry: Dirent): Promise<boolean | undefined> {
  if (entry.name.startsWith('.')) return undefined
  if (entry.isDirectory()) return true
  if (entry.isFile()) return false
  if (!entry.isSymbolicLink()) return undefined
  const target = await statOrNull(join(folder, entry.name))
  return target?.isDirectory() ? true : target?.isFile() ? false : undefined
}

/** Null where it cannot be told: gone meanwhile, or not for this user. */
async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return null
  }
}

/** Those of the usual places that are there. */
async function places(): Promise<FolderListing['places']> {
  const home = homedir()
  const named = ['Desktop', 'Documents', 'Downloads'].map((name) => ({ name, path: join(home, name) }))
  const candidates = [{ name: 'Home', path: home }, ...named, ...(await drives())]
  const facts = await Promise.all(candidates.map(({ path }) => statOrNull(path)))
  return candidates.filter((_, i) => facts[i]?.isDirectory())
}

/** Drives by letter on Windows; elsewhere the root and what is mounted for this user. */
async function drives(): Promise<{ name: string; path: string }[]> {
  if (process.platform === 'win32')
    return Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => ({ name: `${letter}:`, path: `${letter}:\\` }))
  const { root } = parse(homedir())
  const user = userInfo().username
  const folders = process.platform === 'darwin' ? ['/Volumes'] : [`/media/${user}`, `/run/media/${user}`, '/mnt']
  const mounted = await Promise.all(
    folders.map(async (folder) => (await namesIn(folder)).map((name) => join(folder, name))),
  )
  return [
    { name: root, path: root },
    ...mounted
      .flat()
      .slice(0, MAX_DRIVES)
      .map((path) => ({ name: basename(path), path })),
  ]
}

/** None where there is no such folder or it is not for this user. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return []
  }
}

function unreadable(path: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException
  switch (code) {
    // A path with a zero byte or too long a name is one that no file has.
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ELOOP':
    case 'ERR_INVALID_ARG_VALUE':
      return fail({
        code: 'import/not-found',
        message: 'There is no such folder',
        where: { path },
        next: 'Check the path.',
      })
    case 'EACCES':
    case 'EPERM':
      return fail({
        code: 'import/permission',
        message: 'You may not read this folder',
        where: { path },
        next: 'Ask its owner.',
      })
    case undefined:
      throw error
    default:
      return fail({
        code: 'import/source-unreadable',
        message: 'This folder cannot be read',
        where: { path },
        facts: { system: code },
      })
  }
}
