/** The jobs of the engine's process, as they go; a page that reloads finds them where they are. */
import type { JobInfo, JobsSeen, JobWork } from '../../shared/api/index.ts'
import type { Result } from '../../shared/failure.ts'
import { tellFailure, useApp } from './appStore.ts'
import { ask, call } from './caller.ts'
import { refresh } from './openCase.ts'

/** How long the engine holds an answer back while nothing happens. */
const WAIT_MS = 20_000
const RETRY_MS = 1_000

/** Follows all jobs until the page goes. */
export async function followJobs(): Promise<never> {
  let since: number | null = null
  for (;;) {
    const reply: Result<JobsSeen> = await call('jobs.watch', { since, waitMs: WAIT_MS })
    if (!reply.ok) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      continue
    }
    const before = useApp.getState().jobs
    since = reply.value.revision
    useApp.setState({ jobs: reply.value.jobs })
    if (reply.value.jobs.some((job) => hasGrown(job, before))) void refresh()
  }
}

/** Begins a job; a failure to begin is told. */
export async function startJob(work: JobWork): Promise<JobInfo | null> {
  const reply = await call('jobs.start', { work })
  if (reply.ok) return reply.value
  tellFailure(reply.failure)
  return null
}

export function cancelJob(job: number): void {
  void ask('jobs.cancel', { job })
}

export function dismissJob(job: number): void {
  void ask('jobs.dismiss', { job })
}

/** Whether a job is through with more files than it was: the case has more events then. */
function hasGrown(job: JobInfo, before: readonly JobInfo[]): boolean {
  const known = before.find((other) => other.id === job.id)
  return known?.finished.files !== job.finished.files || known?.state.kind !== job.state.kind
}
