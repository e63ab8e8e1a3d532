/** Lets other work in during a walk over a population, and tells how far it is. */
import type { Progress } from '../../../shared/api/index.ts'

/** Between giving way to other work, in milliseconds. */
const SLICE_MS = 25

/**
 * What walks of the part `sampling` call as they go, after every few thousand items. Rejects with the signal's reason once
 * it is aborted.
 */
export function breathing(
  signal: AbortSignal,
  label: string,
  total: number,
  onProgress: (progress: Progress) => void,
): (done: number) => Promise<void> | undefined {
  let since = performance.now()
  return (done) => {
    if (performance.now() - since < SLICE_MS) return undefined
    onProgress({ label, done, total, unit: 'rows' })
    return giveWay().then(() => {
      signal.throwIfAborted()
      since = performance.now()
    })
  }
}

function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
