/** The asking side of a wire: calls in flight by number, answered in any order. */
import type { Caller, CallOptions, Progress } from '../api/index.ts'
import { type Failure, FailureError, type Result } from '../failure.ts'
import { answerMessageFrom, type CallMessage } from './messages.ts'
import type { Wire } from './wire.ts'

interface CallInFlight {
  readonly onProgress: ((progress: Progress) => void) | undefined
  settle(result: Result<unknown>): void
}

/**
 * Whoever answers at the other end, as if it were here. A call whose signal aborts is told to stop and answers
 * `usage/cancelled` at once, whether or not the other side still says something. Once the wire is closed every call, in
 * flight or new, answers `host/no-connection`. `close` closes the wire; what answers at the other end stays.
 */
export function callerOverWire<Entries extends { [K in keyof Entries]: { request: unknown; reply: unknown } }>(
  wire: Wire,
): Caller<Entries> {
  const calls = new Map<number, CallInFlight>()
  let lastId = 0
  let isClosed = false
  wire.onMessage((value) => {
    const message = answerMessageFrom(value)
    // Refusals speak of messages that this side does not send; what is no message cannot belong to a call.
    if (message === undefined || message.kind === 'refused') return
    // A call that was cancelled is no longer here; what still comes for it goes by.
    const call = calls.get(message.id)
    if (message.kind === 'progress') call?.onProgress?.(message.progress)
    else call?.settle(message.result)
  })
  wire.onClose(() => {
    isClosed = true
    for (const call of calls.values()) call.settle({ ok: false, failure: noConnection })
  })
  return {
    call<K extends keyof Entries>(
      entry: K,
      request: Entries[K]['request'],
      { signal, onProgress }: CallOptions = {},
    ): Promise<Result<Entries[K]['reply']>> {
      if (isClosed) return Promise.resolve({ ok: false, failure: noConnection })
      if (signal?.aborted) return Promise.resolve({ ok: false, failure: cancelled })
      return new Promise((resolve, reject) => {
        const id = ++lastId
        const onAbort = (): void => {
          calls.get(id)?.settle({ ok: false, failure: cancelled })
          wire.post({ kind: 'cancel', id } satisfies CallMessage)
        }
        const settle = (result: Result<unknown>): void => {
          calls.delete(id)
          signal?.removeEventListener('abort', onAbort)
          resolve(result as Result<Entries[K]['reply']>)
        }
        calls.set(id, { onProgress, settle })
        signal?.addEventListener('abort', onAbort)
        try {
          wire.post({ kind: 'call', id, entry: entry as string, request } satisfies CallMessage)
        } catch (error) {
          if (error instanceof FailureError) settle({ ok: false, failure: error.failure })
          else {
            // Not data: a mistake of whoever calls.
            calls.delete(id)
            signal?.removeEventListener('abort', onAbort)
            reject(error)
          }
        }
      })
    },
    async close() {
      wire.close()
    },
  }
}

const noConnection: Failure = {
  code: 'host/no-connection',
  message: 'There is no connection to Vouch',
  kept: 'The case is as it was; work that was begun as a job goes on.',
  next: 'Check that Vouch is still running, and load the page again.',
}

const cancelled: Failure = { code: 'usage/cancelled', message: 'Cancelled' }
