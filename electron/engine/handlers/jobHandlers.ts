/** Api entries about jobs: long work that outlives the call that started it. */
import type { Handlers } from './context.ts'

export const jobHandlers: Handlers<'jobs.start' | 'jobs.watch' | 'jobs.files' | 'jobs.cancel' | 'jobs.dismiss'> = {
  async 'jobs.start'({ work }, { jobs }) {
    return jobs.start(work)
  },

  async 'jobs.watch'({ since, waitMs }, { jobs, signal }) {
    return jobs.watch(since, waitMs, signal)
  },

  async 'jobs.files'({ job, offset, limit }, { jobs }) {
    return jobs.files(job, offset, limit)
  },

  async 'jobs.cancel'({ job }, { jobs }) {
    jobs.cancel(job)
    return null
  },

  async 'jobs.dismiss'({ job }, { jobs }) {
    jobs.dismiss(job)
    return null
  },
}
