/** Lets long loops breathe: gives way to other work now and then, and stops when the signal says so. */

/** Work done before giving way, in milliseconds. */
const SLICE_MS = 25

/** Calls of `maybe` between looks at the clock. */
const CALLS_PER_LOOK = 64

export class Pause {
  private readonly signal: AbortSignal
  private calls = 0
  private since = performance.now()

  constructor(signal: AbortSignal) {
    this.signal = signal
  }

  /** Cheap; call once per unit of work. Rejects with the signal's reason once it is aborted. */
  maybe(): Promise<void> | undefined {
    return ++this.calls % CALLS_PER_LOOK === 0 ? this.ifDue() : undefined
  }

  /** The same for larger pieces of work, each of which takes a millisecond or more. */
  ifDue(): Promise<void> | undefined {
    return performance.now() - this.since < SLICE_MS ? undefined : this.giveWay()
  }

  private async giveWay(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.signal.throwIfAborted()
    this.since = performance.now()
  }
}
