/** The engine's only door: one handler per Api entry, over cases it keeps open. Knows no window and no transport. */
import { resolve } from 'node:path'
import type { Api, CallOptions, Engine, ImportedFile } from '../../shared/api/index.ts'
import { type Failure, FailureError, type Result } from '../../shared/failure.ts'
import { caseFailure, isDamaged } from './case/index.ts'
import { CustodyDesk } from './custodyDesk.ts'
import { annotationHandlers } from './handlers/annotationHandlers.ts'
import { answerHandlers } from './handlers/answerHandlers.ts'
import { caseHandlers } from './handlers/caseHandlers.ts'
import type { HandlerContext, Handlers } from './handlers/context.ts'
import { eventHandlers } from './handlers/eventHandlers.ts'
import { type KeyFolders, KeyRing } from './evidence/index.ts'
import { followHandlers } from './handlers/followHandlers.ts'
import { importHandlers } from './handlers/importHandlers.ts'
import { jobHandlers } from './handlers/jobHandlers.ts'
import { packHandlers } from './handlers/packHandlers.ts'
import { populationHandlers } from './handlers/populationHandlers.ts'
import { profileHandlers } from './handlers/profileHandlers.ts'
import { exportHandlers } from './handlers/exportHandlers.ts'
import { redactionHandlers } from './handlers/redactionHandlers.ts'
import { pullHandlers } from './handlers/pullHandlers.ts'
import { rowHandlers } from './handlers/rowHandlers.ts'
import { sampleFileHandlers } from './handlers/sampleFileHandlers.ts'
import { sampleHandlers } from './handlers/sampleHandlers.ts'
import { sessionHandlers } from './handlers/sessionHandlers.ts'
import { sourceHandlers } from './handlers/sourceHandlers.ts'
import { verifyHandlers } from './handlers/verifyHandlers.ts'
import { viewHandlers } from './handlers/viewHandlers.ts'
import { knownProfiles, ProfileSet } from './ingest/index.ts'
import { JobQueue } from './jobs/index.ts'
import { OpenCase } from './openCase.ts'
import { type Clock, environmentSecrets, type SecretStore, wallClock } from './pull/index.ts'

export { CsvFormatter, jsonLine } from './evidence/index.ts'
export type { SecretStore } from './pull/index.ts'

export interface EngineOptions {
  /** Version of this build, entered in cases. */
  readonly version: string
  /** Folders of the user's own profiles; need not exist. */
  readonly profileDirs: readonly string[]
  /** Where keys are looked for and made; left out: keys can only be named by path. */
  readonly keyFolders?: KeyFolders
  /** Folders of the user's own sources; need not exist. The first takes those that are added. Left out: none. */
  readonly sourceDirs?: readonly string[]
  /** Where secrets of sources come from; left out: environment variables. */
  readonly secrets?: SecretStore
  /** Time of pulls; left out: the wall's. */
  readonly clock?: Clock
}

const handlers: Handlers = {
  ...caseHandlers,
  ...importHandlers,
  ...pullHandlers,
  ...followHandlers,
  ...sourceHandlers,
  ...verifyHandlers,
  ...packHandlers,
  ...jobHandlers,
  ...exportHandlers,
  ...rowHandlers,
  ...answerHandlers,
  ...eventHandlers,
  ...sessionHandlers,
  ...populationHandlers,
  ...sampleHandlers,
  ...sampleFileHandlers,
  ...profileHandlers,
  ...redactionHandlers,
  ...annotationHandlers,
  ...viewHandlers,
}

/** What goes along with a call inside the engine. */
interface InnerOptions extends CallOptions {
  readonly onFile?: (file: ImportedFile) => void
}

/** An engine in this process. Expected failures come back as values; whatever is thrown is a bug. */
export function createEngine(options: EngineOptions): Engine {
  const cases = new Map<string, OpenCase>()
  const openCase = (path: string): OpenCase => {
    const key = resolve(path)
    let file = cases.get(key)
    if (file === undefined) {
      file = new OpenCase(path, options.version)
      cases.set(key, file)
    }
    return file
  }
  const dropCase = async (path: string): Promise<void> => {
    const file = cases.get(resolve(path))
    cases.delete(resolve(path))
    await file?.close()
  }
  const keys = new KeyRing(options.keyFolders ?? null)
  const custody = new CustodyDesk(options.version)
  const jobs = new JobQueue((work, runOptions) => call(work.entry, work.request, runOptions))
  const context = ({ signal, onProgress, onFile }: InnerOptions): HandlerContext => ({
    ...options,
    sourceDirs: options.sourceDirs ?? [],
    secrets: options.secrets ?? environmentSecrets(process.env),
    clock: options.clock ?? wallClock,
    signal: signal ?? new AbortController().signal,
    onProgress: onProgress ?? (() => undefined),
    onFile: onFile ?? (() => undefined),
    custody,
    jobs,
    keys,
    openCase,
    dropCase,
    profiles: () => new ProfileSet(knownProfiles(options.profileDirs)),
  })
  const call = async <K extends keyof Api>(
    entry: K,
    request: Api[K]['request'],
    callOptions: InnerOptions,
  ): Promise<Result<Api[K]['reply']>> => {
    try {
      return { ok: true, value: await (handlers as Handlers<K>)[entry](request, context(callOptions)) }
    } catch (error) {
      const known = caseFailure(error, 'case' in request ? (request.case as string) : '')
      if (known instanceof FailureError) return { ok: false, failure: known.failure }
      if (callOptions.signal?.aborted) return { ok: false, failure: cancelled }
      // Over a damaged file nothing holds that the code may lean on: then it is not the code that is at fault.
      if ('case' in request && isDamaged(request.case as string))
        return { ok: false, failure: damaged(request.case as string) }
      throw error
    }
  }
  return {
    call: (entry, request, { signal, onProgress } = {}) => call(entry, request, { signal, onProgress }),
    async close() {
      await jobs.close()
      await custody.enterLate()
      const open = [...cases.values()]
      cases.clear()
      await Promise.all(open.map((file) => file.close()))
    },
  }
}

function damaged(path: string): Failure {
  return {
    code: 'case/damaged',
    message: 'The case file is damaged',
    where: { path },
    next: 'Run `vouch verify` on it, and go back to a copy or import the exhibits again.',
  }
}

const cancelled: Failure = { code: 'usage/cancelled', message: 'Cancelled' }
