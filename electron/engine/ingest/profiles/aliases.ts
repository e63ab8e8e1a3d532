/** What a profile may write for a path: the path itself, or a name it gave to a list of paths. */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import { looseLookup } from './looseKeys.ts'
import { type Getter, getterFromPath, type KeyLookup, parsePath } from './path.ts'
import type { ProfileSource } from './profileSource.ts'

/**
 * The paths that a reference stands for, in order of preference: those of the alias it names, alone or as first
 * segment (`meta.ip`), else the reference itself. What an alias lists is paths, not further aliases.
 */
export function pathResolver(spec: Pick<ProfileSource, 'aliases'>): (reference: string) => readonly string[] {
  const aliases = new Map(spec.aliases)
  return (reference) => {
    const whole = aliases.get(reference)
    if (whole !== undefined) return whole
    const end = reference.search(/[.[]/)
    const head = end < 0 ? undefined : aliases.get(reference.slice(0, end))
    return head === undefined ? [reference] : head.map((path) => path + reference.slice(end))
  }
}

/**
 * Readers of what recognition asks for, in records of any shape, with the profile's aliases and loose keys; undefined
 * where no path leads anywhere. Of an alias's paths the first with a value counts, else the first that is there.
 *
 * An alias that lists its own name (`action: [action, event]`) means that key alone here: a profile that requires
 * `action` and another that requires `event` could not be told apart otherwise.
 */
export function recordReaders(
  spec: Pick<ProfileSource, 'aliases' | 'looseHeaders' | 'looseKeys'>,
  loose: KeyLookup = looseLookup(),
): (reference: string) => Getter {
  const paths = pathResolver({ aliases: spec.aliases.filter(([name, list]) => !list.includes(name)) })
  const lookup = spec.looseHeaders || spec.looseKeys ? loose : undefined
  return (reference) => {
    const getters = paths(reference).flatMap((path) => {
      const segments = parsePath(path)
      return segments === null ? [] : [getterFromPath(segments, lookup)]
    })
    return getters.length === 1 ? getters[0] : (record) => firstValue(getters, record)
  }
}

function firstValue(getters: readonly Getter[], record: Payload): Json | undefined {
  let empty: Json | undefined
  for (const get of getters) {
    const value = get(record)
    if (value !== undefined && value !== null && value !== '' && value !== '-') return value
    if (empty === undefined) empty = value
  }
  return empty
}
