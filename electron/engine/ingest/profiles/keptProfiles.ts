/**
 * Parsing and checking the profiles that come with Vouch takes most of a second, and gives the same until one of them or
 * the code changes. So what it gave is kept in a file, and taken from there while that is provably so.
 *
 * The file is derived and may be missing, damaged or impossible to write at any time: then it is done the long way.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CheckedProfiles, checkedFromBytes, textFromChecked } from './checkedProfiles.ts'
import { keptKey } from './keptKey.ts'
import { loadFiles } from './loader.ts'
import { type ReadProfileFile, readProfileFilesIn } from './profileFiles.ts'
import type { ProfileHome } from './profileHome.ts'

/** Largest kept file that is read, in bytes. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024

export interface BundledProfiles {
  readonly files: readonly ReadProfileFile[]
  /** Those of them that are sound. */
  readonly checked: CheckedProfiles
}

/**
 * The profiles that come with Vouch, from what is kept of them, else from their files; a checkout then keeps them, if all are
 * sound. Throws where a profile's file cannot be read.
 */
export function bundledProfiles(home: ProfileHome): BundledProfiles {
  const files = readProfileFilesIn(home.profilesDir)
  const key = keptKey(files, home)
  const kept = key === null ? null : readKept(home, key)
  if (kept !== null) return { files, checked: kept }
  const { checked, failures } = loadFiles(files)
  const text = key === null || home.startedAt === null || failures.length > 0 ? null : textFromChecked(checked, key)
  if (text !== null) tryToWrite(home.keptPath, text)
  return { files, checked }
}

/**
 * Makes the kept file of what was built from `sources`, whose code this is. Gives why there is none, a line each; empty where
 * it was made. What was built without it only starts slower. Throws where the file cannot be written.
 */
export function keepProfiles(built: ProfileHome, sources: ProfileHome): readonly string[] {
  const files = readProfileFilesIn(built.profilesDir)
  const { checked, failures } = loadFiles(files)
  if (failures.length > 0) return failures.map(({ message }) => message)
  if (keptKey(files, sources) === null) return ['the sources changed while they were built']
  const key = keptKey(files, built)
  if (key === null) return ['what was built cannot be read']
  const text = textFromChecked(checked, key)
  if (text === null) return ['the profiles cannot be written as JSON']
  writeWhole(built.keptPath, text)
  return []
}

function readKept(home: ProfileHome, key: string): CheckedProfiles | null {
  try {
    const stats = statSync(home.keptPath, { throwIfNoEntry: false })
    if (stats === undefined || !stats.isFile() || stats.size > MAX_KEPT_BYTES) return null
    return checkedFromBytes(readFileSync(home.keptPath), key, home.profilesDir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return null // it cannot be read; the profiles can
  }
}

function tryToWrite(path: string, text: string): void {
  try {
    writeWhole(path, text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    // Read-only media, another's folder, a full disk: the next start does it the long way as well.
  }
}

/** By way of another file beside it: whoever reads meanwhile sees the old one or the new one. */
function writeWhole(path: string, text: string): void {
  makeFolder(dirname(path))
  const part = `${path}.${randomUUID()}.part`
  try {
    writeFileSync(part, text, { flag: 'wx' })
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

/** Folder by folder: with `recursive`, Node 24 tries for ever where making one answers that there is no such file, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}
