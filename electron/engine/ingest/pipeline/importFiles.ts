/** Runs an import on two threads and gathers its report. */
import { MessageChannel, Worker } from 'node:worker_threads'
import { FailureError } from '../../../../shared/failure.ts'
import type { ImportReport } from '../../../../shared/api.ts'
import type { FileReport, ImportOptions, ImportProgress } from './importReport.ts'
import type { FromMapThread, MapThreadData } from './mapThread.ts'
import type { WriteThreadData } from './writeThread.ts'

/** Source files run as they are in development and as JavaScript once built. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/**
 * Imports `options.paths` into the case at `casePath`, which is created where there is none.
 * Files that cannot be read are part of the report. Fails with `import/cancelled` when `signal` aborts, and with
 * `case/*` where the case cannot be written; files done before that stay in the case.
 */
export async function importFiles(
  casePath: string,
  version: string,
  options: ImportOptions,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress, done: readonly FileReport[]) => void,
): Promise<ImportReport> {
  const startedAt = performance.now()
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
  })
  const cancel = (): void => mapper.postMessage('cancel')
  signal.addEventListener('abort', cancel, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      let end: (() => void) | undefined
      mapper.on('message', (message: FromMapThread) => {
        if (message.type === 'progress') onProgress(message.progress, files)
        else if (message.type === 'file') files.push(message.report)
        else end = message.type === 'end' ? resolve : () => reject(new FailureError(message.failure))
      })
      mapper.on('error', reject)
      writer.on('error', reject)
      // Only then has the writer closed the case.
      mapper.on('exit', () => (end === undefined ? reject(new Error('the mapping thread ended early')) : end()))
    })
    await exited(writer)
    return { files, seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    signal.removeEventListener('abort', cancel)
    await Promise.all([mapper.terminate(), writer.terminate()])
  }
}

function exited(worker: Worker): Promise<void> {
  return worker.threadId === -1 ? Promise.resolve() : new Promise((resolve) => worker.once('exit', () => resolve()))
}
