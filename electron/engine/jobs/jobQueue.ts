/**
 * Jobs one after the other where they would get in each other's way, else side by side. A job belongs to nobody: the call
 * that starts it may be long gone when it ends.
 */
import type { JobFiles, JobInfo, JobsSeen, JobWork } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { Job, type RunWork } from './job.ts'
import { placesOf } from './places.ts'
import { Revision } from './revision.ts'

/** Ended jobs kept until somebody takes them from the list. */
export const MAX_ENDED = 100

/** Longest time that a watcher is kept waiting, in milliseconds. */
export const MAX_WAIT_MS = 25_000

/** Files of an import told at once. */
export const MAX_FILES = 1_000

export class JobQueue {
  private readonly doWork: RunWork
  private readonly revision = new Revision()
  /** By id, oldest first. */
  private readonly jobs = new Map<number, Job>()
  /** In the order they ended. */
  private ended: Job[] = []
  private readonly running = new Set<Promise<void>>()
  private lastId = 0
  private isClosed = false

  constructor(doWork: RunWork) {
    this.doWork = doWork
  }

  /** Puts work in the queue. Fails with `usage/bad-argument`, and with `usage/cancelled` once the queue is closed. */
  start(work: JobWork): JobInfo {
    if (this.isClosed) fail({ code: 'usage/cancelled', message: 'Vouch is closing' })
    const job = new Job(this.lastId + 1, work, placesOf(work))
    this.lastId++
    this.jobs.set(job.id, job)
    this.runNext()
    this.revision.raise()
    return job.info()
  }

  /**
   * All jobs, at once where the revision is another than `since`, else when it is, or after `waitMs` (at most
   * {@link MAX_WAIT_MS}). Rejects with the signal's reason.
   */
  async watch(since: number | null, waitMs: number, signal: AbortSignal): Promise<JobsSeen> {
    if (!Number.isFinite(waitMs) || waitMs < 0)
      fail({ code: 'usage/bad-argument', message: 'The time to wait is a number of milliseconds from 0' })
    await this.revision.differs(since, Math.min(waitMs, MAX_WAIT_MS), signal)
    return { revision: this.revision.current, jobs: [...this.jobs.values()].map((job) => job.info()) }
  }

  /** Files that an import is through with, from `offset`, at most {@link MAX_FILES}. Fails with `job/not-found`. */
  files(id: number, offset: number, limit: number): JobFiles {
    const { files } = this.job(id)
    if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(limit) || limit < 0)
      fail({ code: 'usage/bad-argument', message: 'Offset and limit are whole numbers from 0' })
    return { total: files.length, files: files.slice(offset, offset + Math.min(limit, MAX_FILES)) }
  }

  /** Ends a job before its time; one that has ended stays as it is. Fails with `job/not-found`. */
  cancel(id: number): void {
    const job = this.job(id)
    if (job.hasEnded) return
    job.cancel()
    if (job.hasEnded) this.settle(job)
  }

  /** Takes an ended job from the list. Fails with `job/not-found`, and with `usage/bad-argument` for one under way. */
  dismiss(id: number): void {
    const job = this.job(id)
    if (!job.hasEnded)
      fail({ code: 'usage/bad-argument', message: `Job ${id} has not ended yet`, next: 'Cancel it first.' })
    this.jobs.delete(id)
    this.ended = this.ended.filter((other) => other !== job)
    this.revision.raise()
  }

  /** Cancels everything and waits until it has ended; nothing can be started any more. */
  async close(): Promise<void> {
    this.isClosed = true
    for (const job of this.jobs.values()) this.cancel(job.id)
    await Promise.all(this.running)
    this.revision.close()
  }

  /** Starts every waiting job that shares no place with an older one. */
  private runNext(): void {
    if (this.isClosed) return
    const taken = new Set<string>()
    for (const job of this.jobs.values()) {
      if (job.hasEnded) continue
      if (job.state.kind === 'waiting' && !job.places.some((place) => taken.has(place))) this.run(job)
      for (const place of job.places) taken.add(place)
    }
  }

  private run(job: Job): void {
    const run = job
      .run(this.doWork, () => this.revision.raiseSoon())
      .then(() => {
        this.running.delete(run)
        this.settle(job)
      })
    this.running.add(run)
  }

  /** After a job has ended. */
  private settle(job: Job): void {
    this.ended.push(job)
    while (this.ended.length > MAX_ENDED) this.jobs.delete((this.ended.shift() as Job).id)
    this.runNext()
    this.revision.raise()
  }

  private job(id: number): Job {
    return this.jobs.get(id) ?? fail({ code: 'job/not-found', message: `There is no job ${id}` })
  }
}
