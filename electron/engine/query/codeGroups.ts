/**
 * Rows grouped by code, for columns some of whose values stand inline: there are too many codes to count each in an
 * array, so they are sorted, and runs of equal ones counted.
 */
import { type Column, INLINE_BIT, inlineCode, isSpan, type Rows, rowCount, rowParts } from '../store/index.ts'
import { sortedValues } from './radixOrder.ts'

/** Bits of the hash by which inline codes are sorted out that are no dictionary entry's. */
const SIEVE_BITS = 20

/**
 * Code to count a dictionary code as (by dictionary code): its own, or the inline code of its text where that code
 * occurs in the column too.
 */
export function aliasesFrom({ codes, values }: Column): Uint32Array {
  const aliases = Uint32Array.from(values, (_, code) => code)
  const entriesByCode = new Map<number, number[]>()
  const sieve = new Uint8Array(1 << SIEVE_BITS)
  for (let entry = 1; entry < values.length; entry++) {
    const code = inlineCode(values[entry] ?? '')
    const entries = entriesByCode.get(code)
    if (entries === undefined) entriesByCode.set(code, [entry])
    else entries.push(entry)
    sieve[code & (sieve.length - 1)] = 1
  }
  for (let row = 0; row < codes.length && entriesByCode.size > 0; row++) {
    const code = codes[row]
    if (code < INLINE_BIT || sieve[code & (sieve.length - 1)] === 0) continue
    for (const entry of entriesByCode.get(code) ?? []) aliases[entry] = code
    entriesByCode.delete(code)
  }
  return aliases
}

/** The codes of the rows in ascending order, dictionary codes as their aliases, without those that stand for no value. */
export function sortedCodes(column: Column, rows: Rows, aliases: Uint32Array): { codes: Uint32Array; missing: number } {
  const codes = new Uint32Array(rowCount(rows))
  let count = 0
  const take = (code: number): void => {
    if (code !== 0) codes[count++] = code < INLINE_BIT ? aliases[code] : code
  }
  for (const part of rowParts(rows)) {
    if (isSpan(part)) for (let row = part.start; row < part.end; row++) take(column.codes[row])
    else for (let i = 0; i < part.length; i++) take(column.codes[part[i]])
  }
  return { codes: sortedValues(codes.subarray(0, count)), missing: codes.length - count }
}

/** A run of equal codes. */
export interface Group {
  readonly code: number
  readonly count: number
}

/** Sizes counted in an array; nearly all groups of a field of nearly unique values are smaller. */
const SMALL_SIZES = 1_024

/** How many groups there are of each size. */
export function groupSizes(sorted: Uint32Array): Map<number, number> {
  const small = new Uint32Array(SMALL_SIZES)
  const sizes = new Map<number, number>()
  for (let at = 0; at < sorted.length; ) {
    const end = runEnd(sorted, at)
    const size = end - at
    if (size < SMALL_SIZES) small[size]++
    else sizes.set(size, (sizes.get(size) ?? 0) + 1)
    at = end
  }
  for (let size = 1; size < SMALL_SIZES; size++) if (small[size] > 0) sizes.set(size, small[size])
  return sizes
}

/** Size of the smallest group of the `top` largest; 0 where there is no group. */
export function leastOfTop(sizes: ReadonlyMap<number, number>, top: number): number {
  let least = 0
  let taken = 0
  for (const size of [...sizes.keys()].sort((a, b) => b - a)) {
    least = size
    taken += sizes.get(size) ?? 0
    if (taken >= top) break
  }
  return least
}

/** Groups of `least` up to, but not including, `limit` members; of those with just `least`, the first `ties`. */
export function groupsBetween(sorted: Uint32Array, least: number, limit: number, ties: number): Group[] {
  const groups: Group[] = []
  let tied = 0
  for (let at = 0; at < sorted.length; ) {
    const end = runEnd(sorted, at)
    const count = end - at
    if (count < limit && (count > least || (count === least && tied++ < ties))) groups.push({ code: sorted[at], count })
    at = end
  }
  return groups
}

/** Where the run of equal values that starts at `start` ends. */
function runEnd(sorted: Uint32Array, start: number): number {
  const value = sorted[start]
  let end = start + 1
  while (end < sorted.length && sorted[end] === value) end++
  return end
}
