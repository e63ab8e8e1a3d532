/** Runs an import on two threads and gathers its report. */
import type { Writable } from 'node:stream'
import { MessageChannel, Worker } from 'node:worker_threads'
import { type Failure, fail, FailureError } from '../../../../shared/failure.ts'
import type { ImportReport } from '../../../../shared/api/index.ts'
import { isTimeZone } from '../../../../shared/time/index.ts'
import { cancelled } from './fileImporter.ts'
import type { FileReport, ImportOptions, ImportProgress } from './importReport.ts'
import type { FromMapThread, MapThreadData } from './mapThread.ts'
import type { WriteThreadData } from './writeThread.ts'

/** Source files run as they are in development and as JavaScript once built. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/**
 * Imports `options.paths` into the case at `casePath`, which is created where there is none.
 * Files that cannot be read are part of the report. Fails with `import/cancelled` when `signal` aborts, and with
 * `case/*` where the case cannot be written; files done before that stay in the case. Fails with `usage/bad-argument`
 * where the time zone does not exist.
 */
export async function importFiles(
  casePath: string,
  version: string,
  options: ImportOptions,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress, done: readonly FileReport[]) => void,
): Promise<ImportReport> {
  const startedAt = performance.now()
  if (options.timezone !== null && !isTimeZone(options.timezone)) fail(noZone(options.timezone))
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
  const cancel = (): void => mapper.postMessage('cancel')
  signal.addEventListener('abort', cancel, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      mapper.on('message', (message: FromMapThread) => {
        if (message.type === 'progress') onProgress(message.progress, files)
        else if (message.type === 'file') files.push(message.report)
        // The last that the thread says: the writer has closed the case. Its standard input may keep it from ending.
        else if (message.type === 'end') resolve()
        else reject(new FailureError(message.failure))
      })
      mapper.on('error', reject)
      writer.on('error', reject)
      mapper.on('exit', () => reject(new Error('the mapping thread ended early')))
    })
    await exited(writer)
    return { files, seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    releaseInput()
    signal.removeEventListener('abort', cancel)
    await Promise.all([mapper.terminate(), writer.terminate()])
  }
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

function noZone(timezone: string): Failure {
  return {
    code: 'usage/bad-argument',
    message: `There is no time zone “${timezone}”`,
    next: 'Name one as the IANA does, such as Europe/Berlin, or an offset such as +02:00.',
  }
}

function exited(worker: Worker): Promise<void> {
  return worker.threadId === -1 ? Promise.resolve() : new Promise((resolve) => worker.once('exit', () => resolve()))
}
