/** The messages of a call, and the check that what came over a wire is one of them. */
import type { Progress } from '../api/index.ts'
import { type Failure, failureCodes, type Result } from '../failure.ts'

/** From who asks to who answers. `id` is chosen by who asks and is not used again while the call is in flight. */
export type CallMessage =
  | { readonly kind: 'call'; readonly id: number; readonly entry: string; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number }

/** From who answers to who asks: any number of `progress`, then one `reply`. */
export type AnswerMessage =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'reply'; readonly id: number; readonly result: Result<unknown> }
  /** A message came that is none, or that belongs to no call. */
  | { readonly kind: 'refused'; readonly failure: Failure }

/** Longest entry name looked at, in UTF-16 code units. */
const MAX_ENTRY_LENGTH = 64

/** The message, or undefined where it is none. `request` may be anything. */
export function callMessageFrom(value: unknown): CallMessage | undefined {
  if (!isObject(value) || !isId(value.id)) return undefined
  const { kind, id } = value
  if (kind === 'cancel') return { kind, id }
  if (kind !== 'call' || typeof value.entry !== 'string' || value.entry.length > MAX_ENTRY_LENGTH) return undefined
  return { kind, id, entry: value.entry, request: value.request }
}

/** The message, or undefined where it is none. What a reply holds is taken on the word of who answers. */
export function answerMessageFrom(value: unknown): AnswerMessage | undefined {
  if (!isObject(value)) return undefined
  const { kind, id } = value
  if (kind === 'refused') return isFailure(value.failure) ? { kind, failure: value.failure } : undefined
  if (!isId(id)) return undefined
  if (kind === 'progress' && isObject(value.progress))
    return { kind, id, progress: value.progress as unknown as Progress }
  if (kind === 'reply' && isResult(value.result)) return { kind, id, result: value.result }
  return undefined
}

function isResult(value: unknown): value is Result<unknown> {
  if (!isObject(value)) return false
  return value.ok === true ? Object.hasOwn(value, 'value') : value.ok === false && isFailure(value.failure)
}

function isFailure(value: unknown): value is Failure {
  return (
    isObject(value) && typeof value.message === 'string' && (failureCodes as readonly unknown[]).includes(value.code)
  )
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** Own keys only are looked at: a key such as `__proto__` is one like any other. */
function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
