/**
 * The answering side of a wire. Whatever comes in is data to be checked, never trusted: what is no message, names no entry,
 * has another shape than the entry's request, or comes too thick is refused with a failure. Nothing here throws.
 */
import type { Caller, Progress } from '../api/index.ts'
import { type Failure, FailureError, type Result } from '../failure.ts'
import { type AnswerMessage, type CallMessage, callMessageFrom } from './messages.ts'
import type { RequestShapes } from './shape.ts'
import type { Wire } from './wire.ts'

/** Calls that one wire may have in flight; jobs are the way to more work. */
export const MAX_CALLS_IN_FLIGHT = 256

/** Longest text of a bug that is sent, in UTF-16 code units. */
const MAX_REPORT_LENGTH = 500

export interface ServeOptions<Entries> {
  /** What every entry may be asked. */
  readonly requests: RequestShapes<Entries>
  /** Told of each bug, with all that is known; the other side gets a short text and no stack. */
  readonly onBug?: (error: unknown, entry: string) => void
}

/**
 * Answers the calls that come over `wire` until it closes; then those in flight are cancelled. Resolves when the wire is
 * closed and the last call has ended, so that what they work on can be closed. `caller` is not closed here.
 */
export function serveWire<Entries extends { [K in keyof Entries]: { request: unknown; reply: unknown } }>(
  caller: Caller<Entries>,
  wire: Wire,
  { requests, onBug }: ServeOptions<Entries>,
): Promise<void> {
  const calls = new Map<number, AbortController>()
  const running = new Set<Promise<void>>()

  const post = (message: AnswerMessage): void => {
    try {
      wire.post(message)
    } catch (error) {
      // Too large for the carrier, or no data at all: the call is answered all the same; progress is not missed.
      const failure = failureFrom(error)
      if (message.kind === 'reply') wire.post({ ...message, result: { ok: false, failure } } satisfies AnswerMessage)
    }
  }
  const failureFrom = (error: unknown, entry = ''): Failure => {
    if (error instanceof FailureError) return error.failure
    onBug?.(error, entry)
    return bug(error, entry)
  }
  const answer = async ({ id, entry, request }: Extract<CallMessage, { kind: 'call' }>): Promise<void> => {
    const cancel = new AbortController()
    calls.set(id, cancel)
    const onProgress = (progress: Progress): void => {
      if (calls.get(id) === cancel && wire.isCongested?.() !== true) post({ kind: 'progress', id, progress })
    }
    let result: Result<unknown>
    try {
      result = await caller.call(entry as keyof Entries, request, { signal: cancel.signal, onProgress })
    } catch (error) {
      result = { ok: false, failure: failureFrom(error, entry) }
    }
    calls.delete(id)
    post({ kind: 'reply', id, result })
  }
  const hear = (value: unknown): void => {
    const message = callMessageFrom(value)
    if (message === undefined) {
      post({ kind: 'refused', failure: notUnderstood('This is no message of a call') })
      return
    }
    const { id } = message
    if (message.kind === 'cancel') {
      calls.get(id)?.abort()
      return
    }
    const refusal = refusalOf(message, requests, calls)
    if (refusal !== null) {
      // A reply to a number in use would end the call that has it.
      if (calls.has(id)) post({ kind: 'refused', failure: refusal })
      else post({ kind: 'reply', id, result: { ok: false, failure: refusal } })
      return
    }
    const work = answer(message)
    running.add(work)
    void work.finally(() => running.delete(work))
  }
  return new Promise((resolve) => {
    wire.onClose(() => {
      for (const cancel of calls.values()) cancel.abort()
      resolve(Promise.all(running).then(() => undefined))
    })
    wire.onMessage(hear)
  })
}

/** Why a call is not made, or null. */
function refusalOf<Entries>(
  { id, entry, request }: Extract<CallMessage, { kind: 'call' }>,
  requests: RequestShapes<Entries>,
  calls: ReadonlyMap<number, unknown>,
): Failure | null {
  if (calls.has(id)) return notUnderstood(`Call ${id} is in flight already`)
  if (calls.size >= MAX_CALLS_IN_FLIGHT)
    return {
      code: 'host/busy',
      message: `${MAX_CALLS_IN_FLIGHT} calls are in flight; there cannot be more`,
      next: 'Wait until some are answered, then ask again.',
      facts: { maxCalls: MAX_CALLS_IN_FLIGHT },
    }
  if (!Object.hasOwn(requests, entry))
    return { ...notUnderstood('There is no such entry'), next: 'Load the page again: it may be older than Vouch.' }
  const wrong = requests[entry as keyof Entries].wrongIn(request, '')
  return wrong === null
    ? null
    : { ...notUnderstood(`The request does not fit ${entry}: ${wrong.expected}`), where: { field: wrong.at } }
}

function notUnderstood(message: string): Failure {
  return { code: 'usage/bad-argument', message }
}

function bug(error: unknown, entry: string): Failure {
  const report = `${entry} ${error instanceof Error ? `${error.name}: ${error.message}` : typeof error}`
  return {
    code: 'host/bug',
    message: 'Something went wrong inside Vouch; this is a mistake of ours',
    kept: 'The case is as it was before this step.',
    next: 'Try again; if it happens again, send us the report.',
    facts: { entry, report: report.trim().slice(0, MAX_REPORT_LENGTH) },
  }
}
