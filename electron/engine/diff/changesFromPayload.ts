/**
 * Finds what a record says about before and after, wherever and however it says it.
 *
 * The profile's rules come first. Without one that fits, the payload is searched from the outside in for the shapes of
 * changeShapes.ts. A wrong find is worse than none: words that mostly mean something else (from/to of a mail,
 * before/after of a cursor, previous/current of a page) count only where their surroundings say "change".
 */
import type { Json } from '../../../shared/failure.ts'
import {
  isNothing,
  listWith,
  mapWith,
  type Shape,
  type ShapeId,
  shapeOfArray,
  shapesOfObject,
  type Surroundings,
} from './changeShapes.ts'
import { isChangesLikeKey, isListingKey } from './changeWords.ts'
import type { DiffNode, DiffOptions } from './diffNode.ts'
import { diffValues } from './diffValues.ts'
import { isArray, isContainer, isObject } from './json.ts'
import { containerFromText, openPair } from './jsonText.ts'
import { commonPath, type Path } from './path.ts'
import { placesOf } from './rulePath.ts'

/**
 * Where a profile says that before and after stand; paths as in profiles (`a.b`, `a[0]`, `a[*].b`, `a[type=User].b`),
 * in a `list` those of `name`, `before` and `after` start at the element.
 */
export type ChangeRule =
  | { readonly before: string; readonly after: string }
  | { readonly list: string; readonly name: string; readonly before: string; readonly after: string }
  | { readonly map: string }

/** What says that this is a change: a rule of the profile, by its index, or a shape that was recognised. */
export type FoundBy = { readonly rule: number } | { readonly shape: ShapeId }

export interface Changes {
  /** `created`: there is only an after. `deleted`: there is only a before. */
  readonly kind: 'created' | 'updated' | 'deleted'
  /** Where in the payload it was found: what holds both sides. Goes on inside texts that hold JSON. */
  readonly path: Path
  readonly by: FoundBy
  /** The sides as compared; absent where there is none. Of lists and maps: an object of field and value. */
  readonly before?: Json
  readonly after?: Json
  /** The comparison; of something created or deleted, field by field against nothing. */
  readonly diff: DiffNode
  /** Texts that hold JSON were opened to get here; the record has them as texts. */
  readonly opened: boolean
  /** Elements or members beside the changes that are none. */
  readonly skipped: number
  /** Further places in the same payload, in the order they were found. */
  readonly more: readonly Changes[]
}

/** Objects below the payload itself that are looked into; arrays and opened texts do not count as a level. */
const MAX_LEVELS = 4
/** Longest path that is followed; arrays in arrays add to it without being a level. */
const MAX_PATH = 32
/** Objects and arrays that are looked at. */
const MAX_VISITS = 20_000
/** Members whose names are read; objects and lists behind that are searched for nothing. */
const MAX_NAMES = 300_000
/** Names an element of a list is taken to have, when it is charged to {@link MAX_NAMES}. */
const NAMES_PER_ELEMENT = 4
/** Places that are reported. */
const MAX_FOUND = 100
/** Text that is opened while searching, in UTF-16 code units. */
const MAX_OPENED_TEXT = 4_000_000

/**
 * Before and after of an event; null where the payload states none. Rules are tried in order and the first that finds
 * something wins; `profile/invalid` for a rule whose path cannot be read. Shapes that are found but hold the same on
 * both sides are no change. The payload is never changed, and the search is bounded.
 */
export function changesFromPayload(
  payload: Json,
  rules: readonly ChangeRule[] = [],
  options: Partial<DiffOptions> = {},
): Changes | null {
  for (let rule = 0; rule < rules.length; rule++) {
    const found = foundByRule(payload, rules[rule])
    if (found.length > 0) return joined(found.map((place) => changesOf(place, { rule }, options)))
  }
  const found: Changes[] = []
  for (const place of search(payload)) {
    const changes = changesOf(place, { shape: place.shape.shape }, options)
    if (changes.diff.kind !== 'same') found.push(changes)
    if (found.length >= MAX_FOUND) break
  }
  return found.length > 0 ? joined(found) : null
}

interface Found {
  readonly path: Path
  readonly shape: Shape
  /** A text was opened on the way. */
  readonly opened: boolean
}

function joined(found: readonly Changes[]): Changes {
  return { ...found[0], more: found.slice(1) }
}

function changesOf({ path, shape, opened }: Found, by: FoundBy, options: Partial<DiffOptions>): Changes {
  const kind = kindOf(shape)
  const before = kind === 'created' ? undefined : shape.before
  const after = kind === 'deleted' ? undefined : shape.after
  // Against an empty value of its own kind, so that what was created shows field by field.
  const diff = diffValues(
    before === undefined ? emptyLike(after) : before,
    after === undefined ? emptyLike(before) : after,
    {
      opensJson: true,
      ...options,
    },
  )
  return {
    kind,
    path,
    by,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    diff,
    opened: opened || shape.opened,
    skipped: shape.skipped,
    more: [],
  }
}

/** null, "" and {} beside a whole object or array mean that there was none; beside a single value they are values. */
function kindOf({ before, after }: Shape): Changes['kind'] {
  if (before === undefined || (isNothing(before) && isContainer(after) && !isNothing(after))) return 'created'
  if (after === undefined || (isNothing(after) && isContainer(before) && !isNothing(before))) return 'deleted'
  return 'updated'
}

/** What a side that is missing is compared as. */
function emptyLike(other: Json | undefined): Json | undefined {
  if (isArray(other)) return []
  return isObject(other) ? {} : undefined
}

function foundByRule(payload: Json, rule: ChangeRule): Found[] {
  if ('map' in rule) {
    return placesOf(payload, rule.map).flatMap(({ path, value }): Found[] => {
      const { value: map, opened } = container(value)
      const shape = isObject(map) ? mapWith(map) : undefined
      return shape === undefined ? [] : [{ path, shape, opened }]
    })
  }
  if ('list' in rule) {
    return placesOf(payload, rule.list).flatMap(({ path, value }): Found[] => {
      const { value: list, opened } = container(value)
      const shape = isArray(list) ? listWith(list, (element) => entryByRule(element, rule)) : undefined
      return shape === undefined ? [] : [{ path, shape, opened }]
    })
  }
  const before = placesOf(payload, rule.before)[0]
  const after = placesOf(payload, rule.after)[0]
  if (isNothing(before?.value) && isNothing(after?.value)) return []
  const path = before && after ? commonPath(before.path, after.path) : (before ?? after).path.slice(0, -1)
  const pair = openPair(before?.value, after?.value, true)
  return [{ path, shape: { shape: 'pair', ...pair, keys: [], skipped: 0 }, opened: false }]
}

function entryByRule(element: Json, rule: { readonly name: string; readonly before: string; readonly after: string }) {
  const name = placesOf(element, rule.name)[0]?.value
  const before = placesOf(element, rule.before)[0]?.value
  const after = placesOf(element, rule.after)[0]?.value
  if (typeof name !== 'string' && typeof name !== 'number') return undefined
  return before === undefined && after === undefined ? undefined : { name: String(name), before, after }
}

function container(value: Json): { readonly value: Json; readonly opened: boolean } {
  const opened = typeof value === 'string' ? containerFromText(value) : undefined
  return { value: opened ?? value, opened: opened !== undefined }
}

interface Visit {
  readonly value: Json
  readonly path: Path
  readonly level: number
  /** Keys of the objects on the way, the innermost last. */
  readonly keys: readonly string[]
  readonly opened: boolean
}

/** Every place that has a shape, nearest to the top first. What a shape is made of is not searched again. */
function* search(payload: Json): Generator<Found> {
  const open: Visit[] = [{ value: payload, path: [], level: 0, keys: [], opened: false }]
  let textLeft = MAX_OPENED_TEXT
  let namesLeft = MAX_NAMES
  for (let next = 0; next < open.length && next < MAX_VISITS; next++) {
    const visit = open[next]
    const { value, path, level, keys, opened } = visit
    const around = surroundingsOf(keys)
    if (isObject(value)) namesLeft -= Object.keys(value).length
    else if (isArray(value)) namesLeft -= value.length * NAMES_PER_ELEMENT
    if (namesLeft < 0) return
    const visitChild = (segment: string | number, child: Json) => {
      const isNamed = typeof segment === 'string'
      if (open.length >= MAX_VISITS || path.length >= MAX_PATH || (isNamed && level >= MAX_LEVELS)) return
      let inner = child
      if (typeof child === 'string') {
        if (child.length > textLeft || !/^\s*[[{]/.test(child)) return
        textLeft -= child.length
        inner = containerFromText(child) ?? child
      }
      if (!isContainer(inner)) return
      open.push({
        value: inner,
        path: [...path, segment],
        level: isNamed ? level + 1 : level,
        keys: isNamed ? [...keys, segment] : keys,
        opened: opened || inner !== child,
      })
    }
    if (isArray(value)) {
      const shape = shapeOfArray(value, around)
      if (shape !== undefined) yield { path, shape, opened }
      else for (let i = 0; i < value.length && open.length < MAX_VISITS; i++) visitChild(i, value[i])
    } else if (isObject(value)) {
      const shapes = shapesOfObject(value, around)
      for (const shape of shapes) yield { path, shape, opened }
      if (shapes.some((shape) => shape.keys.length === 0)) continue
      const taken = new Set(shapes.flatMap((shape) => shape.keys))
      for (const key of Object.keys(value)) if (!taken.has(key)) visitChild(key, value[key])
    }
  }
}

function surroundingsOf(keys: readonly string[]): Surroundings {
  const nearest = keys.slice(-2)
  return {
    key: keys.at(-1) ?? '',
    inChanges: nearest.some(isChangesLikeKey),
    inListing: nearest.some(isListingKey),
  }
}
