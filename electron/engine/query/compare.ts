/** How values compare when rows are sorted: as SQLite's NOCASE does, and numbers and addresses by what they mean. */
import type { FieldType } from '../../../shared/fields.ts'
import { compareAddresses, parseAddress } from '../../../shared/query/index.ts'

export type Comparison = (a: string, b: string) => number

export function comparisonOf(type: FieldType): Comparison {
  if (type === 'number' || type === 'integer') return compareNumbers
  return type === 'ip' ? compareIps : compareIgnoringCase
}

/** By code point. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
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
  const x = a.trim() === '' ? Number.NaN : Number(a)
  const y = b.trim() === '' ? Number.NaN : Number(b)
  if (Number.isNaN(x) || Number.isNaN(y))
    return Number.isNaN(x) && Number.isNaN(y) ? compareIgnoringCase(a, b) : Number.isNaN(x) ? 1 : -1
  return x - y
}

/** IPv4 before IPv6 before what is no address. */
function compareIps(a: string, b: string): number {
  const order = compareAddresses(a, b)
  if (order !== null) return order
  return Number(parseAddress(a) === null) - Number(parseAddress(b) === null) || compareIgnoringCase(a, b)
}
