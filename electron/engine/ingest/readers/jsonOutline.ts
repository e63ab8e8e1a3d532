/**
 * A rough map of JSON text that may be cut off: top-level values, and the arrays of objects inside one object.
 * For sniffing only; reading goes by `jsonReader.ts`.
 */

/** A value as far as the outline looks at it. `end`: -1 where the text ends before it does. */
export interface OutlineValue {
  readonly kind: 'object' | 'array' | 'scalar'
  readonly start: number
  readonly end: number
}

export interface OutlineMember extends OutlineValue {
  readonly key: string
}

/** Behind the value at `start`, -1 where it is cut off. Brackets and strings only. */
export function valueEnd(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) {
      at = stringEnd(text, at) - 1
      if (at < 0) return -1
      if (depth === 0) return at + 1
    } else if (code === 0x7b || code === 0x5b) depth++
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (depth === 0 && (code === 0x2c || code === 0x20 || code === 10 || code === 13 || code === 9)) return at
  }
  return -1
}

/** Members of the object at `start`, in order, as far as the text goes; null where it is no object with quoted keys. */
export function membersOf(text: string, start: number): OutlineMember[] | null {
  const members: OutlineMember[] = []
  let at = behindBlanks(text, start + 1)
  while (at < text.length && text[at] !== '}') {
    if (text[at] !== '"') return null
    const keyEnd = stringEnd(text, at)
    if (keyEnd < 0) break
    const key = text.slice(at + 1, keyEnd - 1)
    at = behindBlanks(text, keyEnd)
    if (at >= text.length) break
    if (text[at] !== ':') return null
    at = behindBlanks(text, at + 1)
    if (at >= text.length) break
    const end = valueEnd(text, at)
    members.push({ key, kind: kindAt(text, at), start: at, end })
    if (end < 0) break
    at = behindBlanks(text, end)
    if (text[at] === ',') at = behindBlanks(text, at + 1)
    else if (at < text.length && text[at] !== '}') return null
  }
  return members
}

/** Elements of the array at `start`, up to `max`. */
export function elementsOf(text: string, start: number, max: number): OutlineValue[] {
  const elements: OutlineValue[] = []
  let at = behindBlanks(text, start + 1)
  while (at < text.length && text[at] !== ']' && elements.length < max) {
    const end = valueEnd(text, at)
    elements.push({ kind: kindAt(text, at), start: at, end })
    if (end < 0 || end === at) break
    at = behindBlanks(text, end)
    if (text[at] === ',') at = behindBlanks(text, at + 1)
  }
  return elements
}

export function behindBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && (text.charCodeAt(at) <= 0x20 || text[at] === '\ufeff')) at++
  return at
}

function kindAt(text: string, at: number): OutlineValue['kind'] {
  return text[at] === '{' ? 'object' : text[at] === '[' ? 'array' : 'scalar'
}

function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return at + 1
    if (code === 92) at++
  }
  return -1
}
