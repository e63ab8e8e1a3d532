/** Lets other work in between the chunks of a large change; bookmarking one event never waits. */

/** Work done before giving way, in milliseconds. */
const SLICE_MS = 25

export class Breath {
  private readonly signal: AbortSignal
  private since = performance.now()

  constructor(signal: AbortSignal) {
    this.signal = signal
  }

  /** Call between chunks. Rejects with the signal's reason once it is aborted. */
  async take(): Promise<void> {
    if (performance.now() - this.since >= SLICE_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      this.since = performance.now()
    }
    this.signal.throwIfAborted()
  }
}
