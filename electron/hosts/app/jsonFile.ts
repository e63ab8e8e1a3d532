/**
 * A small JSON file of the user's own: read whole, written whole or not at all. What cannot be read any more is put aside
 * under another name, so that nothing the user had is lost.
 */
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { fail } from '../../../shared/failure.ts'

/** Largest file that is read, in bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024

/**
 * What the file holds, as `parse` reads it; null where there is none. A file that is too large, no JSON, or that `parse`
 * does not take (undefined) is renamed to `<path>.broken`, in place of an earlier one, and counts as none.
 */
export function readJsonFile<T>(path: string, parse: (value: unknown) => T | undefined): T | null {
  try {
    if (statSync(path).size <= MAX_FILE_BYTES) {
      const value = parse(JSON.parse(readFileSync(path, 'utf8')))
      if (value !== undefined) return value
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    if (!(error instanceof SyntaxError)) notSaved(path, error, 'read')
  }
  try {
    renameSync(path, `${path}.broken`)
  } catch (error) {
    notSaved(path, error, 'put aside')
  }
  return null
}

/**
 * Writes the file by way of another beside it, so that a crash leaves the old one. Only the user may read it. Fails with
 * `host/not-saved`.
 */
export function writeJsonFile(path: string, value: unknown): void {
  const part = `${path}.${randomUUID()}.part`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const file = openSync(part, 'wx', 0o600)
    try {
      writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    notSaved(path, error, 'written')
  }
}

function notSaved(path: string, error: unknown, what: string): never {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  fail({
    code: 'host/not-saved',
    message: `The file of recent cases or settings cannot be ${what}`,
    where: { path },
    kept: 'No case is touched by this.',
    next: 'See that the folder is there and belongs to you; VOUCH_CONFIG names another.',
    facts: { system: code },
  })
}
