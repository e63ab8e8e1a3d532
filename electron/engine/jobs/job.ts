/** One job: what it is to do, how far it is, how it ended. Knows nothing of the others. */
import type { ImportedFile, JobInfo, JobState, JobWork, Progress } from '../../../shared/api/index.ts'
import type { Failure, Result } from '../../../shared/failure.ts'

/** What goes along with the work of a job. */
export interface RunOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Told of each file that an import is through with. */
  readonly onFile: (file: ImportedFile) => void
}

/** Does the work; expected failures come back as values. */
export type RunWork = (work: JobWork, options: RunOptions) => Promise<Result<unknown>>

type Report = Extract<JobState, { kind: 'done' }>['report']

export class Job {
  readonly id: number
  readonly work: JobWork
  /** Places that no two jobs use at a time. */
  readonly places: readonly string[]
  /** What an import is through with, in its order. */
  readonly files: ImportedFile[] = []
  state: JobState = { kind: 'waiting' }
  private readonly controller = new AbortController()
  private readonly createdAt = new Date().toISOString()
  private readonly counts = { events: 0, rejects: 0, duplicates: 0 }
  private progress: Progress | null = null
  private endedAt: string | null = null

  constructor(id: number, work: JobWork, places: readonly string[]) {
    this.id = id
    this.work = work
    this.places = places
  }

  get hasEnded(): boolean {
    return this.endedAt !== null
  }

  info(): JobInfo {
    const { id, work, state, progress, createdAt, endedAt, counts } = this
    return { id, work, state, progress, finished: { files: this.files.length, ...counts }, createdAt, endedAt }
  }

  /** Runs to its end, whatever that is; never rejects. `onChange` is told whenever `info` would say something else. */
  async run(doWork: RunWork, onChange: () => void): Promise<void> {
    this.state = { kind: 'running' }
    const { signal } = this.controller
    const options: RunOptions = {
      signal,
      onProgress: (progress) => {
        this.progress = progress
        onChange()
      },
      onFile: (file) => {
        this.files.push(file)
        if (file.kind === 'imported') {
          this.counts.events += file.events
          this.counts.rejects += file.rejects
        }
        onChange()
      },
    }
    const work = async (): Promise<Result<unknown>> => {
      const result = await doWork(this.work, options)
      if (result.ok) this.takeFiles(result.value)
      return result
    }
    this.end(await outcome(work, signal))
  }

  /** Ends a waiting job; asks a running one to stop, which ends it a little later. */
  cancel(): void {
    if (this.hasEnded) return
    this.controller.abort()
    if (this.state.kind === 'waiting') this.end({ kind: 'cancelled' })
  }

  /** What an import says of its files at its end is more than it could while it went on: which events are duplicates. */
  private takeFiles(value: unknown): void {
    if (typeof value !== 'object' || value === null || !('files' in value)) return
    const files = value.files as readonly ImportedFile[]
    this.files.splice(0, this.files.length, ...files)
    this.counts.duplicates = files.reduce(
      (sum, file) => sum + (file.kind === 'imported' ? (file.duplicates ?? 0) : 0),
      0,
    )
  }

  private end(state: JobState): void {
    this.state = state
    this.endedAt = new Date().toISOString()
  }
}

async function outcome(run: () => Promise<Result<unknown>>, signal: AbortSignal): Promise<JobState> {
  try {
    const result = await run()
    if (result.ok) return { kind: 'done', report: reportOf(result.value) }
    return signal.aborted && isCancelled(result.failure)
      ? { kind: 'cancelled' }
      : { kind: 'failed', failure: result.failure }
  } catch (error) {
    // A bug. Nobody waits for a job whom it could be thrown at; so whoever looks at the job is told.
    return { kind: 'failed', failure: brokeOff(error) }
  }
}

/** The files of an import are asked for page by page. */
function reportOf(value: unknown): Report {
  if (typeof value !== 'object' || value === null || !('files' in value)) return value as Report
  const { files: _, ...report } = value
  return report as Report
}

function isCancelled({ code }: Failure): boolean {
  return code === 'import/cancelled' || code === 'usage/cancelled'
}

function brokeOff(error: unknown): Failure {
  return {
    code: 'job/broke-off',
    message: 'A fault in Vouch itself ended the work',
    kept: 'Files that an import was through with stay in the case.',
    next: 'Please report it with what stands under “fault”.',
    facts: { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  }
}
