/**
 * How a value stands inline in an event row: as text, or, if it is a UUID in its usual form, as its 16 bytes. Request
 * and event ids are mostly UUIDs, and 36 characters twice per event are a fifteenth of a case file.
 */

import { asciiBytes } from '../base/index.ts'

const UUID_CHARS = 36
const DASH = 45
/** Where a UUID's version stands. */
const VERSION_AT = 14

/** What an inline value is. */
export const NO_UUID = 0
/** A UUID in the form that comes back from its bytes letter for letter (RFC 9562 §4, lower case): stored as its 16 bytes. */
export const OTHER_UUID = 1
/** Such a UUID of random digits (version 4, §5.4): its code says how it begins, and the text index need not. */
export const RANDOM_UUID = 2

/** Many inline values, and what all who store them want to know of them. */
export interface InlineValues {
  /** Their texts joined, and where each ends. */
  readonly text: string
  readonly ends: Uint32Array
  /** The text's bytes where it is ASCII throughout, else null. */
  readonly bytes: Uint8Array | null
  /** For each, which of the kinds above it is. */
  readonly uuids: Uint8Array
}

/** Looks at many inline values once, `text` being their texts joined and `ends` where each ends. */
export function inlineValues(text: string, ends: Uint32Array): InlineValues {
  const bytes = asciiBytes(text)
  return { text, ends, bytes, uuids: uuidKinds(text, bytes, ends) }
}

/** The text of value `n`. */
export function inlineValue({ text, ends }: InlineValues, n: number): string {
  return text.slice(n === 0 ? 0 : ends[n - 1], ends[n])
}

function uuidKinds(joined: string, bytes: Uint8Array | null, ends: Uint32Array): Uint8Array {
  const kinds = new Uint8Array(ends.length)
  let start = 0
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i]
    kinds[i] = bytes === null ? uuidKind(joined.slice(start, end)) : kindAt(bytes, start, end)
    start = end
  }
  return kinds
}

function uuidKind(text: string): number {
  const bytes = text.length === UUID_CHARS ? asciiBytes(text) : null
  return bytes === null ? NO_UUID : kindAt(bytes, 0, bytes.length)
}

function kindAt(bytes: Uint8Array, start: number, end: number): number {
  if (!isUuidAt(bytes, start, end, false)) return NO_UUID
  return bytes[start + VERSION_AT] === VERSION_4 ? RANDOM_UUID : OTHER_UUID
}

const VERSION_4 = 0x34

/** Whether a random UUID stands there, its letters in either case. */
export function isRandomUuid(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start + VERSION_AT] === VERSION_4 && isUuidAt(bytes, start, end, true)
}

/** Runs for every inline value, in less time than a regular expression. */
function isUuidAt(bytes: Uint8Array, start: number, end: number, isAnyCase: boolean): boolean {
  if (end - start !== UUID_CHARS || bytes[start + 8] !== DASH || bytes[start + 23] !== DASH) return false
  for (let at = 0; at < UUID_CHARS; at++) {
    const unit = bytes[start + at]
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (unit !== DASH) return false
    } else if (!((unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 102) || (isAnyCase && unit >= 65 && unit <= 70)))
      return false
  }
  return true
}

/** What is stored for an inline value. */
export function storedInline(value: string): string | Buffer {
  if (uuidKind(value) === NO_UUID) return value
  return Buffer.from(
    value.slice(0, 8) + value.slice(9, 13) + value.slice(14, 18) + value.slice(19, 23) + value.slice(24),
    'hex',
  )
}

const HEX_DIGITS = Buffer.from('0123456789abcdef')
/** Where the two digits of each byte stand in a UUID's text. */
const DIGIT_PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const
/** A UUID's text in the making, its dashes in place; nothing in here waits, so one is enough. */
const uuidText = Buffer.alloc(UUID_CHARS, '-')

/** The value that was stored. */
export function inlineText(stored: string | Uint8Array): string {
  if (typeof stored === 'string') return stored
  // Of a damaged case, whatever is there: it must not look like a UUID.
  if (stored.length !== DIGIT_PLACES.length) return Buffer.from(stored).toString('hex')
  for (let i = 0; i < DIGIT_PLACES.length; i++) {
    const place = DIGIT_PLACES[i]
    uuidText[place] = HEX_DIGITS[stored[i] >> 4]
    uuidText[place + 1] = HEX_DIGITS[stored[i] & 15]
  }
  return uuidText.toString('latin1')
}

/**
 * SQL of two columns for one of inline values: the value as it is stored, bytes as their hexadecimal digits, and whether it
 * is such digits. SQLite writes digits in less time than a buffer takes to be made for bytes.
 */
export function inlineColumns(column: string): readonly [text: string, isHex: string] {
  const isHex = `typeof(${column}) = 'blob'`
  return [`iif(${isHex}, hex(${column}), ${column})`, isHex]
}

/** As `inlineText`, of bytes that were read as hexadecimal digits. */
export function inlineTextFromHex(hex: string): string {
  const digits = hex.toLowerCase()
  if (digits.length !== 2 * DIGIT_PLACES.length) return digits
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`
}
