/**
 * Where JSON text stops being JSON (RFC 8259). JSON.parse does not always say, and words it differently per version.
 */

/** The index of the first character that cannot stand there; `text.length` where the text ends too early; -1: it is JSON. */
export function jsonFaultIndex(text: string): number {
  /** Open brackets, and whether a value is expected next (`v`), a key (`k`), a first key or end (`K`), … */
  const open: string[] = []
  let expected: 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'afterValue' = 'value'
  let at = 0
  for (;;) {
    at = behindBlanks(text, at)
    if (at >= text.length) return open.length === 0 && expected === 'afterValue' ? -1 : text.length
    const character = text[at]
    if (expected === 'afterValue') {
      const top = open.at(-1)
      if (top === undefined) return at
      if (character === ',') expected = top === '{' ? 'key' : 'value'
      else if (character === (top === '{' ? '}' : ']')) open.pop()
      else return at
      at++
      continue
    }
    if (expected === 'key' || expected === 'keyOrEnd') {
      if (character === '}' && expected === 'keyOrEnd') {
        open.pop()
        expected = 'afterValue'
        at++
        continue
      }
      if (character !== '"') return at
      const end = behindString(text, at)
      if (end < 0) return -end - 1
      at = behindBlanks(text, end)
      if (text[at] !== ':') return at
      at++
      expected = 'value'
      continue
    }
    if (character === ']' && expected === 'valueOrEnd') {
      open.pop()
      expected = 'afterValue'
      at++
      continue
    }
    if (character === '{' || character === '[') {
      open.push(character)
      expected = character === '{' ? 'keyOrEnd' : 'valueOrEnd'
      at++
      continue
    }
    const end = character === '"' ? behindString(text, at) : behindScalar(text, at)
    if (end < 0) return -end - 1
    at = end
    expected = 'afterValue'
  }
}

function behindBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\n\r'.includes(text[at])) at++
  return at
}

/** Behind the string that starts at `from`; `-1 - index` of a fault. */
function behindString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return at + 1
    if (code < 0x20) return -1 - at
    if (code !== 92) continue
    at++
    if (at >= text.length) break
    if (text[at] === 'u') {
      for (let digit = 1; digit <= 4; digit++) {
        if (!/[0-9A-Fa-f]/.test(text[at + digit] ?? '')) return -1 - Math.min(at + digit, text.length)
      }
      at += 4
    } else if (!'"\\/bfnrt'.includes(text[at])) return -1 - at
  }
  return -1 - text.length
}

const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Behind the word or number that starts at `from`; `-1 - index` of a fault. */
function behindScalar(text: string, from: number): number {
  scalar.lastIndex = from
  return scalar.test(text) ? scalar.lastIndex : -1 - from
}
