/**
 * How many items each stratum gives. The rules are published in docs/sampling.md; they must never change. Strata come in
 * the order of the UTF-8 bytes of their values, the one without a value last.
 */
import type { Allocation } from '../../../shared/api/index.ts'

/** Items to draw of each stratum. Requires 0 <= size <= the sum of `counts`, and size × each count < 2^53. */
export function allocate(size: number, counts: readonly number[], allocation: Allocation): number[] {
  return allocation === 'equal' ? equalShares(size, counts) : proportionalShares(size, counts)
}

/**
 * Largest remainders: each stratum gets the whole part of size × count / all; what is left goes, one each, to the strata
 * with the largest remainders, among equal ones to the first.
 */
export function proportionalShares(size: number, counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all === 0) return counts.map(() => 0)
  const shares = counts.map((count) => Math.floor((size * count) / all))
  const left = size - shares.reduce((sum, share) => sum + share, 0)
  const byRemainder = counts
    .map((count, i) => ({ i, remainder: (size * count) % all }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i)
  for (const { i } of byRemainder.slice(0, left)) shares[i]++
  return shares
}

/**
 * The same number of each: strata that have no more than an equal share of what is left are taken whole, and the rest is
 * shared anew among the others, until none is; what does not divide goes, one each, to the first of those.
 */
export function equalShares(size: number, counts: readonly number[]): number[] {
  const shares = counts.map(() => 0)
  let open = counts.map((_, i) => i)
  let left = size
  while (open.length > 0) {
    const share = Math.floor(left / open.length)
    const whole = open.filter((i) => counts[i] <= share)
    if (whole.length === 0) {
      for (const [place, i] of open.entries()) shares[i] = share + (place < left - share * open.length ? 1 : 0)
      break
    }
    for (const i of whole) {
      shares[i] = counts[i]
      left -= counts[i]
    }
    open = open.filter((i) => counts[i] > share)
  }
  return shares
}

/** Order of strata: by the UTF-8 bytes of their values; null (no value) last. */
export function compareStrata(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
