/**
 * Paths into a record: `a.b`, `a[0].b`, `a[*].b`, `a[type=User].id`, `a["dotted.key"].b`, `@field` excluded.
 *
 * A path is parsed once and becomes a closure. Only own properties of objects are ever read, so keys that a prototype
 * knows (`constructor`, `__proto__`, `length`) are data like any other.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'

export type Segment =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  /** First element for which the rest of the path gives a value. */
  | { readonly kind: 'any' }
  /** Elements whose `key` equals `value` (case ignored); the first for which the rest gives a value. */
  | { readonly kind: 'where'; readonly key: string; readonly value: string }

/** Value at the path; undefined where there is none. */
export type Getter = (payload: Payload) => Json | undefined

/** How keys are looked up; loose ones ignore case and separators. */
export interface KeyLookup {
  readonly root: (payload: Payload, key: string) => Json | undefined
  readonly inner: (value: Json, key: string) => Json | undefined
}

const MAX_SEGMENTS = 32

/** Segments of a path text, or null where it is none (empty segment, unclosed bracket, too many). */
export function parsePath(text: string): readonly Segment[] | null {
  const segments: Segment[] = []
  let at = 0
  while (at < text.length) {
    if (segments.length >= MAX_SEGMENTS) return null
    if (text[at] === '[') {
      const close = closingBracket(text, at)
      if (close < 0) return null
      const segment = bracketSegment(text.slice(at + 1, close))
      if (segment === null) return null
      segments.push(segment)
      at = close + 1
      if (text[at] === '.') {
        at += 1
        if (at >= text.length) return null
      }
      continue
    }
    let end = at
    while (end < text.length && text[end] !== '.' && text[end] !== '[') end += 1
    if (end === at) return null
    segments.push(keySegment(text.slice(at, end)))
    at = end
    if (text[at] === '.') {
      at += 1
      if (at >= text.length) return null
    }
  }
  return segments.length === 0 ? null : segments
}

/** Text of a path that leads through exactly these keys, whatever they contain. */
export function pathFromKeys(keys: readonly string[]): string {
  let text = ''
  for (const key of keys) {
    // JSON writes half of a surrogate pair as an escape, so that the path is a text that can be stored.
    if (key === '' || /[.[\]"@{}\\]|\p{Surrogate}/u.test(key) || /^\s|\s$/.test(key)) text += `[${JSON.stringify(key)}]`
    else text += text === '' ? key : `.${key}`
  }
  return text
}

/**
 * Getter of a parsed path. The keys before the first bracket are also found as a flattened record's single key
 * `a.b.c` where the record has no key `a`. For few reads; a profile's many go through recordSlots.ts.
 */
export function getterFromPath(segments: readonly Segment[], lookup: KeyLookup = exactLookup): Getter {
  const keys = leadingKeys(segments)
  const [first] = keys
  if (first === undefined) return (payload) => walk(payload, segments, 0, lookup.inner)
  if (segments.length === 1) return (payload) => lookup.root(payload, first)
  const flat = keys.join('.')
  return (payload) => {
    const value = lookup.root(payload, first)
    if (value !== undefined) return walk(value, segments, 1, lookup.inner)
    if (keys.length < 2) return undefined
    const found = lookup.root(payload, flat)
    return found === undefined ? undefined : walk(found, segments, keys.length, lookup.inner)
  }
}

/** The keys a path begins with, up to its first bracket; all of them for a path of keys only. */
export function leadingKeys(segments: readonly Segment[]): readonly string[] {
  const keys: string[] = []
  for (const segment of segments) {
    if (segment.kind !== 'key') break
    keys.push(segment.key)
  }
  return keys
}

/** Own property of an object; nothing of arrays, scalars and prototypes. */
export function ownValue(value: Json, key: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  return Object.hasOwn(value, key) ? (value as Payload)[key] : undefined
}

const exactLookup: KeyLookup = {
  root: (payload, key) => {
    const value = payload[key]
    return value === undefined || Object.hasOwn(payload, key) ? value : undefined
  },
  inner: ownValue,
}

/** Follows the segments from position `from` on, starting at a value. */
export function walk(
  start: Json,
  segments: readonly Segment[],
  from: number,
  inner: (value: Json, key: string) => Json | undefined,
): Json | undefined {
  let value: Json | undefined = start
  for (let i = from; i < segments.length; i++) {
    if (value === undefined || value === null || typeof value !== 'object') return undefined
    const segment = segments[i]
    if (segment.kind === 'key') {
      value = inner(value, segment.key)
      continue
    }
    // A single object where a list is expected (collectors split lists) counts as a list of one.
    const list: readonly Json[] = Array.isArray(value) ? value : [value]
    if (segment.kind === 'index') {
      value = list[segment.index]
      continue
    }
    for (const element of list) {
      if (segment.kind === 'where') {
        const found = inner(element, segment.key)
        if (found === undefined || found === null || typeof found === 'object') continue
        if (String(found).toLowerCase() !== segment.value) continue
      }
      const found = i + 1 === segments.length ? element : walk(element, segments, i + 1, inner)
      if (found !== undefined && found !== null && found !== '') return found
    }
    return undefined
  }
  return value
}

function keySegment(key: string): Segment {
  return { kind: 'key', key }
}

function closingBracket(text: string, open: number): number {
  if (text[open + 1] !== '"') return text.indexOf(']', open)
  for (let i = open + 2; i < text.length; i++) {
    if (text[i] === '\\') i += 1
    else if (text[i] === '"') return text[i + 1] === ']' ? i + 1 : -1
  }
  return -1
}

function bracketSegment(inside: string): Segment | null {
  if (inside === '*') return { kind: 'any' }
  if (/^\d{1,9}$/.test(inside)) return { kind: 'index', index: Number(inside) }
  if (inside.startsWith('"')) {
    try {
      const key: unknown = JSON.parse(inside)
      return typeof key === 'string' ? keySegment(key) : null
    } catch {
      return null // not a JSON string: the caller reports the whole path
    }
  }
  const equals = inside.indexOf('=')
  if (equals <= 0) return null
  return { kind: 'where', key: inside.slice(0, equals), value: inside.slice(equals + 1).toLowerCase() }
}
