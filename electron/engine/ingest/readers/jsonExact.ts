/**
 * What JSON.parse loses: numbers that a double cannot hold, and keys that stand twice.
 *
 * Looked for in steps, the cheap ones first: a walk over the parsed value (which bounds its depth, too) counts keys and
 * characters and notices suspicious numbers; where the text is longer than the value needs, a count of colons in the bytes
 * tells whether keys are missing; only then the text is read closely.
 */

/** What a walk over a parsed value tells. One object, used again: records come by the million. */
export interface ValueCensus {
  keys: number
  isTooDeep: boolean
  /** A number that may not be what the text says. */
  hasSuspectNumber: boolean
  /**
   * UTF-16 units of the shortest JSON text that gives the value; infinite where that is not worked out. A text of just so many
   * has no blank, no escape and no key twice: each would make it longer.
   */
  fewestChars: number
}

/** Integers up to here, and all with at most 15 digits, are exact. */
const EXACT_LIMIT = 1e15

/** Counts the keys in `value` and all values inside it, to `maxDepth` levels. */
export function takeCensus(value: object, maxDepth: number, census: ValueCensus): void {
  census.keys = 0
  census.isTooDeep = false
  census.hasSuspectNumber = false
  census.fewestChars = visit(value, maxDepth, census)
}

/** Returns the value's `fewestChars`. */
function visit(value: object, levels: number, census: ValueCensus): number {
  if (levels === 0) {
    census.isTooDeep = true
    return Number.POSITIVE_INFINITY
  }
  // Its brackets, and a comma less than it has items.
  let chars = 1
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) chars += 1 + visitItem(item, levels, census)
    return value.length === 0 ? 2 : chars
  }
  const record = value as { readonly [key: string]: unknown }
  let keys = 0
  for (const key in record) {
    keys++
    // Its quotes, its colon, and what parts it from the next.
    chars += key.length + 4 + visitItem(record[key], levels, census)
  }
  census.keys += keys
  return keys === 0 ? 2 : chars
}

function visitItem(item: unknown, levels: number, census: ValueCensus): number {
  if (typeof item === 'string') return item.length + 2
  if (typeof item === 'object') return item === null ? 4 : visit(item, levels - 1, census)
  if (typeof item !== 'number') return item === true ? 4 : 5
  if (isSuspect(item)) {
    census.hasSuspectNumber = true
    return Number.POSITIVE_INFINITY
  }
  return fewestDigits(item)
}

/** Fewest units in which JSON can write a number that is not suspect; infinite where an exponent may save some. */
function fewestDigits(value: number): number {
  const size = Math.abs(value)
  const sign = value < 0 ? 1 : 0
  if (size !== Math.trunc(size)) return size < 0.01 ? Number.POSITIVE_INFINITY : String(value).length
  // `1e3` is shorter than 1000, `1e2` is not shorter than 100.
  if (size >= 1000 && size % 1000 === 0) return Number.POSITIVE_INFINITY
  let digits = 1
  for (let power = 10; power <= size; power *= 10) digits++
  return sign + digits
}

function isSuspect(value: number): boolean {
  if (!(value > -EXACT_LIMIT && value < EXACT_LIMIT)) return true
  return value !== Math.trunc(value) && String(value).length >= 16
}

/**
 * Colons that stand where a key's colon stands: behind a quote that is not escaped, or behind a blank. `unitBytes` and
 * `low` place the ASCII byte of a UTF-16 unit. More or fewer than keys: a closer look is needed.
 */
export function countKeyColons(bytes: Uint8Array, start: number, end: number): number {
  const words = wordsOver(bytes)
  const offset = bytes.byteOffset
  let colons = 0
  let at = start + 1
  // Up to the first whole word, and behind the last one, byte by byte.
  for (; at < end && ((at + offset) & 3) !== 0; at++) if (isKeyColon(bytes, at)) colons++
  for (; at + 4 <= end; at += 4) {
    // A byte that was a colon is zero now, and the word has a zero byte (Hacker's Delight §6-1).
    const word = words[(at + offset) >> 2] ^ FOUR_COLONS
    if (((word - 0x01010101) & ~word & 0x80808080) === 0) continue
    for (let i = at; i < at + 4; i++) if (isKeyColon(bytes, i)) colons++
  }
  for (; at < end; at++) if (isKeyColon(bytes, at)) colons++
  return colons
}

const FOUR_COLONS = 0x3a3a3a3a

function isKeyColon(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x3a) return false
  const before = bytes[at - 1]
  return before === 0x22 ? bytes[at - 2] !== 0x5c : before === 0x20
}

/** The memory of the last buffer, four bytes at a time; records come in runs. */
let lastWords: Int32Array = new Int32Array(0)

function wordsOver({ buffer }: Uint8Array): Int32Array {
  if (lastWords.buffer !== buffer) lastWords = new Int32Array(buffer, 0, buffer.byteLength >> 2)
  return lastWords
}

/** Whether an object in valid JSON `text` has the same key twice. Escapes in keys are resolved. */
export function hasDuplicateKeys(text: string): boolean {
  const open: (Set<string> | null)[] = []
  let isKeyNext = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '{') {
      open.push(new Set())
      isKeyNext = true
    } else if (character === '[') {
      open.push(null)
      isKeyNext = false
    } else if (character === '}' || character === ']') {
      open.pop()
      isKeyNext = false
    } else if (character === ',') {
      isKeyNext = (open.at(-1) ?? null) !== null
    } else if (character === '"') {
      const end = stringEnd(text, at)
      if (isKeyNext) {
        const source = text.slice(at + 1, end - 1)
        const key = source.includes('\\') ? String(JSON.parse(text.slice(at, end))) : source
        const keys = open.at(-1)
        if (keys?.has(key)) return true
        keys?.add(key)
        isKeyNext = false
      }
      at = end - 1
    }
  }
  return false
}

/** Valid JSON `text` with every number that a double cannot hold put into quotes, so that its digits stay as they are. */
export function quoteInexactNumbers(text: string): string {
  const parts: string[] = []
  let copied = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) {
      at = stringEnd(text, at) - 1
    } else if (code === 45 || (code >= 48 && code <= 57)) {
      let end = at + 1
      while (end < text.length && '0123456789+-.eE'.includes(text[end])) end++
      const source = text.slice(at, end)
      if (!isExact(source)) {
        parts.push(text.slice(copied, at), '"', source, '"')
        copied = end
      }
      at = end - 1
    }
  }
  parts.push(text.slice(copied))
  return parts.join('')
}

/** Whether the double nearest to the JSON number `source` prints the same digits. */
export function isExact(source: string): boolean {
  const value = Number(source)
  if (!Number.isFinite(value)) return false
  if (Number.isInteger(value) && !/[.eE]/.test(source))
    return Number.isSafeInteger(value) || (BigInt(source) === BigInt(value) && String(value) === source)
  return digitsOf(source) === digitsOf(String(value))
}

/** Significant digits and the power of ten behind them: `1.50e3` → `15e2`. */
function digitsOf(source: string): string {
  const match = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source)
  if (match === null) return source
  const fraction = match[2] ?? ''
  const digits = (match[1] + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  return `${significant}e${Number(match[3] ?? 0) - fraction.length + (digits.length - significant.length)}`
}

/** Behind the string that starts at `from`, in valid JSON. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return text.length
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return quote + 1
    at = quote + 1
  }
}
