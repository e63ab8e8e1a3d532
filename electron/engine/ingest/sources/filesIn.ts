/** The files at a path, by name, without opening them: those that an import of it would read. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FailureError } from '../../../../shared/failure.ts'
import { CaseFiles } from './caseFiles.ts'
import { failureFromFileError } from './diskFile.ts'
import { skipReason } from './entryName.ts'
import { kindReason } from './openSources.ts'

/** The path itself where it is a file. Files of the case at `casePath` are left out. Fails with `import/not-found`, `import/permission`. */
export async function* filesIn(path: string, casePath: string, signal: AbortSignal): AsyncGenerator<string> {
  yield* walk(path, new CaseFiles(casePath), signal)
}

async function* walk(path: string, own: CaseFiles, signal: AbortSignal): AsyncGenerator<string> {
  signal.throwIfAborted()
  const entries = await entriesOf(path)
  if (entries === null) {
    if (!(await own.has(path))) yield path
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)))
    if (skipReason(entry.name) === null && kindReason(entry) === null) yield* walk(join(path, entry.name), own, signal)
}

async function entriesOf(path: string) {
  try {
    return (await stat(path)).isDirectory() ? await readdir(path, { withFileTypes: true }) : null
  } catch (error) {
    throw new FailureError(failureFromFileError(path, error), { cause: error })
  }
}
