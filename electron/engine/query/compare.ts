/** How values compare when rows are sorted: as SQLite's NOCASE does, and numbers and addresses by what they mean. */
import type { FieldType } from '../../../shared/fields.ts'
import { compareAddresses, parseAddress } from '../../../shared/query/index.ts'

export type Comparison = (a: string, b: string) => number

export function comparisonOf(type: FieldType): Comparison {
  if (type === 'number' || type === 'integer') return compareNumbers
  return type === 'ip' ? compareIps : compareIgnoringCase
}

/** By code point, as SQLite compares UTF-8; the language's own `<` goes by UTF-16 units and puts emoji before U+FFFD. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? pastSurrogates(x) - pastSurrogates(y) : x - y
  }
  return a.length - b.length
}

/** Surrogates stand for what comes after every other unit. */
function pastSurrogates(unit: number): number {
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** Bytes that compare as something about values does. */
export interface SortKey {
  /** Bytes of each key; null where they differ, and none ends with a zero. */
  readonly length: number | null
  /** Null for a text without one, which comes behind all others. */
  of(text: string): Uint8Array | null
}

/** Keys of numbers or addresses, which are put in order by what they mean before their texts are, as `comparisonOf` does. */
export function meaningKey(type: FieldType): SortKey | null {
  if (type === 'number' || type === 'integer') return { length: NUMBER_BYTES, of: numberKey }
  return type === 'ip' ? { length: ADDRESS_BYTES, of: addressKey } : null
}

const NUMBER_BYTES = 8

/** IEEE 754, with the sign turned for positive numbers and all bits for negative ones. */
function numberKey(text: string): Uint8Array | null {
  const number = numberOf(text)
  if (number === null) return null
  const bytes = Buffer.alloc(NUMBER_BYTES)
  // Of two zeros, neither is less.
  bytes.writeDoubleBE(number === 0 ? 0 : number)
  if (bytes[0] < 0x80) bytes[0] ^= 0x80
  else for (let i = 0; i < NUMBER_BYTES; i++) bytes[i] ^= 0xff
  return bytes
}

/** The number of an address's bytes, so that IPv4 comes first, then the address; whole stretches of eight. */
const ADDRESS_BYTES = 24

function addressKey(text: string): Uint8Array | null {
  const address = parseAddress(text)
  if (address === null) return null
  const bytes = new Uint8Array(ADDRESS_BYTES)
  bytes[0] = address.length
  bytes.set(address, 1)
  return bytes
}

/** Keys of texts without the case of ASCII letters, then as they are. */
export const textKeys: readonly SortKey[] = [
  { length: null, of: (text) => withoutZeros(Buffer.from(asciiLower(text))) },
  { length: null, of: (text) => withoutZeros(Buffer.from(text)) },
]

/** The bytes 0 and 1 as 1 1 and 1 2: so whatever ends comes before what goes on with a zero. */
function withoutZeros(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0) && !bytes.includes(1)) return bytes
  return Uint8Array.from([...bytes].flatMap((byte) => (byte > 1 ? [byte] : [1, byte + 1])))
}

/** ASCII letters without their case, all else by code point. */
function compareIgnoringCase(a: string, b: string): number {
  return compareText(asciiLower(a), asciiLower(b))
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase())
}

/** Numbers by size, before everything else, which compares as text. */
function compareNumbers(a: string, b: string): number {
  const x = numberOf(a)
  const y = numberOf(b)
  if (x === null || y === null) return x === y ? compareIgnoringCase(a, b) : x === null ? 1 : -1
  return x === y ? compareIgnoringCase(a, b) : x - y
}

function numberOf(text: string): number | null {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(number) ? null : number
}

/** IPv4 before IPv6 before what is no address. */
function compareIps(a: string, b: string): number {
  const order = compareAddresses(a, b)
  if (order !== null) return order
  return Number(parseAddress(a) === null) - Number(parseAddress(b) === null) || compareIgnoringCase(a, b)
}
