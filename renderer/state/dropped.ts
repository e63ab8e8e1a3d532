/** Files that were dropped on the page: paths where the host can tell them, else handed over to it. */
import type { Failure, Result } from '../../shared/failure.ts'

/** What an import needs to know of dropped files. `names`: what to record in place of the paths of handed-over files. */
export interface DroppedFiles {
  readonly paths: readonly string[]
  readonly names: { readonly [path: string]: string }
  readonly failures: readonly Failure[]
}

/** Takes what was dropped, folders with all they hold. */
export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFiles> {
  const host = window.vouchHost
  if (host !== undefined)
    return { paths: Array.from(transfer.files, (file) => host.pathForFile(file)), names: {}, failures: [] }
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const files = (await Promise.all(entries.map(filesOf))).flat()
  const paths: string[] = []
  const names: { [path: string]: string } = Object.create(null)
  const failures: Failure[] = []
  // One after the other: the browser reads them from one disk anyway.
  for (const { file, name } of files) {
    const taken = await handOver(file, name)
    if (!taken.ok) failures.push(taken.failure)
    else {
      paths.push(taken.value.path)
      names[taken.value.path] = name
    }
  }
  return { paths, names, failures }
}

interface NamedFile {
  readonly file: File
  /** With the folders it was dropped in. */
  readonly name: string
}

async function filesOf(entry: FileSystemEntry): Promise<readonly NamedFile[]> {
  // Chromium does not tell the names of the classes.
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ file, name: entry.fullPath.replace(/^\//, '') }]
  }
  if (!entry.isDirectory) return []
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: NamedFile[] = []
  for (;;) {
    // A reader gives at most a hundred at a time, and none at its end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    for (const inner of some) found.push(...(await filesOf(inner)))
  }
}

async function handOver(file: File, name: string): Promise<Result<{ readonly path: string }>> {
  try {
    const query = new URLSearchParams({ name, modified: String(file.lastModified) })
    const reply = await fetch(`/upload?${query}`, { method: 'POST', body: file })
    return (await reply.json()) as Result<{ readonly path: string }>
  } catch {
    // `fetch` says no more than that it did not work.
    return {
      ok: false,
      failure: { code: 'host/no-connection', message: `“${name}” could not be handed over`, next: 'Drop it again.' },
    }
  }
}
