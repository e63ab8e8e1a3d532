/** Resolves what a profile may write where a value is read: paths, aliases of paths, `@field`. */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import { looseLookup } from './looseKeys.ts'
import { getterFromPath, type KeyLookup, parsePath } from './path.ts'
import type { ProfileSource } from './profileSource.ts'

/** Values mapped so far, by output position. */
export type Scope = (string | null)[]

/** Reads a value of the record or of the fields mapped before. */
export type Read = (payload: Payload, scope: Scope) => Json | undefined

export interface References {
  /** Readers of one reference, an alias giving several, in order of preference. */
  readonly readers: (reference: string) => readonly Read[]
  /** Ids of the fields a reference needs mapped before it. */
  readonly needs: (reference: string) => readonly string[]
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
  return {
    readers: (reference) => {
      if (!reference.startsWith('@')) return paths(reference).map(getter)
      const position = positionOf(reference.slice(1))
      return [position < 0 ? () => undefined : (_payload, scope) => scope[position]]
    },
    needs: (reference) => (reference.startsWith('@') ? [reference.slice(1)] : []),
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
