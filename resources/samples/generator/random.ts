/**
 * The samples' own random numbers: mulberry32, a 32-bit generator small enough to read, so that the same seed gives
 * the same files on every machine and runtime. Not for anything secret.
 */

export interface Random {
  /** Next number in [0, 1). */
  next(): number
  /** Whole number in [least, most], both included. */
  int(least: number, most: number): number
  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T
  /** True with the given probability (0 to 1). */
  chance(probability: number): boolean
  /** `length` lower-case hex digits. */
  hex(length: number): string
  /** An identifier in the shape of a version 4 UUID. */
  uuid(): string
}

/** A generator that starts at `seed` (an integer; its low 32 bits count). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  const hex = (length: number) => Array.from({ length }, () => int(0, 15).toString(16)).join('')
  return {
    next,
    int,
    hex,
    pick: (items) => items[int(0, items.length - 1)],
    chance: (probability) => next() < probability,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[int(0, 3)]}${hex(3)}-${hex(12)}`,
  }
}
