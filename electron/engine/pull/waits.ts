/** How long to wait: what a server asks for, and back-off with jitter. Pure but for the clock that is handed in. */
import type { RetrySource } from './source.ts'

/** Time and chance, so that tests fix both. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Rejects with the signal's reason. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** [0, 1). */
  random(): number
}

export const wallClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  async wait(ms, signal) {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    try {
      await promise
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  },
}

type Headers = readonly (readonly [string, string])[]

/** The first value of a header, whatever the case of its name. */
export function headerOf(headers: Headers, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1]
}

/** Wait before try `attempt` + 1, `attempt` counted from 1: doubled each time, between half of that and all of it. */
export function backOffMs(attempt: number, { firstMs, mostMs }: RetrySource, random: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(full * (0.5 + random / 2))
}

/**
 * Milliseconds until a server wants to be asked again; null where it does not say. `Retry-After` (RFC 9110 §10.2.3), else
 * a limit that is used up: `X-RateLimit-Remaining: 0` with `-Reset` (GitHub: epoch seconds), Okta's `X-Rate-Limit-…` and
 * `RateLimit-…` (seconds from now).
 */
export function askedWaitMs(headers: Headers, nowMs: number): number | null {
  const after = headerOf(headers, 'retry-after')?.trim()
  if (after !== undefined) {
    if (/^\d{1,9}(\.\d+)?$/.test(after)) return Math.ceil(Number(after) * 1000)
    const at = Date.parse(after)
    if (!Number.isNaN(at)) return Math.max(0, at - nowMs)
  }
  for (const prefix of ['x-ratelimit', 'x-rate-limit', 'ratelimit']) {
    const remaining = headerOf(headers, `${prefix}-remaining`)?.trim()
    const reset = headerOf(headers, `${prefix}-reset`)?.trim()
    if (remaining !== '0' || reset === undefined || !/^\d{1,13}(\.\d+)?$/.test(reset)) continue
    return Math.max(0, untilReset(Number(reset), nowMs))
  }
  return null
}

/** A reset is told as epoch seconds, epoch milliseconds or seconds from now; they differ by magnitudes. */
function untilReset(reset: number, nowMs: number): number {
  if (reset > 1e11) return Math.ceil(reset - nowMs)
  if (reset > 1e8) return Math.ceil(reset * 1000 - nowMs)
  return Math.ceil(reset * 1000)
}
