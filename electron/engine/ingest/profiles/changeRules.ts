/**
 * Where one record states before and after, with its own spelling of keys.
 *
 * The rules of a profile may use aliases, loose keys, flat keys of flattened exports, and look inside an envelope. Who
 * compares before and after knows exact paths only, so for each record the rules are told in the keys it has.
 */
import type { Json } from '../../../../shared/failure.ts'
import { pathResolver } from './aliases.ts'
import type { Payload } from './event.ts'
import { isWhere, keyIn } from './looseKeys.ts'
import { leadingKeys, parsePath, type Segment } from './path.ts'
import type { ChangeSource, ProfileSource } from './profileSource.ts'
import { openedEnvelope } from './unwrap.ts'

/** A rule in exact paths from the record as it was read; those of `name`, `before`, `after` of a list start at an element. */
export type ExactChangeRule =
  | { readonly before: string; readonly after: string }
  | { readonly list: string; readonly name: string; readonly before: string; readonly after: string }
  | { readonly map: string }

/** Longest text that is opened as JSON on the way, in UTF-16 code units. */
const MAX_OPENED_CHARS = 1_000_000
/** Elements of a list that are looked at for the spelling of a key. */
const MAX_ELEMENTS = 100

/**
 * The profile's rules that find something in this record, in order; an alias gives a rule for each of its paths that
 * is there. Paths go on inside texts that hold JSON. Empty where the record states nothing, or the profile has no rules.
 */
export function changeRulesFor(spec: ProfileSource, payload: Payload): readonly ExactChangeRule[] {
  if (spec.changes.length === 0) return []
  const { record, path: envelope } = openedEnvelope(spec, payload)
  const isLoose = spec.looseHeaders || spec.looseKeys
  const prefix = envelope === null ? '' : (exactPath(payload, envelope, isLoose)?.text ?? '')
  const paths = pathResolver(spec)
  const find = (path: string): Found | null => {
    const found = exactPath(record, path, isLoose)
    return found === null ? null : { text: joined(prefix, found.text), value: found.value }
  }
  return spec.changes.flatMap((rule) => exactRules(rule, paths, find, isLoose))
}

interface Found {
  readonly text: string
  readonly value: Json
}

function exactRules(
  rule: ChangeSource,
  paths: (reference: string) => readonly string[],
  find: (path: string) => Found | null,
  isLoose: boolean,
): ExactChangeRule[] {
  switch (rule.kind) {
    case 'map':
      return paths(rule.map).flatMap((path) => {
        const found = find(path)
        return found === null ? [] : [{ map: found.text }]
      })
    case 'list':
      return paths(rule.list).flatMap((path) => {
        const found = find(path)
        if (found === null) return []
        const inElement = (reference: string): string => elementPath(found.value, reference, isLoose)
        const { name, before, after } = rule
        return [{ list: found.text, name: inElement(name), before: inElement(before), after: inElement(after) }]
      })
    case 'pair':
      return pairsOf(paths(rule.before), paths(rule.after)).flatMap(([before, after]) => {
        const [one, other] = [find(before), find(after)]
        return one === null && other === null ? [] : [{ before: one?.text ?? before, after: other?.text ?? after }]
      })
  }
}

/** Alternatives that belong together: the first of both, the second of both; of a single one with each of the others. */
function pairsOf(before: readonly string[], after: readonly string[]): readonly (readonly [string, string])[] {
  const count = Math.max(before.length, after.length)
  return Array.from({ length: count }, (_, i): readonly [string, string] => [
    before[Math.min(i, before.length - 1)],
    after[Math.min(i, after.length - 1)],
  ])
}

/** The spelling of a path in the elements of a list: that of the first element that has it, else as it stands. */
function elementPath(list: Json, path: string, isLoose: boolean): string {
  const opened = openedJson(list)
  for (const element of Array.isArray(opened) ? opened.slice(0, MAX_ELEMENTS) : []) {
    const found = exactPath(element, path, isLoose)
    if (found !== null) return found.text
  }
  return path
}

/** The path in the keys that are there, and where it leads; null where it leads nowhere. */
function exactPath(start: Json, path: string, isLoose: boolean): Found | null {
  const segments = parsePath(path)
  if (segments === null) return null
  const nested = follow(start, segments, 0, isLoose)
  if (nested !== null) return nested
  const keys = leadingKeys(segments)
  if (keys.length < 2 || keyIn(start, keys[0], isLoose) !== null) return null
  return follow(start, [{ kind: 'key', key: keys.join('.') }, ...segments.slice(keys.length)], 0, isLoose)
}

function follow(start: Json, segments: readonly Segment[], from: number, isLoose: boolean): Found | null {
  if (from === segments.length) return { text: '', value: start }
  const value = openedJson(start)
  const segment = segments[from]
  if (segment.kind === 'key') {
    const key = keyIn(value, segment.key, isLoose)
    if (key === null) return null
    const rest = follow((value as Payload)[key], segments, from + 1, isLoose)
    return rest === null ? null : { text: joined(keyText(key), rest.text), value: rest.value }
  }
  // A single object where a list is expected counts as a list of one.
  if (!Array.isArray(value)) return isObject(value) ? follow(value, segments, from + 1, isLoose) : null
  const candidates = segment.kind === 'index' ? [segment.index] : value.slice(0, MAX_ELEMENTS).map((_, i) => i)
  for (const index of candidates) {
    if (index >= value.length) return null
    if (segment.kind === 'where' && !isWhere(value[index], segment, isLoose)) continue
    const rest = follow(value[index], segments, from + 1, isLoose)
    if (rest === null) continue
    const text = segment.kind === 'any' ? '[*]' : `[${index}]`
    return { text: joined(text, rest.text), value: rest.value }
  }
  return null
}

function isObject(value: Json): value is Payload {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** A text that holds a JSON object or list as that, anything else as it is. */
function openedJson(value: Json): Json {
  if (typeof value !== 'string' || value.length > MAX_OPENED_CHARS || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as Json
  } catch {
    return value // not JSON after all: an ordinary text that begins with a bracket
  }
}

/** Only quotes and backslashes are escaped: that is all a rule's reader undoes. */
function keyText(key: string): string {
  return /^[^.[\]]+$/.test(key) ? key : `["${key.replaceAll(/["\\]/g, '\\$&')}"]`
}

function joined(head: string, rest: string): string {
  return head === '' || rest === '' || rest.startsWith('[') ? head + rest : `${head}.${rest}`
}
