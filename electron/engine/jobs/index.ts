/** Long work in a queue that goes on whoever watches. */
export { JobQueue } from './jobQueue.ts'
export type { RunOptions, RunWork } from './job.ts'
