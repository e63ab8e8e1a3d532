/** A number that rises with every change, and those who wait for it to rise. Progress raises it a few times a second only. */

/** Between two rises for progress, in milliseconds. */
const SPACING_MS = 100

export class Revision {
  /** Begins at the time of day: a number from an earlier process is hardly ever the present one by chance. */
  private number = Date.now()
  private raisedAt = Number.NEGATIVE_INFINITY
  private timer: NodeJS.Timeout | undefined
  private isClosed = false
  private readonly waiting = new Set<() => void>()

  get current(): number {
    return this.number
  }

  /** Raises it now: something has begun or ended. */
  raise(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.number++
    this.raisedAt = performance.now()
    this.wake()
  }

  /** Raises it soon: something is a little further. */
  raiseSoon(): void {
    if (this.timer !== undefined) return
    const waitMs = this.raisedAt + SPACING_MS - performance.now()
    if (waitMs <= 0) this.raise()
    else this.timer = setTimeout(() => this.raise(), waitMs)
  }

  /** Settles when it is another than `since`, after `waitMs`, or when it is closed. Rejects with the signal's reason. */
  async differs(since: number | null, waitMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (since !== this.number || waitMs === 0 || this.isClosed) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, waitMs)
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    this.waiting.add(resolve)
    try {
      await promise
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      this.waiting.delete(resolve)
    }
  }

  /** Lets everybody go who waits. */
  close(): void {
    this.isClosed = true
    clearTimeout(this.timer)
    this.wake()
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve()
  }
}
