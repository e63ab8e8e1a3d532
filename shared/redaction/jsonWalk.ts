/**
 * Reads JSON text from its first to its last character and says where each value stands, with everything that
 * `JSON.parse` drops: repeated keys, and the place of each text. Strict about structure; a text that is no JSON value is told
 * apart, never half walked.
 */
import type { PathSegment } from '../query/index.ts'

/** Half-open [start, end) in UTF-16 units of the text; of a string with its quotes. */
export interface JsonToken {
  readonly kind: 'string' | 'number' | 'word' | 'object' | 'array'
  readonly start: number
  readonly end: number
  /** Decoded; of strings only. */
  readonly text: string
}

export interface Member extends JsonToken {
  readonly key: string
}

export interface JsonVisitor {
  /** A string, number or word; `key` is the nearest key above it, null where there is none. */
  scalar(token: JsonToken, key: string | null, path: readonly PathSegment[]): void
  key(token: JsonToken, path: readonly PathSegment[]): void
  /** Before what is in an object; the result is handed to `leave`. */
  enter(): number
  leave(members: readonly Member[], path: readonly PathSegment[], entered: number): void
}

/** Deepest nesting walked; as deep as records may be. */
const MAX_DEPTH = 512

/** Members of an object that are handed to `leave`; pairs of name and value have few. */
const MAX_MEMBERS = 64

const BLANK = /[ \t\n\r]*/y
const STRING = /"(?:[^"\\]|\\.)*"/sy
const SCALAR = /-?\d[\d.eE+-]*|true|false|null/y

/** Walks `text[start, end)`; false where it is no single JSON value, or too deep. The visitor may then have been called. */
export function walkJson(
  text: string,
  visitor: JsonVisitor,
  path: readonly PathSegment[] = [],
  key: string | null = null,
  start = 0,
  end = text.length,
): boolean {
  const walk = new Walk(text, visitor, [...path], start)
  try {
    walk.value(key)
    walk.blanks()
    return walk.at === end
  } catch (error) {
    if (error === notJson) return false
    throw error
  }
}

const notJson = new Error('not JSON')

class Walk {
  at: number
  private readonly text: string
  private readonly visitor: JsonVisitor
  private readonly path: PathSegment[]
  private depth = 0

  constructor(text: string, visitor: JsonVisitor, path: PathSegment[], at: number) {
    this.text = text
    this.visitor = visitor
    this.path = path
    this.at = at
  }

  value(key: string | null): JsonToken {
    this.blanks()
    const start = this.at
    switch (this.text[start]) {
      case '{':
        this.nested(() => this.members())
        return { kind: 'object', start, end: this.at, text: '' }
      case '[':
        this.nested(() => this.elements(key))
        return { kind: 'array', start, end: this.at, text: '' }
      case '"': {
        const token = this.string()
        this.visitor.scalar(token, key, this.path)
        return token
      }
      default: {
        const end = this.match(SCALAR)
        const kind = this.text[start] === '-' || this.text.charCodeAt(start) < 0x3a ? 'number' : 'word'
        const token: JsonToken = { kind, start, end, text: '' }
        this.visitor.scalar(token, key, this.path)
        return token
      }
    }
  }

  blanks(): void {
    BLANK.lastIndex = this.at
    BLANK.test(this.text)
    this.at = BLANK.lastIndex
  }

  private nested(inside: () => void): void {
    if (++this.depth > MAX_DEPTH) throw notJson
    this.at++
    inside()
    this.depth--
  }

  private members(): void {
    const members: Member[] = []
    const entered = this.visitor.enter()
    this.blanks()
    if (this.text[this.at] === '}') {
      this.at++
      return
    }
    for (;;) {
      this.blanks()
      if (this.text[this.at] !== '"') throw notJson
      const name = this.string()
      const key = name.text
      this.path.push({ kind: 'key', key })
      this.visitor.key(name, this.path)
      this.blanks()
      if (this.text[this.at++] !== ':') throw notJson
      const token = this.value(key)
      this.path.pop()
      if (members.length < MAX_MEMBERS) members.push({ ...token, key })
      if (this.next('}')) break
    }
    this.visitor.leave(members, this.path, entered)
  }

  private elements(key: string | null): void {
    this.blanks()
    if (this.text[this.at] === ']') {
      this.at++
      return
    }
    for (let index = 0; ; index++) {
      this.path.push({ kind: 'index', index })
      this.value(key)
      this.path.pop()
      if (this.next(']')) break
    }
  }

  /** Behind a member or element: true at the end, false before a further one. */
  private next(close: string): boolean {
    this.blanks()
    const unit = this.text[this.at++]
    if (unit === close) return true
    if (unit !== ',') throw notJson
    return false
  }

  private string(): JsonToken {
    const start = this.at
    const end = this.match(STRING)
    const raw = this.text.slice(start, end)
    return { kind: 'string', start, end, text: raw.includes('\\') ? decoded(raw) : raw.slice(1, -1) }
  }

  private match(pattern: RegExp): number {
    pattern.lastIndex = this.at
    if (!pattern.test(this.text)) throw notJson
    this.at = pattern.lastIndex
    return this.at
  }
}

function decoded(raw: string): string {
  try {
    return JSON.parse(raw) as string
  } catch {
    throw notJson
  }
}

/**
 * Place in the text of each UTF-16 unit of a string's decoded text, and of its end: `units[i]` is where unit `i` starts.
 * Requires `raw` to be a whole JSON string that starts at `start`.
 */
export function unitPlaces(raw: string, start: number): Uint32Array {
  const units = new Uint32Array(raw.length - 1)
  let count = 0
  let at = 1
  while (at < raw.length - 1) {
    units[count++] = start + at
    at += raw[at] !== '\\' ? 1 : raw[at + 1] === 'u' ? 6 : 2
  }
  units[count++] = start + at
  return units.subarray(0, count)
}
