/** The way to the engine and the host; set once when the page starts. */
import type { AppApi, Caller, CallOptions } from '../../shared/api/index.ts'
import { FailureError, type Result } from '../../shared/failure.ts'

let current: Caller<AppApi> | undefined

export function setCaller(caller: Caller<AppApi>): void {
  current = caller
}

/** Asks; an expected failure comes back as a value. */
export async function call<K extends keyof AppApi>(
  entry: K,
  request: AppApi[K]['request'],
  options?: CallOptions,
): Promise<Result<AppApi[K]['reply']>> {
  if (current === undefined) return { ok: false, failure: { code: 'host/no-connection', message: 'Not connected yet' } }
  return current.call(entry, request, options)
}

/** Asks; an expected failure is thrown as `FailureError`. */
export async function ask<K extends keyof AppApi>(
  entry: K,
  request: AppApi[K]['request'],
  options?: CallOptions,
): Promise<AppApi[K]['reply']> {
  const reply = await call(entry, request, options)
  if (!reply.ok) throw new FailureError(reply.failure)
  return reply.value
}
