/**
 * Rows, maps and lists as Trino and Athena write them into a CSV: `{type=IAMUser, sessioncontext={a=1}, tags=[x, y]}`.
 *
 * Nothing is quoted there, so where a value ends is told by what follows: a comma with a blank and the next key, or the
 * bracket that closes. A value may hold commas and equals signs, as long as they do not look like that; one that begins
 * with a bracket must be a row or a list.
 */
import type { Json } from '../../../../shared/failure.ts'

/** Deepest nesting that is read. */
const MAX_STRUCT_DEPTH = 32

const keyAt = /([A-Za-z_][\w.:/-]*)=/y
const nextKey = /, [A-Za-z_][\w.:/-]*=/y

/** The object or list that the text writes down whole, its values texts, `null` null; null where it is none. */
export function structFromText(text: string): Json {
  const cursor = { text: text.trim(), at: 0 }
  const value = valueAt(cursor, 0)
  return value !== undefined && cursor.at === cursor.text.length ? value : null
}

interface TextCursor {
  readonly text: string
  at: number
}

/** Undefined where nothing of the kind stands there. */
function valueAt(cursor: TextCursor, depth: number): Json | undefined {
  const opening = cursor.text[cursor.at]
  if (opening !== '{' && opening !== '[') return undefined
  if (depth >= MAX_STRUCT_DEPTH) return undefined
  return opening === '{' ? rowAt(cursor, depth) : listAt(cursor, depth)
}

function rowAt(cursor: TextCursor, depth: number): Json | undefined {
  const entries: [string, Json][] = []
  cursor.at += 1
  while (cursor.text[cursor.at] !== '}') {
    keyAt.lastIndex = cursor.at
    const key = keyAt.exec(cursor.text)?.[1]
    if (key === undefined) return undefined
    cursor.at = keyAt.lastIndex
    const value = partAt(cursor, depth, '}')
    if (value === undefined) return undefined
    entries.push([key, value])
  }
  cursor.at += 1
  return Object.fromEntries(entries)
}

function listAt(cursor: TextCursor, depth: number): Json | undefined {
  const items: Json[] = []
  cursor.at += 1
  while (cursor.text[cursor.at] !== ']') {
    const value = partAt(cursor, depth, ']')
    if (value === undefined) return undefined
    items.push(value)
  }
  cursor.at += 1
  return items
}

/** One value with the comma behind it; the cursor is at the next key, the next item, or what closes. */
function partAt(cursor: TextCursor, depth: number, closing: string): Json | undefined {
  const start = cursor.at
  // No second try as plain text: of nested texts that break off there would be a try for each way to read them.
  if (cursor.text[start] === '{' || cursor.text[start] === '[') {
    const nested = valueAt(cursor, depth + 1)
    return nested !== undefined && endsHere(cursor, closing) ? passed(cursor, nested) : undefined
  }
  while (cursor.at < cursor.text.length && !endsHere(cursor, closing)) cursor.at += 1
  if (cursor.at >= cursor.text.length) return undefined
  const plain = cursor.text.slice(start, cursor.at)
  return passed(cursor, plain === 'null' ? null : plain)
}

function endsHere({ text, at }: TextCursor, closing: string): boolean {
  if (text[at] === closing) return true
  if (text[at] !== ',') return false
  if (closing === ']') return text[at + 1] === ' '
  nextKey.lastIndex = at
  return nextKey.test(text)
}

function passed(cursor: TextCursor, value: Json): Json {
  if (cursor.text[cursor.at] === ',') cursor.at += 2
  return value
}
