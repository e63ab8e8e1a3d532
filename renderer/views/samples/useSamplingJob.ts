/** Freezing or drawing, begun in a dialog: a job that goes on whatever becomes of the dialog, which is told how it ended. */
import { useEffect, useState } from 'react'
import type { JobInfo, JobWork, Progress } from '../../../shared/api/index.ts'
import type { Failure } from '../../../shared/failure.ts'
import { useApp } from '../../state/appStore.ts'
import { call } from '../../state/caller.ts'
import { cancelJob, dismissJob } from '../../state/jobs.ts'

export interface SamplingJob {
  readonly isBusy: boolean
  /** Null before the first is told. */
  readonly progress: Progress | null
  /** What stood in the way of the last try. */
  readonly failure: Failure | null
  start(work: JobWork): Promise<void>
  /** Ends it; nothing of it stays. */
  cancel(): void
}

/** `onDone` is called once it is done, while the dialog is still there. */
export function useSamplingJob(onDone: () => void): SamplingJob {
  const [id, setId] = useState<number | null>(null)
  const [isStarting, setStarting] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const job: JobInfo | undefined = useApp((state) => state.jobs.find((other) => other.id === id))
  const state = job?.state
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per end of a job, whatever is drawn in between.
  useEffect(() => {
    if (id === null || state === undefined || state.kind === 'waiting' || state.kind === 'running') return
    // What is told here need not be told by a card as well.
    dismissJob(id)
    setId(null)
    if (state.kind === 'failed') setFailure(state.failure)
    if (state.kind === 'done') onDone()
  }, [id, state?.kind])
  return {
    isBusy: isStarting || id !== null,
    progress: job?.progress ?? null,
    failure,
    async start(work) {
      setStarting(true)
      setFailure(null)
      const reply = await call('jobs.start', { work })
      setStarting(false)
      if (reply.ok) setId(reply.value.id)
      else setFailure(reply.failure)
    },
    cancel() {
      if (id !== null) cancelJob(id)
    },
  }
}
