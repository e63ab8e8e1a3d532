/**
 * Opens what a record holds as text and is more: JSON inside a text, a list of `key=value`. Where the profile says so.
 *
 * The opened value stands in the payload in the text's place, so paths, index, payload view and comparison see it alike.
 * The record's bytes are untouched, and so is the payload that is handed in: what lies on the way is copied. A text that
 * turns out to be none stays as it is. Opening twice is opening once.
 */
import type { Json } from '../../../../shared/failure.ts'
import { setOwn } from '../../base/index.ts'
import { cefFromText, jsonFromText } from '../readers/index.ts'
import { pathResolver } from './aliases.ts'
import type { Payload, RemarkCode } from './event.ts'
import { isWhere, keyIn, looseKey } from './looseKeys.ts'
import { parsePath, type Segment } from './path.ts'
import type { OpenSource, ProfileSource } from './profileSource.ts'
import { structFromText } from './structText.ts'

/** Longest text that is opened, in UTF-16 code units. */
const MAX_OPENED_CHARS = 16 * 1024 * 1024
/** Pairs of one list; a text with more stays a text. */
const MAX_PAIRS = 10_000

export interface OpenedPayload {
  readonly payload: Payload
  /** `cell-not-json` where a text looked as if it held something and could not be read; null otherwise. */
  readonly remark: RemarkCode | null
}

/** What a text holds; undefined where it is an ordinary text, null where it was meant to hold something and does not. */
type Reading = (text: string) => Json | undefined

/** A path below the key it begins with, and how what stands there is read. */
interface Place {
  readonly inside: readonly Segment[]
  readonly read: Reading
}

/** Spellings remembered, and their length; those beyond are worked out each time. */
const MAX_KNOWN = 2048
const MAX_KNOWN_CHARS = 200

/**
 * Opener of a profile's payloads; null where it opens nothing. Paths that begin with a bracket open nothing: a record is
 * no list.
 */
export function compileOpen(
  spec: Pick<ProfileSource, 'open' | 'aliases' | 'looseHeaders' | 'looseKeys'>,
): ((payload: Payload) => OpenedPayload) | null {
  const placesByKey = new Map<string, Place[]>()
  for (const source of spec.open ?? []) addPlaces(placesByKey, spec, source)
  if (placesByKey.size === 0) return null
  const isLoose = spec.looseHeaders || spec.looseKeys
  const known = new Map<string, readonly Place[]>()
  /** What is to be opened below a key of the record, however it spells it. */
  const placesOf = (key: string): readonly Place[] => {
    if (!isLoose) return placesByKey.get(key) ?? []
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    const loose = looseKey(key)
    const places = [...placesByKey].flatMap(([name, list]) =>
      name === key || (loose !== '' && looseKey(name) === loose) ? list : [],
    )
    if (known.size < MAX_KNOWN && key.length <= MAX_KNOWN_CHARS) known.set(key, places)
    return places
  }
  return (payload) => {
    let opened = payload
    let isBroken = false
    const reading = (read: Reading) => (text: string) => {
      const value = read(text)
      if (value === null) isBroken = true
      return value ?? undefined
    }
    // One look at each key, however many paths there are.
    for (const key in payload) {
      const old = payload[key]
      if (old === null || (typeof old !== 'string' && typeof old !== 'object')) continue
      let next: Json = old
      for (const { inside, read } of placesOf(key)) next = replaced(next, inside, 0, isLoose, reading(read))
      if (next !== old) opened = withMember(opened, key, next)
    }
    return { payload: opened, remark: isBroken ? 'cell-not-json' : null }
  }
}

/** Whether one of these paths leads into what the profile opens. */
export function leadsIntoOpened(spec: Pick<ProfileSource, 'open' | 'aliases'>, paths: readonly string[]): boolean {
  const lower = (list: readonly string[]) => list.flatMap(pathResolver(spec)).map((path) => path.toLowerCase())
  const opened = (spec.open ?? []).flatMap(({ from }) => lower(from))
  return lower(paths).some((path) =>
    opened.some((place) => path.startsWith(`${place}.`) || path.startsWith(`${place}[`)),
  )
}

function addPlaces(places: Map<string, Place[]>, spec: Pick<ProfileSource, 'aliases'>, source: OpenSource): void {
  const read = readingOf(source)
  for (const path of source.from.flatMap(pathResolver(spec))) {
    const [first, ...inside] = parsePath(path) ?? []
    if (first?.kind !== 'key') continue
    const list = places.get(first.key) ?? []
    places.set(first.key, list)
    list.push({ inside, read })
  }
}

function readingOf({ as, between, equals }: OpenSource): Reading {
  switch (as) {
    case 'json':
      return jsonIn
    case 'pairs':
      return (text) => pairsIn(text, between, equals)
    case 'cef':
      return cefFromText
    case 'struct':
      return (text) => (/^\s*[[{]/.test(text) ? (jsonFromText(text) ?? structFromText(text)) : undefined)
  }
}

/** The value with the texts at a path replaced; the same value where nothing was. */
function replaced(
  value: Json,
  segments: readonly Segment[],
  at: number,
  isLoose: boolean,
  read: (text: string) => Json | undefined,
): Json {
  if (at === segments.length) {
    if (typeof value !== 'string' || value.length > MAX_OPENED_CHARS) return value
    return read(value) ?? value
  }
  if (value === null || typeof value !== 'object') return value
  const segment = segments[at]
  if (segment.kind === 'key') {
    const key = keyIn(value, segment.key, isLoose)
    if (key === null) return value
    const old = (value as Payload)[key]
    const next = replaced(old, segments, at + 1, isLoose, read)
    return next === old ? value : withMember(value as Payload, key, next)
  }
  // A single object where a list is expected counts as a list of one.
  if (!Array.isArray(value)) return replaced(value, segments, at + 1, isLoose, read)
  let list: Json[] | null = null
  value.forEach((element: Json, index) => {
    if (segment.kind === 'index' && segment.index !== index) return
    if (segment.kind === 'where' && !isWhere(element, segment, isLoose)) return
    const next = replaced(element, segments, at + 1, isLoose, read)
    if (next === element) return
    list ??= value.slice()
    list[index] = next
  })
  return list ?? value
}

function withMember(object: Payload, key: string, value: Json): Payload {
  const copy: { [key: string]: Json } = { ...object }
  setOwn(copy, key, value)
  return copy
}

/** A JSON object or list. */
function jsonIn(text: string): Json | undefined {
  return /^\s*[[{]/.test(text) ? (jsonFromText(text) ?? null) : undefined
}

/**
 * `a=1; b="x; y"` as an object of texts; a key that is there twice has a list. Quotes around a value are taken off and
 * keep separators in it.
 */
export function pairsIn(text: string, between: string, equals: string): Json | undefined {
  if (!text.includes(equals)) return undefined
  const pairs = new Map<string, string[]>()
  let count = 0
  for (const piece of piecesOf(text, between)) {
    if (piece.trim() === '') continue
    const sign = piece.indexOf(equals)
    const key = piece.slice(0, sign).trim()
    if (sign < 0 || key === '' || ++count > MAX_PAIRS) return null
    const value = unquoted(piece.slice(sign + equals.length).trim())
    const values = pairs.get(key)
    if (values === undefined) pairs.set(key, [value])
    else values.push(value)
  }
  // From entries, own keys of any name are made, `__proto__` as well.
  return Object.fromEntries([...pairs].map(([key, values]) => [key, values.length === 1 ? values[0] : values]))
}

function* piecesOf(text: string, between: string): Generator<string> {
  let start = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted
    else if (!isQuoted && text.startsWith(between, at)) {
      yield text.slice(start, at)
      at += between.length - 1
      start = at + 1
    }
  }
  yield text.slice(start)
}

function unquoted(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value
}
