/** The mapping thread of an import: opens the sources one after the other and sends what they hold to the writer. */
import type { FileProgress } from '../../../../shared/api/index.ts'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type Failure, FailureError } from '../../../../shared/failure.ts'
import type { ExhibitDuplicates } from '../duplicates/markDuplicates.ts'
import type { LoadedProfiles } from '../profiles/index.ts'
import { ProfileSet } from './chooseMapping.ts'
import { FileImporter } from './fileImporter.ts'
import type { FileReport, ImportOptions } from './importReport.ts'
import { WriterPort } from './writerPort.ts'

export interface MapThreadData {
  readonly casePath: string
  readonly options: ImportOptions
  readonly port: MessagePort
}

/** What the thread is told: first of all the profiles, which are loaded while it starts. */
export type ToMapThread = { readonly type: 'profiles'; readonly loaded: LoadedProfiles } | { readonly type: 'cancel' }

/** What the thread tells whoever started it. */
export type FromMapThread =
  | { readonly type: 'progress'; readonly progress: FileProgress }
  | { readonly type: 'file'; readonly report: FileReport }
  | { readonly type: 'end'; readonly duplicates: readonly ExhibitDuplicates[] }
  | { readonly type: 'failed'; readonly failure: Failure }

const { casePath, options, port } = workerData as MapThreadData
const cancel = new AbortController()
const profiles = Promise.withResolvers<ProfileSet>()
parentPort?.on('message', (message: ToMapThread) => {
  if (message.type === 'profiles') return profiles.resolve(new ProfileSet(message.loaded))
  cancel.abort()
  // Whoever waits for more of it would wait on.
  process.stdin.destroy()
})

const tell = (message: FromMapThread): void => parentPort?.postMessage(message)
const writer = new WriterPort(port)
const importer = new FileImporter(casePath, options, await profiles.promise, writer, {
  progress: (progress) => tell({ type: 'progress', progress }),
  file: (report) => tell({ type: 'file', report }),
})
const failed = await failureOf(importer.run(cancel.signal))
let duplicates: readonly ExhibitDuplicates[] = []
const unclosed = await failureOf(
  writer.ask({ type: 'close' }).then((reply) => {
    if (reply.type === 'closed') duplicates = reply.duplicates
  }),
)
// Of two failures the first says more.
const failure = failed ?? unclosed
tell(failure === undefined ? { type: 'end', duplicates } : { type: 'failed', failure })
writer.close()
parentPort?.close()

async function failureOf(work: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    return error.failure
  }
}
