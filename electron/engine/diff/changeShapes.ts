/** The shapes in which systems write a change, each a function from a value to what it holds before and after. */
import type { Json } from '../../../shared/failure.ts'
import {
  fieldNameRank,
  isChangesKey,
  isListingKey,
  isListingSibling,
  isStateStem,
  type SideKey,
  sideKeyOf,
  wordsOf,
} from './changeWords.ts'
import { isArray, isContainer, isEmptyContainer, isObject, type JsonObject, memberOf, objectOf } from './json.ts'
import { openPair } from './jsonText.ts'

/**
 * `pair`: {before, after}, {oldValue, newValue} … · `fields`: old_role and new_role, previousName and name, one pair or
 * more side by side · `entry`: {field, old, new} · `list`: entries one after the other, as ModifiedProperties ·
 * `map`: {field: [old, new]} or {field: {old, new}} · `parameters`: [{name: "old_value", value}, {name: "new_value", value}].
 */
export type ShapeId = 'pair' | 'fields' | 'entry' | 'list' | 'map' | 'parameters'

/** Undefined stands for a side that is not there at all. */
export interface Sides {
  readonly before: Json | undefined
  readonly after: Json | undefined
}

export interface Shape extends Sides {
  readonly shape: ShapeId
  /** Keys of the object that the shape is made of; empty where it is all of it. */
  readonly keys: readonly string[]
  /** JSON texts among the values were opened. */
  readonly opened: boolean
  /** Elements or members that are no changes and were left out. */
  readonly skipped: number
}

/** What the way to a value says about it. */
export interface Surroundings {
  /** Key it stands under (arrays have that of their own); empty at the top. */
  readonly key: string
  /** It or what holds it stands under a key that says "change". */
  readonly inChanges: boolean
  /** It stands under a key that says "query", "filter", "page" … */
  readonly inListing: boolean
}

/** All shapes an object has. */
export function shapesOfObject(value: JsonObject, around: Surroundings): Shape[] {
  const entry = entryOf(value, around, 100)
  if (entry !== undefined) {
    const opened = openPair(entry.before, entry.after, true)
    return [{ shape: 'entry', ...namedSides([[entry.name, opened]]), keys: [], opened: opened.opened, skipped: 0 }]
  }
  const bySides = sidesByStem(value)
  const pairs = bySides.size > 0 ? pairsOf(value, around, bySides) : []
  const shapes: Shape[] = pairs.map((pair) => ({
    shape: 'pair',
    ...openPair(pair.before, pair.after, true),
    keys: pair.keys,
    skipped: 0,
  }))
  const taken = new Set(pairs.flatMap((pair) => pair.keys))
  const fields = bySides.size > 0 ? fieldsOf(value, around, bySides, taken) : undefined
  if (fields !== undefined) shapes.push(fields)
  if (shapes.length === 0) {
    const map = mapOf(value, around)
    if (map !== undefined) shapes.push(map)
  }
  return shapes
}

/** The shape an array has: a list of entries, or parameters. */
export function shapeOfArray(value: readonly Json[], around: Surroundings): Shape | undefined {
  return listOf(value, around) ?? parametersOf(value, around)
}

/** A list of entries read with the keys a profile names. */
export function listWith(
  value: readonly Json[],
  read: (element: Json) => (Sides & { readonly name: string }) | undefined,
): Shape | undefined {
  const entries = value.map(read).filter((entry) => entry !== undefined)
  if (entries.length === 0) return undefined
  let opened = false
  const sides = entries.map((entry): [string, Sides] => {
    const pair = openPair(entry.before, entry.after, true)
    opened ||= pair.opened
    return [entry.name, pair]
  })
  return { shape: 'list', ...namedSides(sides), keys: [], opened, skipped: value.length - entries.length }
}

/** A map of fields, whatever the key it stands under. */
export function mapWith(value: JsonObject): Shape | undefined {
  return mapFrom(
    Object.entries(value),
    Object.keys(value).length,
    { key: 'changes', inChanges: true, inListing: false },
    true,
  )
}

interface Pair extends Sides {
  readonly keys: readonly string[]
}

/** Pairs of keys that hold the state as a whole, those with objects or arrays first. */
function pairsOf(value: JsonObject, around: Surroundings, bySides = sidesByStem(value)): Pair[] {
  const pairs: Pair[] = []
  for (const [stem, sides] of bySides) {
    if (!isStateStem(stem)) continue
    const pair = pairFrom(value, stem, sides)
    if (pair !== undefined && isBelievable(value, pair, sides, around)) pairs.push(pair)
  }
  const rank = (pair: Pair) => (isContainer(pair.before) || isContainer(pair.after) ? 0 : 1)
  return pairs.sort((a, b) => rank(a) - rank(b))
}

interface StemSides {
  before?: SideKey
  after?: SideKey
}

function sidesByStem(value: JsonObject): Map<string, StemSides> {
  const bySides = new Map<string, StemSides>()
  for (const key of Object.keys(value)) {
    const found = sideKeyOf(key)
    if (found === undefined) continue
    const sides = bySides.get(found.stem) ?? {}
    bySides.set(found.stem, sides)
    // fromString beside from (Jira): both are stems of their own. Twice the same stem and side: the first counts.
    if (found.side === 'before') sides.before ??= found
    else sides.after ??= found
  }
  return bySides
}

function pairFrom(value: JsonObject, stem: string, sides: StemSides): Pair | undefined {
  const { before, after } = sides
  const pair: Pair = {
    before: before && memberOf(value, before.key),
    after: after && memberOf(value, after.key),
    keys: [before?.key, after?.key].filter((key) => key !== undefined),
  }
  if (isNothing(pair.before) && isNothing(pair.after)) return undefined
  if (before !== undefined && after !== undefined) return pair
  // One side alone: `new_value` says enough; a bare `after` may be a cursor, so it must hold a state.
  const only = before ?? after
  const family = only?.family
  if (family === 'from' || family === 'previous') return only?.stem === 'changed' ? pair : undefined
  const held = before === undefined ? pair.after : pair.before
  return /^values?$/.test(stem) || (isContainer(held) && !isEmptyContainer(held)) ? pair : undefined
}

function isBelievable(value: JsonObject, pair: Pair, sides: StemSides, around: Surroundings): boolean {
  const families = [sides.before?.family, sides.after?.family].filter((family) => family !== undefined)
  if (families.includes('from')) {
    // `from` goes with `to` only; changedFrom and changedTo say it themselves.
    return (
      families.every((family) => family === 'from') &&
      (around.inChanges || sides.before?.stem === 'changed' || sides.after?.stem === 'changed')
    )
  }
  if (families.includes('old') || around.inChanges) return true
  if (isContainer(pair.before) || isContainer(pair.after)) return !around.inListing
  if (around.inListing || Object.keys(value).some(isListingSibling)) return false
  return !(isTime(pair.before) && isTime(pair.after))
}

/** Pairs of keys about one field each: old_role and new_role, previousName and name. */
function fieldsOf(
  value: JsonObject,
  around: Surroundings,
  bySides: ReadonlyMap<string, StemSides>,
  taken: ReadonlySet<string>,
): Shape | undefined {
  const named: [string, Sides][] = []
  const keys: string[] = []
  const bareKeys = new Map(Object.keys(value).map((key) => [wordsOf(key).join(' '), key]))
  for (const [stem, sides] of bySides) {
    const { before } = sides
    if (stem === '' || before === undefined || before.family === 'from' || taken.has(before.key)) continue
    const isBare = sides.after === undefined && !isStateStem(stem)
    const afterKey = sides.after?.key ?? (isBare ? bareKeys.get(stem) : undefined)
    if (afterKey === undefined || taken.has(afterKey) || sides.after?.family === 'from') continue
    // previousId beside id is a link between records; original_x beside x may be the name of an upload.
    if (isBare && (stem === 'id' || /^original/i.test(before.key))) continue
    const pair = { before: memberOf(value, before.key), after: memberOf(value, afterKey) }
    if (isNothing(pair.before) && isNothing(pair.after)) continue
    if (before.family !== 'old' && around.inListing) continue
    if (isTime(pair.before) && isTime(pair.after) && before.family === 'before') continue
    named.push([sides.after?.label ?? afterKey, pair])
    keys.push(before.key, afterKey)
  }
  if (named.length === 0) return undefined
  let opened = false
  const sides = named.map(([name, pair]): [string, Sides] => {
    const open = openPair(pair.before, pair.after, false)
    opened ||= open.opened
    return [name, open]
  })
  return { shape: 'fields', ...namedSides(sides), keys, opened, skipped: 0 }
}

/** One entry: its field's name and both sides. `leastRank` as in {@link fieldNameRank}. */
function entryOf(
  value: Json,
  around: Surroundings,
  leastRank: number,
): (Sides & { readonly name: string }) | undefined {
  if (!isObject(value)) return undefined
  let nameKey: string | undefined
  let best = leastRank - 1
  for (const key of Object.keys(value)) {
    const rank = fieldNameRank(key)
    const name = value[key]
    if (rank > best && ((typeof name === 'string' && name !== '') || typeof name === 'number')) {
      nameKey = key
      best = rank
    }
  }
  if (nameKey === undefined) return undefined
  // Beside the name of a field even from/to is a change.
  const inside = best >= 100 ? { ...around, inChanges: true } : around
  const bySides = sidesByStem(value)
  for (const stem of ['string', 'value', 'values', '', 'changed']) {
    const sides = bySides.get(stem)
    if (sides === undefined) continue
    const pair: Pair = {
      before: sides.before && memberOf(value, sides.before.key),
      after: sides.after && memberOf(value, sides.after.key),
      keys: [],
    }
    if ((pair.before !== undefined || pair.after !== undefined) && isBelievable(value, pair, sides, inside)) {
      return { name: String(value[nameKey]), before: pair.before, after: pair.after }
    }
  }
  return undefined
}

/** Entries one after the other; at least half of the elements must be some, all that are not are counted. */
function listOf(value: readonly Json[], around: Surroundings): Shape | undefined {
  const list = listWith(value, (element) => entryOf(element, around, 1))
  return list !== undefined && list.skipped * 2 <= value.length ? list : undefined
}

/**
 * Fields with a pair each. Arrays [old, new] count only where the key says "changes", every member is one, and they
 * hold no objects: two objects in an array are more often two things (`policyDelta.bindingDeltas`) than one thing twice.
 */
function mapOf(value: JsonObject, around: Surroundings): Shape | undefined {
  const members = Object.entries(value)
  const isChanges = isChangesKey(around.key)
  if (isChanges) {
    const arePairs = members.every(([, member]) => isArray(member) && member.length === 2 && !member.some(isObject))
    return mapFrom(members, members.length, around, arePairs)
  }
  // Elsewhere: only objects that are nothing but a pair, and not where one such object holds whole states itself.
  const fields = members.filter(([key, member]) => isBarePair(member) && !isHolderKey(key))
  const isSingleState =
    fields.length === 1 && Object.values(fields[0][1] as JsonObject).some((side) => isContainer(side))
  if (fields.length === 0 || isSingleState) return undefined
  const map = mapFrom(fields, fields.length, around, false)
  return map && { ...map, keys: fields.map(([key]) => key) }
}

function mapFrom(
  members: readonly [string, Json][],
  count: number,
  around: Surroundings,
  arePairs: boolean,
): Shape | undefined {
  let opened = false
  const named: [string, Sides][] = []
  for (const [name, member] of members) {
    let sides: Sides | undefined
    if (isArray(member)) {
      if (arePairs && member.length === 2) sides = { before: member[0], after: member[1] }
    } else if (isObject(member)) {
      sides = pairsOf(member, { ...around, key: name, inListing: around.inListing || isListingKey(name) })[0]
    }
    if (sides === undefined) continue
    const pair = openPair(sides.before, sides.after, false)
    opened ||= pair.opened
    named.push([name, pair])
  }
  if (named.length === 0) return undefined
  return { shape: 'map', ...namedSides(named), keys: [], opened, skipped: count - named.length }
}

function isBarePair(value: Json): boolean {
  if (!isObject(value)) return false
  const keys = Object.keys(value)
  if (keys.length !== 2) return false
  const [a, b] = keys.map(sideKeyOf)
  return a !== undefined && b !== undefined && a.side !== b.side && a.stem === b.stem && isStateStem(a.stem)
}

/** Keys that hold a change rather than name the field that changed. */
function isHolderKey(key: string): boolean {
  return (
    isChangesKey(key) || isStateStem(wordsOf(key).join(' ')) || /^(meta_?data|details?|context|body|event)$/i.test(key)
  )
}

/** Google Workspace and its kin: parameters as a list of names with values, among them an old and a new one. */
function parametersOf(value: readonly Json[], around: Surroundings): Shape | undefined {
  const named: [string, Json][] = []
  for (const element of value) {
    if (!isObject(element)) return undefined
    const keys = Object.keys(element)
    const nameKey = keys.find((key) => key === 'name' || key === 'key' || key === 'Name' || key === 'Key')
    const valueKey = keys.find((key) => /value$/i.test(key))
    const name = nameKey === undefined ? undefined : element[nameKey]
    if (typeof name !== 'string') return undefined
    if (valueKey !== undefined) named.push([name, element[valueKey]])
  }
  if (!named.some(([name]) => sideKeyOf(name)?.family === 'old')) return undefined
  const pair = pairsOf(objectOf(named), { ...around, inListing: false })[0]
  if (pair === undefined) return undefined
  return { shape: 'parameters', ...openPair(pair.before, pair.after, true), keys: [], skipped: 0 }
}

/** Both sides as objects of named fields; a name that comes again gets a number, so that nothing is lost. */
function namedSides(named: readonly (readonly [string, Sides])[]): Sides {
  const counts = new Map<string, number>()
  const before: [string, Json][] = []
  const after: [string, Json][] = []
  for (const [name, sides] of named) {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    const label = count === 1 ? name : `${name} #${count}`
    if (sides.before !== undefined) before.push([label, sides.before])
    if (sides.after !== undefined) after.push([label, sides.after])
  }
  return {
    before: before.length > 0 ? objectOf(before) : undefined,
    after: after.length > 0 ? objectOf(after) : undefined,
  }
}

/** Nothing that could have changed: not there, null, an empty text or container. */
export function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || value === 'null' || isEmptyContainer(value)
}

function isTime(value: Json | undefined): boolean {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(value)
}
