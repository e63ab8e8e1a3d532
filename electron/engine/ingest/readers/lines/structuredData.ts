/**
 * Structured data of a syslog message (RFC 5424 §6.3): `[id name="value" …][id …]`, with `"`, `\` and `]` escaped in values.
 */
import type { Json } from '../../../../../shared/failure.ts'
import { grouped } from './groupedPairs.ts'

export interface StructuredData {
  /** Parameters by element; null for the nil value `-`. */
  readonly data: { readonly [id: string]: Json } | null
  /** Where it ends in the text. */
  readonly end: number
}

const elementStart = /\[([^\s=\]"]{1,64})/y
const parameter = / +([^\s=\]"]{1,64})="((?:[^"\\]|\\.)*)"/sy
/** Elements and parameters of one message; what has more is left as text. */
const MAX_PARAMETERS = 10_000

/** The structured data at `start`; null where none can be read there. */
export function structuredDataAt(text: string, start: number): StructuredData | null {
  if (text[start] === '-') return { data: null, end: start + 1 }
  const elements: [string, Json][] = []
  let count = 0
  let at = start
  while (text[at] === '[') {
    elementStart.lastIndex = at
    const head = elementStart.exec(text)
    if (head === null) return null
    at += head[0].length
    const pairs: [string, string][] = []
    for (;;) {
      parameter.lastIndex = at
      const found = parameter.exec(text)
      if (found === null) break
      if (++count > MAX_PARAMETERS) return null
      pairs.push([found[1], found[2].replace(/\\(["\\\]])/g, '$1')])
      at = parameter.lastIndex
    }
    if (text[at] !== ']') return null
    at++
    if (elements.length >= MAX_PARAMETERS) return null
    elements.push([head[1], grouped(pairs)])
  }
  return at === start ? null : { data: Object.fromEntries(elements), end: at }
}
