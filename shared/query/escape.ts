/**
 * Backslash, quotes and wildcards: how characters are written so that the query language takes them as they are.
 *
 * A backslash takes the meaning from the character behind it, unless that is a letter or digit: then both stay, so that
 * `C:\Users` can be typed. A backslash itself is always printed twice.
 */

/** A bare word, read. */
export interface BareWord {
  /** Characters meant; unescaped wildcards stand in it as `*` and `?`. */
  readonly value: string
  /** The same as a pattern: `\` before each literal `*`, `?` and `\`. */
  readonly pattern: string
  /** Number of unescaped wildcards. */
  readonly wildcards: number
  /** Whether the last character is an unescaped `*`. */
  readonly endsWithStar: boolean
  /** Whether a `/` stands in it unescaped. */
  readonly hasSlash: boolean
}

/** Whether a UTF-16 code unit is white space (the set of `\s` in ECMAScript). */
export function isBlank(code: number): boolean {
  if (code < 0x80) return code === 32 || (code >= 9 && code <= 13)
  return (
    code === 0xa0 ||
    code === 0xfeff ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** Whether a backslash before this code unit takes effect. NaN (end of the text): no. */
function isEscapable(code: number): boolean {
  if (code >= 0x80) return isBlank(code)
  return !(
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    Number.isNaN(code)
  )
}

const keywords = new Set(['AND', 'OR', 'NOT'])

/** Whether a bare word is one of the operators AND, OR, NOT. */
export function isKeyword(word: string): boolean {
  return keywords.has(word)
}

/** Reads the bare word in [start, end) of `text`. */
export function readBare(text: string, start: number, end: number): BareWord {
  const raw = text.slice(start, end)
  if (raw[0] === '\\' && isKeyword(raw.slice(1))) return plainWord(raw.slice(1))
  if (!/[\\*?/]/.test(raw)) return plainWord(raw)
  const value: string[] = []
  const pattern: string[] = []
  let wildcards = 0
  let endsWithStar = false
  let hasSlash = false
  for (let at = 0; at < raw.length; at++) {
    let unit = raw[at]
    const isEscaped = unit === '\\' && isEscapable(raw.charCodeAt(at + 1))
    if (isEscaped) unit = raw[++at]
    const isWildcard = !isEscaped && (unit === '*' || unit === '?')
    if (isWildcard) wildcards++
    if (unit === '/' && !isEscaped) hasSlash = true
    endsWithStar = isWildcard && unit === '*'
    value.push(unit)
    pattern.push(!isWildcard && (unit === '*' || unit === '?' || unit === '\\') ? `\\${unit}` : unit)
  }
  return { value: value.join(''), pattern: pattern.join(''), wildcards, endsWithStar, hasSlash }
}

function plainWord(value: string): BareWord {
  return { value, pattern: value, wildcards: 0, endsWithStar: false, hasSlash: false }
}

/** Position behind the bare word that starts at `start`; it ends at a blank or one of the characters of `stops`. */
export function bareEnd(text: string, start: number, stops: string): number {
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 92) at += isEscapable(text.charCodeAt(at + 1)) ? 2 : 1
    else if (isBlank(code) || stops.includes(text[at])) break
    else at++
  }
  return Math.min(at, text.length)
}

/** Position of the quote that closes the one at `start`; -1 where it is never closed. */
export function quoteEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return at
    if (code === 92 && isEscapable(text.charCodeAt(at + 1))) at++
  }
  return -1
}

/** The characters between quotes at [start, end), quotes excluded. */
export function readQuoted(text: string, start: number, end: number): string {
  const raw = text.slice(start, end)
  if (!raw.includes('\\')) return raw
  const value: string[] = []
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '\\' && isEscapable(raw.charCodeAt(at + 1))) at++
    value.push(raw[at])
  }
  return value.join('')
}

/** `value` between quotes. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}

// What the scanner would take for a field and its operator, or for an operator at the start of a word.
const startsLikeField = /^(?:payload[.[]|[\p{L}_@$][\p{L}\p{N}_.@$-]*[:<>=])/iu

/** A word to stand for itself outside of `field:`. Requires at least one character. */
export function bareText(text: string): string {
  if (isKeyword(text)) return `\\${text}`
  const escaped = startsLikeField.test(text) && !/^https?:\/\//i.test(text)
  return text.replace(escaped ? /[\s()"\\*?:<>=]|^[-!+&|]/g : /[\s()"\\*?]|^[-!+&|:<>]/g, '\\$&')
}

/** A value to stand for itself behind `field:`. Requires at least one character. */
export function bareValue(value: string): string {
  if (isKeyword(value)) return `\\${value}`
  const text = value.replace(/[\s()"\\*?]|^[[{<>]/g, '\\$&')
  return looksLikeRegexp(text) ? `\\${text}` : text
}

/** A pattern, as `readBare` gives it, to stand behind `field:`. */
export function barePattern(pattern: string): string {
  const text = pattern.replace(/\\(.)|[\s()"]|^[[{<>]|\\$/gs, (match, literal: string | undefined) =>
    literal === undefined ? `\\${match}` : bareLiteral(literal),
  )
  return looksLikeRegexp(text) ? `\\${text}` : text
}

/** One character that is to be taken as it is, inside a pattern. */
function bareLiteral(unit: string): string {
  return /[\s()"\\*?]/.test(unit) ? `\\${unit}` : unit
}

function looksLikeRegexp(text: string): boolean {
  return text[0] === '/' && regexpEnd(text, 0) === text.length - 1
}

/**
 * Position of the `/` that closes the regular expression opened at `start`: the first unescaped one, if no blank
 * stands before it and the word ends behind it; -1 otherwise. So `/api/v1/` is a path and `/^api/` an expression.
 */
export function regexpEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 92) at++
    else if (isBlank(code)) return -1
    else if (code === 47) {
      const next = text.charCodeAt(at + 1)
      const isEnd = Number.isNaN(next) || isBlank(next) || next === 41
      return isEnd && at > start + 1 ? at : -1
    }
  }
  return -1
}

/** The expression in [start, end), slashes excluded: `\/` and an escaped blank lose their backslash. */
export function readRegexp(text: string, start: number, end: number): string {
  return canonicalRegexp(text.slice(start, end))
}

/** The same expression without needless backslashes before `/` and blanks; an empty one as `(?:)`. */
export function canonicalRegexp(source: string): string {
  return source.replace(/\\(.)/gs, (pair, unit: string) => (/[\s/]/.test(unit) ? unit : pair)) || '(?:)'
}

/** An expression, as `canonicalRegexp` gives it, between slashes. */
export function slashed(source: string): string {
  return `/${source.replace(/\\.|[\s/]/gs, (match) => (match.length === 2 ? match : `\\${match}`))}/`
}
