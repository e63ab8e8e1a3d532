/**
 * Systematic selection: every so many items of the list from a random place on, going on at the list's beginning when its
 * end is reached, so that every item has the same chance and the size is exact (circular systematic sampling, Lahiri).
 * The rule is published in docs/sampling.md; it must never change.
 */
import { hash } from 'node:crypto'

/**
 * Place, from 0, of the first item in a list of `count` (> 0): SHA-256 of the UTF-8 bytes of `seed:start`, read as one
 * big-endian number of 256 bits, modulo `count`. As `count` is less than 2^32, no place is favoured by more than 2^-224.
 */
export function systematicStart(seed: string, count: number): number {
  return Number(BigInt(`0x${hash('sha256', `${seed}:start`, 'hex')}`) % BigInt(count))
}

/** The largest interval that gives `size` items out of `count`, and the other way about; requires 0 < size <= count. */
export function intervalFor(size: number, count: number): number {
  return Math.floor(count / size)
}

/** Places of the items in the order they are drawn; requires size × interval <= count, so that none comes twice. */
export function systematicPlaces(start: number, interval: number, size: number, count: number): number[] {
  return Array.from({ length: size }, (_, i) => (start + i * interval) % count)
}
