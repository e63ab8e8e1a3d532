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

/**
 * For SQLite: what to sort by before the text itself, so that it gives the order of `comparisonOf`; null behind all else.
 * Null where the text is all there is.
 */
export function sortKeyOf(type: FieldType): ((value: unknown) => number | string | null) | null {
  if (type === 'number' || type === 'integer') return (value) => numberOf(String(value))
  return type === 'ip' ? (value) => addressKey(String(value)) : null
}

/** Hexadecimal digits of an address behind the number of its bytes, so that IPv4 comes first. */
function addressKey(value: string): string | null {
  const address = parseAddress(value)
  if (address === null) return null
  return String(address.length).padStart(2, '0') + Buffer.from(address).toString('hex')
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
