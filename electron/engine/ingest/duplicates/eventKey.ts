/**
 * What equal events have in common: a 64-bit key of source and event id, or, for events without an id, of source and
 * content. Equal keys are a reason to look closer, no more.
 */
import { asciiBytes, canonicalJson } from '../../base/index.ts'
import { type InlineValues, isInline } from '../../store/index.ts'
import { type Format, isJsonFormat } from '../record.ts'

/** The two halves of a 64-bit number. */
export interface Key64 {
  readonly high: number
  readonly low: number
}

/** How the keys of an exhibit's events begin. */
export interface KeySeeds {
  /** Of events that have an id. */
  readonly id: Key64
  /** Of events that have none. */
  readonly content: Key64
}

/**
 * The seeds of an exhibit's events: only events of the same source can be equal, and rows only under the same header, as
 * they mean nothing without it.
 */
export function keySeeds(source: string, format: Format): KeySeeds {
  return {
    id: textKey(source, { high: 1, low: 1 }),
    content: textKey(contentContext(source, format), { high: 2, low: 2 }),
  }
}

/** What the content of a record depends on besides its bytes, as text. */
export function contentContext(source: string, format: Format): string {
  const row = isJsonFormat(format) ? null : { id: format.id, header: format.header, delimiter: format.delimiter }
  return canonicalJson({ source, encoding: format.encoding, row })
}

/** Key of a text (murmur-like mixing of UTF-16 units in two lanes). */
export function textKey(text: string, seed: Key64): Key64 {
  return unitsKey(asciiBytes(text) ?? unitsOf(text), 0, text.length, seed)
}

/** Writes the {@link textKey} of each of many texts, in order, as the keys of those events whose `codes` have the inline bit. */
export function putInlineKeys(
  keys: Uint32Array,
  codes: Uint32Array,
  { text, ends, bytes }: InlineValues,
  seed: Key64,
): void {
  const units = bytes ?? unitsOf(text)
  let start = 0
  for (let at = 0, next = 0; next < ends.length; at++) {
    if (!isInline(codes[at])) continue
    const end = ends[next++]
    putKey(keys, at, unitsKey(units, start, end, seed))
    start = end
  }
}

function unitsKey(units: Uint8Array | Uint16Array, start: number, end: number, seed: Key64): Key64 {
  let high = seed.high
  let low = seed.low
  for (let i = start; i < end; i++) {
    const unit = units[i]
    high = Math.imul((high ^ unit) + ((high << 13) | (high >>> 19)), 0x85ebca6b)
    low = Math.imul((low + unit) ^ ((low << 15) | (low >>> 17)), 0xc2b2ae35)
  }
  return { high: mixed(high ^ (end - start)), low: mixed(low + high) }
}

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let i = 0; i < units.length; i++) units[i] = text.charCodeAt(i)
  return units
}

/** Key of a record's content by its leaf hash at `at` of `hashes`. */
export function leafKey(hashes: Uint8Array, at: number, seed: Key64): Key64 {
  const word = (i: number): number =>
    (hashes[at + i] | (hashes[at + i + 1] << 8) | (hashes[at + i + 2] << 16) | (hashes[at + i + 3] << 24)) >>> 0
  return { high: (word(0) ^ seed.high) >>> 0, low: (word(4) ^ seed.low) >>> 0 }
}

/** Writes key number `i` of a list; the key 0 stands for none, so it is never written for one. */
export function putKey(keys: Uint32Array, i: number, { high, low }: Key64): void {
  keys[i * 2] = high
  keys[i * 2 + 1] = high === 0 && low === 0 ? 1 : low
}

function mixed(hash: number): number {
  let out = hash ^ (hash >>> 16)
  out = Math.imul(out, 0x7feb352d)
  out ^= out >>> 15
  out = Math.imul(out, 0x846ca68b)
  return (out ^ (out >>> 16)) >>> 0
}
