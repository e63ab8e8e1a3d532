/**
 * Paths into a record: `a.b`, `a[0].b`, `a[*].b`, `a[type=User].id`, `a["dotted.key"].b`, `@field` excluded.
 *
 * A path is parsed once and becomes a closure. Only own properties are ever read: keys that a prototype knows
 * (`constructor`, `__proto__`, `length`) take a slower, guarded way; all others cannot meet a prototype.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'

export type Segment =
  /** `isPlain`: no prototype has this key and no list has it as position, so a plain read gives own values only. */
  | { readonly kind: 'key'; readonly key: string; readonly isPlain: boolean }
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
    if (key === '' || /[.[\]"@{}\\]/.test(key) || /^\s|\s$/.test(key)) text += `[${JSON.stringify(key)}]`
    else text += text === '' ? key : `.${key}`
  }
  return text
}

/**
 * Getter of a parsed path. One to three plain keys are specialised: most paths of a profile are that short.
 * A path of keys only also finds a flattened record's single key `a.b.c` where the record has no key `a`.
 */
export function getterFromPath(segments: readonly Segment[], lookup: KeyLookup | null = null): Getter {
  const flat = flatKey(segments)
  if (lookup !== null) {
    const first = segments[0]
    if (first.kind !== 'key') return (payload) => walk(payload, segments, 0, lookup.inner)
    if (segments.length === 1) return (payload) => lookup.root(payload, first.key)
    return (payload) => {
      const value = lookup.root(payload, first.key)
      if (value === undefined) return flat === null ? undefined : lookup.root(payload, flat)
      return walk(value, segments, 1, lookup.inner)
    }
  }
  const keys = segments.map((segment) => (segment.kind === 'key' && segment.isPlain ? segment.key : null))
  const [k0, k1, k2] = keys
  if (segments.length === 1 && k0 !== null) return (payload) => payload[k0]
  if (segments.length === 2 && k0 !== null && k1 !== null && flat !== null) {
    return (payload) => {
      const a = payload[k0]
      if (a === undefined) return payload[flat]
      return a === null || typeof a !== 'object' ? undefined : (a as Payload)[k1]
    }
  }
  if (segments.length === 3 && k0 !== null && k1 !== null && k2 !== null && flat !== null) {
    return (payload) => {
      const a = payload[k0]
      if (a === undefined) return payload[flat]
      if (a === null || typeof a !== 'object') return undefined
      const b = (a as Payload)[k1]
      return b === null || typeof b !== 'object' ? undefined : (b as Payload)[k2]
    }
  }
  const [first] = segments
  if (flat === null) return (payload) => walk(payload, segments, 0, ownValue)
  return (payload) => {
    if (first.kind === 'key' && !Object.hasOwn(payload, first.key)) return ownValue(payload, flat)
    return walk(payload, segments, 0, ownValue)
  }
}

/** Head and key of a path `head.key` of keys no prototype knows; null for any other path. */
export function plainPair(path: string): readonly [string, string] | null {
  const segments = parsePath(path)
  if (segments === null || segments.length !== 2) return null
  const [head, key] = segments
  if (head.kind !== 'key' || key.kind !== 'key') return null
  return head.isPlain && key.isPlain ? [head.key, key.key] : null
}

/** `a.b.c` of a path of several keys; null for any other path. No prototype has a key with a dot. */
function flatKey(segments: readonly Segment[]): string | null {
  if (segments.length < 2) return null
  const keys: string[] = []
  for (const segment of segments) {
    if (segment.kind !== 'key') return null
    keys.push(segment.key)
  }
  return keys.join('.')
}

/** Own property of an object; nothing of arrays, scalars and prototypes. */
export function ownValue(value: Json, key: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  return Object.hasOwn(value, key) ? (value as Payload)[key] : undefined
}

function walk(
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
      value = segment.isPlain && inner === ownValue ? (value as Payload)[segment.key] : inner(value, segment.key)
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

const prototypeKeys = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Array.prototype),
])

function isPlainKey(key: string): boolean {
  // A digit key would read array elements; only `[n]` may do that.
  return !prototypeKeys.has(key) && !/^\d+$/.test(key)
}

function keySegment(key: string): Segment {
  return { kind: 'key', key, isPlain: isPlainKey(key) }
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
