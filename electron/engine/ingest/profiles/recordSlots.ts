/**
 * Reads all that a profile wants of a record in one walk over the keys the record has.
 *
 * A profile knows a hundred paths, a record has thirty keys: asking path by path costs far more than looking at each
 * key once. What the walk finds lies in numbered slots, from which the rules read. Records of one file mostly have
 * the same keys in the same order, so what a key means is guessed from its place and looked up only where that fails;
 * with loose keys a spelling is loosened once and remembered. Only own keys are ever met, so no prototype is read.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import { looseInner, looseKey } from './looseKeys.ts'
import { leadingKeys, ownValue, type Segment, walk } from './path.ts'

/** Values of one record by slot; slot 0 is the record itself, slot 1 its {@link TURN}. Undefined: not there. */
export type Slots = readonly (Json | undefined)[]

/** Slot of a number that differs from one record to the next: comparing numbers is cheaper than keeping hold of lists. */
export const TURN = 1
const MAX_TURN = 2 ** 30 - 1

/** Reads the value of one path from the slots. */
export type SlotRead = (slots: Slots) => Json | undefined

export interface RecordSlots {
  /** Slot of a path of keys only; null where the path has brackets. To be asked before the first `read`. */
  readonly slotOf: (segments: readonly Segment[]) => number | null
  /** Reader of any path. To be asked before the first `read`. */
  readonly reader: (segments: readonly Segment[]) => SlotRead
  /** The record's values; a fresh list per record. */
  readonly read: (payload: Payload) => Slots
}

/** A key that is wanted in some object, or the flat key `a.b.c` of a path in the record itself. */
interface Wanted {
  readonly key: string
  readonly slot: number
  readonly child: Level | null
  /** Slot of `a` for a flat key, which counts only where the record has no `a`; -1 for an ordinary key. */
  readonly headSlot: number
}

/** What a key of a record means; several wanted keys may be met by one loose spelling. */
interface Hit extends Omit<Wanted, 'key'> {
  readonly isExact: boolean
  readonly next: Hit | null
}

/** The keys that are wanted in objects at one place. */
interface Level {
  readonly wanted: Map<string, { readonly slot: number; child: Level | null }>
  readonly flat: Map<string, Wanted>
  /** Spellings met so far. */
  readonly known: Map<string, Hit | null>
  readonly expectedKeys: (string | undefined)[]
  readonly expectedHits: (Hit | null)[]
}

/** Spellings remembered per level, and their length; those beyond are worked out each time. */
const MAX_KNOWN = 2048
const MAX_KNOWN_CHARS = 200
/** Leading keys of an object whose meaning is guessed from their place. */
const MAX_EXPECTED = 128

/** Slots of a profile; `isLoose`: keys are met whatever their case and separators, an exact key first. */
export function recordSlots(isLoose: boolean): RecordSlots {
  const root = newLevel()
  let count = 2
  let turn = 0
  let blank: (Json | undefined)[] = []

  const slotOfKeys = (keys: readonly string[]): number => {
    let level = root
    let slot = 0
    let headSlot = 0
    keys.forEach((key, depth) => {
      let wanted = level.wanted.get(key)
      if (wanted === undefined) {
        wanted = { slot: count, child: null }
        count += 1
        level.wanted.set(key, wanted)
      }
      slot = wanted.slot
      if (depth === 0) headSlot = slot
      if (depth + 1 < keys.length) level = wanted.child ??= newLevel()
    })
    if (keys.length > 1) {
      const flatKey = keys.join('.')
      root.flat.set(`${slot} ${flatKey}`, { key: flatKey, slot, child: null, headSlot })
    }
    return slot
  }
  const slotOf: RecordSlots['slotOf'] = (segments) => {
    const keys = leadingKeys(segments)
    return keys.length < segments.length ? null : slotOfKeys(keys)
  }
  const inner = isLoose ? looseInner : ownValue
  const reader: RecordSlots['reader'] = (segments) => {
    const keys = leadingKeys(segments)
    const slot = keys.length === 0 ? 0 : slotOfKeys(keys)
    if (keys.length === segments.length) return (slots) => slots[slot]
    return (slots) => {
      const value = slots[slot]
      return value === undefined ? undefined : walk(value, segments, keys.length, inner)
    }
  }

  // Set where a flat key was taken; should its head come later, what it gave is taken back.
  let tookFlat = false
  const visit = (level: Level, object: Payload, slots: (Json | undefined)[]): void => {
    const { expectedKeys, expectedHits } = level
    let place = 0
    for (const key in object) {
      let hit: Hit | null
      if (place < MAX_EXPECTED && expectedKeys[place] === key) hit = expectedHits[place]
      else {
        hit = hitOf(level, key, isLoose)
        if (place < MAX_EXPECTED && key.length <= MAX_KNOWN_CHARS) {
          expectedKeys[place] = key
          expectedHits[place] = hit
        }
      }
      place += 1
      while (hit !== null) {
        take(hit, object[key], slots)
        hit = hit.next
      }
    }
  }
  const take = (hit: Hit, value: Json, slots: (Json | undefined)[]): void => {
    const { slot, child, headSlot } = hit
    const wasThere = slots[slot] !== undefined
    if (headSlot >= 0) {
      if (slots[headSlot] !== undefined || (wasThere && !hit.isExact)) return
      slots[slot] = value
      tookFlat = true
      return
    }
    if (wasThere && !hit.isExact) return
    slots[slot] = value
    if (child === null) return
    if (wasThere || tookFlat) clear(child, slots)
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) visit(child, value as Payload, slots)
  }

  const read: RecordSlots['read'] = (payload) => {
    if (blank.length !== count) blank = new Array<undefined>(count).fill(undefined)
    const slots = blank.slice()
    slots[0] = payload
    turn = turn === MAX_TURN ? 1 : turn + 1
    slots[TURN] = turn
    tookFlat = false
    visit(root, payload, slots)
    return slots
  }
  return { slotOf, reader, read }
}

function newLevel(): Level {
  return {
    wanted: new Map(),
    flat: new Map(),
    known: new Map(),
    expectedKeys: new Array<undefined>(MAX_EXPECTED).fill(undefined),
    expectedHits: new Array<null>(MAX_EXPECTED).fill(null),
  }
}

function hitOf(level: Level, key: string, isLoose: boolean): Hit | null {
  const known = level.known.get(key)
  if (known !== undefined) return known
  const hit = findHit(level, key, isLoose)
  if (level.known.size < MAX_KNOWN && key.length <= MAX_KNOWN_CHARS) level.known.set(key, hit)
  return hit
}

function findHit(level: Level, key: string, isLoose: boolean): Hit | null {
  const loose = isLoose ? looseKey(key) : ''
  let next: Hit | null = null
  const add = (wanted: Wanted): void => {
    const isExact = wanted.key === key
    if (!isExact && (loose === '' || looseKey(wanted.key) !== loose)) return
    const { slot, child, headSlot } = wanted
    next = { slot, child, headSlot, isExact, next }
  }
  for (const wanted of level.flat.values()) add(wanted)
  for (const [name, wanted] of level.wanted) add({ key: name, ...wanted, headSlot: -1 })
  return next
}

function clear(level: Level, slots: (Json | undefined)[]): void {
  for (const { slot, child } of level.wanted.values()) {
    slots[slot] = undefined
    if (child !== null) clear(child, slots)
  }
}
