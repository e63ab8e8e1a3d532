/** Stable radix sort of rows by 32-bit keys. */
import type { Pause } from './pause.ts'

const DIGIT_BITS = 11
const DIGITS = 1 << DIGIT_BITS

/**
 * `rows` ordered by their keys, ascending; equal keys keep their order. `keys` are the 32-bit words of the key, least
 * significant first, each with one element per element of `rows`. Nothing passed in is changed.
 */
export function rowsByKeys(rows: Uint32Array, keys: readonly Uint32Array[]): Uint32Array {
  const passes = passesOf(rows.length, keys)
  for (;;) {
    const { done, value: order } = passes.next()
    if (!done) continue
    for (let i = 0; i < order.length; i++) order[i] = rows[order[i]]
    return order
  }
}

/** Numbers of elements from 0 in that order; other work comes in between, and an aborted signal ends it. */
export async function elementsByKeys(
  keys: readonly [Uint32Array, ...Uint32Array[]],
  pause: Pause,
): Promise<Uint32Array> {
  const passes = passesOf(keys[0].length, keys)
  for (;;) {
    const { done, value } = passes.next()
    if (done) return value
    await pause.ifDue()
  }
}

/** Sorts by one digit after the other, and yields between them. */
function* passesOf(length: number, keys: readonly Uint32Array[]): Generator<void, Uint32Array> {
  let order = identity(length)
  let spare = new Uint32Array(length)
  for (const key of keys) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      const offsets = new Uint32Array(DIGITS)
      for (let i = 0; i < key.length; i++) offsets[(key[i] >>> shift) & (DIGITS - 1)]++
      if (offsets.includes(key.length)) continue
      let sum = 0
      for (let digit = 0; digit < DIGITS; digit++) {
        const count = offsets[digit]
        offsets[digit] = sum
        sum += count
      }
      for (let i = 0; i < order.length; i++) {
        const at = order[i]
        spare[offsets[(key[at] >>> shift) & (DIGITS - 1)]++] = at
      }
      ;[order, spare] = [spare, order]
      yield
    }
  }
  return order
}

/** `values` in ascending order. They are moved themselves: without an order to look through, memory is read in a row. */
export function sortedValues(values: Uint32Array): Uint32Array {
  let sorted = values
  let spare: Uint32Array | undefined
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const offsets = new Uint32Array(DIGITS)
    for (let i = 0; i < sorted.length; i++) offsets[(sorted[i] >>> shift) & (DIGITS - 1)]++
    if (offsets.includes(sorted.length)) continue
    let sum = 0
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = offsets[digit]
      offsets[digit] = sum
      sum += count
    }
    const next: Uint32Array = spare ?? new Uint32Array(values.length)
    for (let i = 0; i < sorted.length; i++) next[offsets[(sorted[i] >>> shift) & (DIGITS - 1)]++] = sorted[i]
    spare = sorted === values ? undefined : sorted
    sorted = next
  }
  return sorted === values ? values.slice() : sorted
}

function identity(length: number): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(length)
  for (let i = 0; i < length; i++) out[i] = i
  return out
}
