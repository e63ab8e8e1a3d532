/**
 * Answers that belong to a question: while a new one is being found, the old stays, marked as stale; a reply to a
 * question that is no longer asked is dropped.
 */
import { useEffect, useState } from 'react'
import type { AppApi } from '../../shared/api/index.ts'
import type { Failure } from '../../shared/failure.ts'
import { call } from './caller.ts'
import { useCase } from './caseStore.ts'

export interface Answer<T> {
  /** The last answer; undefined before the first. */
  readonly value: T | undefined
  /** Whether `value` answers an older question than the one asked now. */
  readonly isStale: boolean
  /** Why there is no newer answer. */
  readonly failure: Failure | undefined
}

interface Kept<T> {
  readonly key: string
  readonly value: T | undefined
  readonly failure: Failure | undefined
}

/**
 * The answer of an entry. Asks again when the request or the case changes, and gives up the call under way;
 * null asks nothing and keeps what is there. `also`: asks again when this changes, too.
 */
export function useAnswer<K extends keyof AppApi>(
  entry: K,
  request: AppApi[K]['request'] | null,
  also = 0,
): Answer<AppApi[K]['reply']> {
  const revision = useCase((state) => state.revision)
  const key = request === null ? null : JSON.stringify([entry, request, revision, also])
  const [kept, setKept] = useState<Kept<AppApi[K]['reply']>>({ key: '', value: undefined, failure: undefined })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is entry, request and revision in one text.
  useEffect(() => {
    if (key === null || request === null) return
    const cancel = new AbortController()
    void call(entry, request, { signal: cancel.signal }).then((reply) => {
      if (cancel.signal.aborted) return
      setKept((before) =>
        reply.ok
          ? { key, value: reply.value, failure: undefined }
          : { key, value: before.value, failure: reply.failure },
      )
    })
    return () => cancel.abort()
  }, [key])
  const isCurrent = key === null || kept.key === key
  return {
    value: kept.value,
    isStale: kept.value !== undefined && (!isCurrent || kept.failure !== undefined),
    failure: isCurrent ? kept.failure : undefined,
  }
}
