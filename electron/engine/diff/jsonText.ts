/**
 * JSON that stands as text inside JSON, as in the `oldValue` and `newValue` of Microsoft's modified properties or in
 * policies. It is opened only where its numbers survive; otherwise the text stays what it is. Of a key that stands
 * twice in a text the last value counts, as everywhere; the record itself keeps both.
 */
import type { Json } from '../../../shared/failure.ts'
import { equalJson, isContainer } from './json.ts'

/** Longest text that is opened, in UTF-16 code units. */
export const MAX_JSON_TEXT = 1_000_000

/** Deepest nesting of a text that is opened: one that is deeper stays text. */
const MAX_TEXT_DEPTH = 100

/** The object or array that a text holds; undefined where it holds none, or not exactly (numbers beyond 2^53). */
export function containerFromText(text: string): Json | undefined {
  return valueFromText(text, /^\s*[[{]/)
}

/**
 * Both sides of a change with their JSON texts opened: all that are not empty must open or be no texts at all, and
 * opening must not make different texts equal. Else both are handed back as they are.
 * Text literals (`"\"Enabled\""`) open too when `literals` is set.
 */
export function openPair(
  before: Json | undefined,
  after: Json | undefined,
  literals: boolean,
): { readonly before: Json | undefined; readonly after: Json | undefined; readonly opened: boolean } {
  const start = literals ? /^\s*[[{"]/ : /^\s*[[{]/
  const open = (side: Json | undefined) => {
    if (typeof side !== 'string') return { side, fits: side === undefined || side === null || isContainer(side) }
    if (side === '') return { side, fits: true }
    const value = valueFromText(side, start)
    return { side: value ?? side, fits: value !== undefined, opened: value !== undefined }
  }
  const asIs = { before, after, opened: false }
  if (typeof before !== 'string' && typeof after !== 'string') return asIs
  const a = open(before)
  const b = open(after)
  if (!a.fits || !b.fits || !(a.opened || b.opened)) return asIs
  if (before !== after && a.side !== undefined && b.side !== undefined && equalJson(a.side, b.side)) return asIs
  return { before: a.side, after: b.side, opened: true }
}

function valueFromText(text: string, start: RegExp): Json | undefined {
  if (text.length < 2 || text.length > MAX_JSON_TEXT || !start.test(text) || isDeep(text)) return undefined
  try {
    let isExact = true
    // The reviver costs time, so it runs only where a number of 16 digits or more may not fit.
    if (!/\d{16}|\d[eE][+-]?\d/.test(text)) return JSON.parse(text) as Json
    const value = JSON.parse(text, (_key, item: Json, context?: { source?: string }) => {
      if (typeof item === 'number' && context?.source !== undefined) isExact &&= isExactNumber(item, context.source)
      return item
    }) as Json
    return isExact ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined // Not JSON after all: it stays the text that it is.
    throw error
  }
}

/** Whether an integer was read as what is written; fractions are rounded by every reader and count as exact. */
function isExactNumber(value: number, source: string): boolean {
  if (!/^-?\d+$/.test(source)) return Number.isFinite(value)
  return Number.isSafeInteger(value) || String(value) === source
}

/** Whether brackets nest deeper than is opened. Brackets in texts count too: at worst a text stays closed. */
function isDeep(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x5b || code === 0x7b) {
      if (++depth > MAX_TEXT_DEPTH) return true
    } else if (code === 0x5d || code === 0x7d) {
      depth--
    }
  }
  return false
}
