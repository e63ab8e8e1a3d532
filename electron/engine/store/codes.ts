/**
 * Codes: how a text value of an event stands in a column.
 *
 * 0 is "no value"; 1 … 2^31 - 1 is an entry of the field's dictionary; a code with the top bit set is a value that
 * stands inline with the event. Of a random UUID (RFC 9562 §5.4) the next bit is set, too, and the other 30 are its first 30 bits;
 * of any other value the bits are a hash. So UUIDs are found by how they begin without an entry each in the text index. A
 * value may stand inline in one exhibit and in the dictionary for a later one, as each import judges anew which fields get
 * entries; so both are asked, and inline hits need a look at the text.
 */

import { asciiBytes } from '../base/index.ts'
import { type InlineValues, isRandomUuid, RANDOM_UUID } from './inlineText.ts'

export const NO_VALUE = 0
export const INLINE_BIT = 0x80000000
const UUID_BIT = 0x40000000
/** Bits that follow them. */
const VALUE_MASK = 0x3fffffff

/** Schema version from which on codes of random UUIDs say how these begin; before, they were hashes like all others. */
const UUID_CODES_VERSION = 70

/** Whether inline codes that a case of this schema version holds are those of {@link inlineCode}. */
export function hasTheseCodes(schemaVersion: number): boolean {
  return schemaVersion >= UUID_CODES_VERSION
}

/** Whether the code is the hash of an inline value. */
export function isInline(code: number): boolean {
  return code >= INLINE_BIT
}

/**
 * Code of an inline value: how it begins where it is a random UUID, else its hash (FNV-1a over UTF-16 units, with a final mix).
 * Values that differ in case alone get the same code, so that it also serves questions that ignore case.
 */
export function inlineCode(value: string): number {
  const bytes = asciiBytes(value)
  if (bytes === null) return codeOfFolded(value.toLowerCase())
  return isRandomUuid(bytes, 0, bytes.length) ? codeOfUuid(bytes, 0) : codeOfAscii(bytes, 0, bytes.length)
}

/** Puts the {@link inlineCode} of each of many values, in order, wherever `codes` has the bare inline bit. */
export function putInlineCodes(codes: Uint32Array, { text, ends, bytes, uuids }: InlineValues): void {
  let start = 0
  for (let at = 0, next = 0; next < ends.length; at++) {
    if (codes[at] !== INLINE_BIT) continue
    const kind = uuids[next]
    const end = ends[next++]
    if (bytes === null) codes[at] = inlineCode(text.slice(start, end))
    else if (kind === RANDOM_UUID || isRandomUuid(bytes, start, end)) codes[at] = codeOfUuid(bytes, start)
    else codes[at] = codeOfAscii(bytes, start, end)
    start = end
  }
}

/** The first 30 bits of the random UUID that an inline code is of; null where it is of another value. */
export function uuidStart(code: number): number | null {
  return (code & UUID_BIT) === 0 ? null : code & VALUE_MASK
}

/** Codes from `first` to `last` are those of the UUIDs asked for, and where `isExact` is false of others, too. */
export interface UuidCodes {
  readonly first: number
  readonly last: number
  readonly isExact: boolean
}

/** Codes of the random UUIDs that are `word`, their 32 digits in lower case, or begin with it; null where none can. */
export function uuidCodes(word: string, isPrefix: boolean): UuidCodes | null {
  if (!/^[0-9a-f]{1,32}$/.test(word) || (!isPrefix && word.length < 32)) return null
  // The digit of the version.
  if (word.length > 12 && word[12] !== '4') return null
  const code = (digits: string): number => ((Number.parseInt(digits, 16) >>> 2) | INLINE_BIT | UUID_BIT) >>> 0
  const known = word.slice(0, 8)
  return { first: code(known.padEnd(8, '0')), last: code(known.padEnd(8, 'f')), isExact: word.length < 8 }
}

/** Of a UUID at `start`. */
function codeOfUuid(bytes: Uint8Array, start: number): number {
  let begin = 0
  for (let at = start; at < start + 8; at++) {
    const unit = bytes[at]
    // `0` to `9` are 0x30 and on, `A` and `a` 0x41 and 0x61.
    begin = (begin << 4) | (unit < 0x40 ? unit & 15 : (unit & 15) + 9)
  }
  return ((begin >>> 2) | INLINE_BIT | UUID_BIT) >>> 0
}

function codeOfAscii(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) {
    let unit = bytes[i]
    if (unit >= 65 && unit <= 90) unit += 32
    hash = Math.imul(hash ^ unit, 0x01000193)
  }
  return mixed(hash)
}

function codeOfFolded(value: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193)
  return mixed(hash)
}

function mixed(hash: number): number {
  let out = hash ^ (hash >>> 15)
  out = Math.imul(out, 0x2c1b3c6d)
  out ^= out >>> 13
  return ((out & VALUE_MASK) | INLINE_BIT) >>> 0
}
