/** Runs an import on two threads and gathers its report. */
import type { Writable } from 'node:stream'
import { MessageChannel, Worker } from 'node:worker_threads'
import { fail, FailureError } from '../../../../shared/failure.ts'
import type { FileProgress, ImportReport } from '../../../../shared/api/index.ts'
import { knownProfiles } from '../profiles/index.ts'
import { FileChoices } from './fileChoices.ts'
import type { ExhibitDuplicates } from '../duplicates/markDuplicates.ts'
import { cancelled } from './fileImporter.ts'
import type { FileReport, ImportOptions } from './importReport.ts'
import type { FromMapThread, MapThreadData, ToMapThread } from './mapThread.ts'
import type { WriteThreadData } from './writeThread.ts'

/** Source files run as they are in development and as JavaScript once built. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/**
 * Imports `options.paths` into the case at `casePath`, which is created where there is none.
 * Files that cannot be read are part of the report. Fails with `import/cancelled` when `signal` aborts, and with
 * `case/*` where the case cannot be written; files done before that stay in the case. `onFile` is told of each file as
 * soon as the import is through with it. Fails with `usage/bad-argument`
 * where the time zone does not exist.
 */
export async function importFiles(
  casePath: string,
  version: string,
  options: ImportOptions,
  signal: AbortSignal,
  onProgress: (progress: FileProgress) => void,
  onFile: (file: FileReport) => void = () => undefined,
): Promise<ImportReport> {
  const startedAt = performance.now()
  new FileChoices(options).requireTimes()
  if (signal.aborted) fail(cancelled)
  const files: FileReport[] = []
  const { port1, port2 } = new MessageChannel()
  const writeData: WriteThreadData = { casePath, version, port: port1 }
  const mapData: MapThreadData = { casePath, options, port: port2 }
  const writer = new Worker(new URL(`./writeThread.${ENDING}`, import.meta.url), {
    workerData: writeData,
    transferList: [port1],
  })
  const mapper = new Worker(new URL(`./mapThread.${ENDING}`, import.meta.url), {
    workerData: mapData,
    transferList: [port2],
    // A thread has no standard input of its own: what comes in here is passed on to it.
    stdin: options.paths.includes('-'),
  })
  const releaseInput = mapper.stdin === null ? () => undefined : passInputOn(mapper.stdin)
  const say = (message: ToMapThread): void => mapper.postMessage(message)
  const cancel = (): void => say({ type: 'cancel' })
  signal.addEventListener('abort', cancel, { once: true })
  try {
    say({ type: 'profiles', loaded: knownProfiles(options.profileDirs) })
    const duplicates = await new Promise<readonly ExhibitDuplicates[]>((resolve, reject) => {
      mapper.on('message', (message: FromMapThread) => {
        if (message.type === 'progress') onProgress(message.progress)
        else if (message.type === 'file') {
          files.push(message.report)
          onFile(message.report)
        }
        // The last that the thread says: the writer has closed the case. Its standard input may keep it from ending.
        else if (message.type === 'end') resolve(message.duplicates)
        else reject(new FailureError(message.failure))
      })
      mapper.on('error', reject)
      writer.on('error', reject)
      mapper.on('exit', () => reject(new Error('the mapping thread ended early')))
    })
    await exited(writer)
    return { files: withDuplicates(files, duplicates), seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    releaseInput()
    signal.removeEventListener('abort', cancel)
    await Promise.all([mapper.terminate(), writer.terminate()])
  }
}

/** They are looked for at the end of an import, over all that came in. */
function withDuplicates(files: readonly FileReport[], found: readonly ExhibitDuplicates[]): FileReport[] {
  const byExhibit = new Map(found.map((each) => [each.exhibit, each]))
  return files.map((file) => {
    if (file.kind !== 'imported') return file
    const { duplicates = 0, otherVersions = null } = byExhibit.get(file.exhibit) ?? {}
    return { ...file, duplicates, remarks: otherVersions === null ? file.remarks : [...file.remarks, otherVersions] }
  })
}

/** Passes this process's standard input on to a thread's; the function returned stops that and lets the process end. */
function passInputOn(target: Writable): () => void {
  // A thread that ends early, cancelled or with enough seen, no longer takes what is passed on.
  target.on('error', () => undefined)
  process.stdin.pipe(target)
  return () => {
    process.stdin.unpipe(target)
    process.stdin.pause()
    process.stdin.unref?.()
  }
}

function exited(worker: Worker): Promise<void> {
  return worker.threadId === -1 ? Promise.resolve() : new Promise((resolve) => worker.once('exit', () => resolve()))
}
