/**
 * Long work that goes on whoever watches: a window that reloads finds its imports, exports and verifications where they
 * are. A job lives as long as the process that runs the engine.
 */
import type { Failure } from '../failure.ts'
import type { VerifyReport, VerifyRequest } from './cases.ts'
import type { ExportReport, ExportRequest } from './exports.ts'
import type { ImportedFile, ImportReport, ImportRequest } from './imports.ts'
import type {
  PackAttachReport,
  PackAttachRequest,
  PackReport,
  PackRequest,
  PackVerifyReport,
  PackVerifyRequest,
} from './packs.ts'
import type { Progress } from './progress.ts'
import type { PullReport, PullRequest } from './pulls.ts'
import type { DrawRequest, FreezeRequest, PopulationInfo, SampleInfo } from './samples.ts'
import type { SessionsExportRequest } from './sessions.ts'

/** What can be a job: the entry and its request. */
export type JobWork =
  | { readonly entry: 'case.import'; readonly request: ImportRequest }
  | { readonly entry: 'case.pull'; readonly request: PullRequest }
  | { readonly entry: 'case.verify'; readonly request: VerifyRequest }
  | { readonly entry: 'rows.export'; readonly request: ExportRequest }
  | { readonly entry: 'pack.make'; readonly request: PackRequest }
  | { readonly entry: 'pack.verify'; readonly request: PackVerifyRequest }
  | { readonly entry: 'pack.attach'; readonly request: PackAttachRequest }
  | { readonly entry: 'sessions.export'; readonly request: SessionsExportRequest }
  | { readonly entry: 'populations.freeze'; readonly request: FreezeRequest }
  | { readonly entry: 'samples.draw'; readonly request: DrawRequest }

export type JobReport =
  | Omit<ImportReport, 'files'>
  | PullReport
  | VerifyReport
  | ExportReport
  | PackReport
  | PackVerifyReport
  | PackAttachReport
  | PopulationInfo
  | SampleInfo

export type JobState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  /** The files of an import are paged by `jobs.files`. */
  | { readonly kind: 'done'; readonly report: JobReport }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled' }

export interface JobInfo {
  readonly id: number
  readonly work: JobWork
  readonly state: JobState
  /** The last thing told; null before the first. */
  readonly progress: Progress | null
  /** Files an import is through with so far, with their totals. */
  readonly finished: {
    readonly files: number
    readonly events: number
    readonly rejects: number
    /** Events that came in before; 0 until the import has ended, as they are looked for then. */
    readonly duplicates: number
  }
  /** ISO 8601 UTC. */
  readonly createdAt: string
  readonly endedAt: string | null
}

export interface JobsSeen {
  /** Rises with every change. */
  readonly revision: number
  readonly jobs: readonly JobInfo[]
}

export interface JobFiles {
  readonly total: number
  readonly files: readonly ImportedFile[]
}
