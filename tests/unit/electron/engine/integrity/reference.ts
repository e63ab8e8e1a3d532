/** The definitions of RFC 9162 §2.1, word for word and slow: the oracle for the fast code. */
import { createHash } from 'node:crypto'

export function sha256Of(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

/** MTH over records, not over leaf hashes (§2.1.1). */
export function mth(records: readonly Uint8Array[]): Uint8Array {
  if (records.length === 0) return sha256Of()
  if (records.length === 1) return sha256Of(Uint8Array.of(0), records[0])
  const k = splitPoint(records.length)
  return sha256Of(Uint8Array.of(1), mth(records.slice(0, k)), mth(records.slice(k)))
}

/** PATH(m, D) (§2.1.3.1). */
export function path(m: number, records: readonly Uint8Array[]): Uint8Array[] {
  if (records.length === 1) return []
  const k = splitPoint(records.length)
  return m < k
    ? [...path(m, records.slice(0, k)), mth(records.slice(k))]
    : [...path(m - k, records.slice(k)), mth(records.slice(0, k))]
}

/** PROOF(m, D) (§2.1.4.1). */
export function proof(m: number, records: readonly Uint8Array[]): Uint8Array[] {
  return subproof(m, records, true)
}

function subproof(m: number, records: readonly Uint8Array[], isWhole: boolean): Uint8Array[] {
  if (m === records.length) return isWhole ? [] : [mth(records)]
  const k = splitPoint(records.length)
  return m <= k
    ? [...subproof(m, records.slice(0, k), isWhole), mth(records.slice(k))]
    : [...subproof(m - k, records.slice(k), false), mth(records.slice(0, k))]
}

function splitPoint(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}
