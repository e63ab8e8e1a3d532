/** Resolves what a profile may write where a value is read: paths, aliases of paths, `@field`. */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import { looseLookup } from './looseKeys.ts'
import { getterFromPath, type KeyLookup, parsePath, plainPair } from './path.ts'
import type { ProfileSource } from './profileSource.ts'
import type { Former } from './values.ts'

/** Values mapped so far, by output position. */
export type Scope = (string | null)[]

/** Reads a value of the record or of the fields mapped before. */
export type Read = (payload: Payload, scope: Scope) => Json | undefined

/** Reads a text: null where nothing usable is there. */
export type ReadText = (payload: Payload, scope: Scope) => string | null

/** A run of paths with the same head is read key by key of the record only if it is at least this long. */
const SHORTEST_RUN = 5

export interface References {
  /** Readers of one reference, an alias giving several, in order of preference. */
  readonly readers: (reference: string) => readonly Read[]
  /** Readers of references in order of preference, giving text; runs of `head.key` paths become one reader. */
  readonly texts: (references: readonly string[], former: Former) => readonly ReadText[]
}

/** Requires a checked profile: paths parse and references exist. `positionOf` gives the output position of an id. */
export function referencesOf(spec: ProfileSource, positionOf: (id: string) => number): References {
  const aliases = new Map(spec.aliases)
  const lookup: KeyLookup | null = spec.looseHeaders || spec.looseKeys ? looseLookup() : null
  const getter = (path: string): Read => {
    const segments = parsePath(path)
    if (segments === null) return () => undefined
    return getterFromPath(segments, lookup)
  }
  const paths = (reference: string): readonly string[] => {
    const whole = aliases.get(reference)
    if (whole !== undefined) return whole
    const end = reference.search(/[.[]/)
    const head = end < 0 ? undefined : aliases.get(reference.slice(0, end))
    return head === undefined ? [reference] : head.map((alternative) => alternative + reference.slice(end))
  }
  const readers: References['readers'] = (reference) => {
    if (!reference.startsWith('@')) return paths(reference).map(getter)
    const position = positionOf(reference.slice(1))
    return [position < 0 ? () => undefined : (_payload, scope) => scope[position]]
  }
  const texts: References['texts'] = (list, former) => {
    const flat = list.flatMap((reference) => (reference.startsWith('@') ? [reference] : paths(reference)))
    const result: ReadText[] = []
    let at = 0
    while (at < flat.length) {
      const run = lookup === null ? runOfPairs(flat, at) : null
      if (run !== null) {
        result.push(readPairs(run.head, run.keys, former))
        at += run.keys.length
        continue
      }
      for (const read of readers(flat[at])) result.push((payload, scope) => former(read(payload, scope)))
      at += 1
    }
    return result
  }
  return { readers, texts }
}

/** Paths `head.a`, `head.b`, … from a position on; null where the run is short or a key is there twice. */
function runOfPairs(list: readonly string[], at: number): { head: string; keys: readonly string[] } | null {
  const first = plainPair(list[at])
  if (first === null) return null
  const keys: string[] = []
  for (let i = at; i < list.length; i++) {
    const pair = plainPair(list[i])
    if (pair === null || pair[0] !== first[0]) break
    keys.push(pair[1])
  }
  return keys.length < SHORTEST_RUN || new Set(keys).size < keys.length ? null : { head: first[0], keys }
}

/** Objects with more keys than this are asked path by path: they may be hostile. */
const MAX_KEYS_WALKED = 64

/** Looks at the few keys the object has instead of the many it might have; the most preferred one wins. */
function readPairs(head: string, keys: readonly string[], former: Former): ReadText {
  const rankByKey = new Map(keys.map((key, i) => [key, i]))
  const flatKeys = keys.map((key) => `${head}.${key}`)
  const inOrder = (object: Payload, names: readonly string[]): string | null => {
    for (const name of names) {
      const text = former(object[name])
      if (text !== null) return text
    }
    return null
  }
  return (payload) => {
    const object = payload[head]
    if (object === undefined) return inOrder(payload, flatKeys)
    if (object === null || typeof object !== 'object' || Array.isArray(object)) return null
    let best = keys.length
    let bestText: string | null = null
    let walked = 0
    for (const key in object) {
      walked += 1
      if (walked > MAX_KEYS_WALKED) return inOrder(object as Payload, keys)
      const rank = rankByKey.get(key)
      if (rank === undefined || rank >= best) continue
      const text = former((object as Payload)[key])
      if (text === null) continue
      best = rank
      bestText = text
    }
    return bestText
  }
}

/** First value that is there (not absent, null, empty text or `-`). */
export function firstOf(readers: readonly Read[]): Read {
  if (readers.length === 1) return readers[0]
  return (payload, scope) => {
    for (const read of readers) {
      const value = read(payload, scope)
      if (value !== undefined && value !== null && value !== '' && value !== '-') return value
    }
    return undefined
  }
}
