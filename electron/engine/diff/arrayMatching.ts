/** Which element of one array is which element of the other. */
import type { Json } from '../../../shared/failure.ts'
import { commonSubsequence, type MatchBudget } from './commonSubsequence.ts'
import type { ArrayMatch } from './diffNode.ts'
import { type Identities, UNKNOWN } from './identities.ts'
import { isArray, isObject, type JsonObject, memberOf } from './json.ts'
import { compareJson } from './valueOrder.ts'

/** Element `before` (or -1: none) is element `after` (or -1: none). `moved`: it changed its place among its neighbours. */
export interface MatchedPair {
  readonly before: number
  readonly after: number
  readonly moved: boolean
}

export interface ArrayMatching {
  readonly match: ArrayMatch
  /** In reading order: what stayed in place in its order; before each, first what left, then what came. */
  readonly pairs: readonly MatchedPair[]
}

/**
 * Members that name a thing, the strongest first, compared ignoring case, `_` and `-`. One is taken when every element
 * of both arrays is an object that has it as text or number, and no value stands twice on a side; of several the one
 * that matches most elements, the first of them in this list.
 */
const keyCandidates: readonly (readonly string[])[] = [
  ['id'],
  ['uuid'],
  ['guid'],
  ['uid'],
  ['arn'],
  ['key'],
  ['name'],
  ['displayname'],
  ['email'],
  ['username'],
  ['field'],
  ['property'],
  ['attribute'],
  ['path'],
  ['sid'],
  ['type', 'id'],
  ['type', 'name'],
  ['kind', 'name'],
  ['namespace', 'name'],
  ['role'],
  ['type'],
]

/** Longer keys, in UTF-16 code units, name nothing. */
const MAX_KEY = 20

/** Texts from this length on are paired with what stands in their place, so that their words can be compared. */
const LONG_TEXT = 32

/** Matches the elements of two arrays; the same pairs come out when they are compared the other way round. */
export function matchArrays(
  before: readonly Json[],
  after: readonly Json[],
  identities: Identities,
  budget: MatchBudget,
): ArrayMatching {
  const keyed = matchByKey(before, after, budget)
  if (keyed !== null) return keyed
  const a = before.map((item) => identities.of(item))
  const b = after.map((item) => identities.of(item))
  if (a.includes(UNKNOWN) || b.includes(UNKNOWN)) return matchByIndex(before.length, after.length, 'too-many-nodes')
  const isSwapped = isLaterSequence(before, after, a, b, identities)
  const anchors = anchorsOf(a, b, isSwapped, budget)
  if (anchors === null) return matchByIndex(before.length, after.length, 'too-large')
  const pairing = new Pairing(before.length, after.length, anchors)
  pairing.matchMoved(a, b)
  pairing.matchAlike(before, after)
  return { match: { by: 'sequence' }, pairs: pairing.pairs() }
}

function matchByKey(before: readonly Json[], after: readonly Json[], budget: MatchBudget): ArrayMatching | null {
  if (before.length === 0 || after.length === 0) return null
  if (!before.every(isObject) || !after.every(isObject)) return null
  let best: { keys: readonly string[]; a: readonly string[]; b: readonly string[]; matches: number } | null = null
  for (const candidate of keyCandidates) {
    const keys = spelledKeys(before[0], after[0], candidate)
    if (keys === null) continue
    const a = keyValues(before, keys)
    const b = a && keyValues(after, keys)
    if (a === null || b === null) continue
    const inAfter = new Set(b)
    const matches = a.reduce((count, value) => count + (inAfter.has(value) ? 1 : 0), 0)
    if (best === null || matches > best.matches) best = { keys, a, b, matches }
    if (matches === Math.min(a.length, b.length)) break
  }
  if (best === null) return null
  const numbers = new Map(best.a.map((value, i) => [value, i]))
  const a = best.a.map((_, i) => i)
  const b = best.b.map((value, i) => numbers.get(value) ?? a.length + i)
  const differing = best.a.findIndex((value, i) => value !== best.b[i])
  const isSwapped =
    a.length !== b.length ? a.length > b.length : differing >= 0 && best.a[differing] > best.b[differing]
  const anchors = anchorsOf(a, b, isSwapped, budget)
  if (anchors === null) return matchByIndex(a.length, b.length, 'too-large')
  const pairing = new Pairing(a.length, b.length, anchors)
  pairing.matchMoved(a, b)
  return { match: { by: 'key', keys: best.keys }, pairs: pairing.pairs() }
}

/** The candidate's members as both arrays' first elements spell them; of several spellings the least, whichever side asks. */
function spelledKeys(a: JsonObject, b: JsonObject, candidate: readonly string[]): readonly string[] | null {
  const keys: string[] = []
  for (const wanted of candidate) {
    const spellings = Object.keys(a).filter(
      (key) => key.length <= MAX_KEY && Object.hasOwn(b, key) && key.replace(/[_-]/g, '').toLowerCase() === wanted,
    )
    if (spellings.length === 0) return null
    keys.push(spellings.sort()[0])
  }
  return keys
}

/** One text per element; null where an element has no such key or two have the same. */
function keyValues(elements: readonly JsonObject[], keys: readonly string[]): readonly string[] | null {
  const seen = new Set<string>()
  for (const element of elements) {
    const values: (string | number)[] = []
    for (const key of keys) {
      const value = memberOf(element, key)
      if ((typeof value !== 'string' || value === '') && typeof value !== 'number') return null
      values.push(value)
    }
    // As JSON, so that 1 and "1" are two keys.
    const text = JSON.stringify(values)
    if (seen.has(text)) return null
    seen.add(text)
  }
  return [...seen]
}

function matchByIndex(before: number, after: number, why: 'too-large' | 'too-many-nodes'): ArrayMatching {
  const pairs: MatchedPair[] = []
  for (let i = 0; i < Math.max(before, after); i++) {
    pairs.push({ before: i < before ? i : -1, after: i < after ? i : -1, moved: false })
  }
  return { match: { by: 'index', why }, pairs }
}

function anchorsOf(a: readonly number[], b: readonly number[], isSwapped: boolean, budget: MatchBudget) {
  if (!isSwapped) return commonSubsequence(a, b, budget)
  const swapped = commonSubsequence(b, a, budget)
  return swapped && { a: swapped.b, b: swapped.a }
}

/** An order of the two sequences that does not depend on which of them is before: by length, then by content. */
function isLaterSequence(
  before: readonly Json[],
  after: readonly Json[],
  a: readonly number[],
  b: readonly number[],
  identities: Identities,
): boolean {
  if (a.length !== b.length) return a.length > b.length
  const differing = a.findIndex((number, i) => number !== b[i])
  return differing >= 0 && compareJson(before[differing], after[differing], identities) > 0
}

/** The partners of all elements, found in steps. */
class Pairing {
  /** Partner of each element, or -1. */
  readonly #ofBefore: Int32Array
  readonly #ofAfter: Int32Array
  readonly #anchors: { readonly a: readonly number[]; readonly b: readonly number[] }
  readonly #moved = new Set<number>()

  constructor(
    before: number,
    after: number,
    anchors: { readonly a: readonly number[]; readonly b: readonly number[] },
  ) {
    this.#ofBefore = new Int32Array(before).fill(-1)
    this.#ofAfter = new Int32Array(after).fill(-1)
    this.#anchors = anchors
    anchors.a.forEach((i, k) => {
      this.#link(i, anchors.b[k])
    })
  }

  /** Equal elements that are left over on both sides moved: the first with the first, and so on. */
  matchMoved(a: readonly number[], b: readonly number[]): void {
    const waiting = new Map<number, number[]>()
    for (let i = a.length - 1; i >= 0; i--) {
      if (this.#ofBefore[i] >= 0) continue
      const list = waiting.get(a[i])
      if (list === undefined) waiting.set(a[i], [i])
      else list.push(i)
    }
    for (let j = 0; j < b.length; j++) {
      if (this.#ofAfter[j] >= 0) continue
      const i = waiting.get(b[j])?.pop()
      if (i === undefined) continue
      this.#link(i, j)
      this.#moved.add(j)
    }
  }

  /** Between two anchors, what is left over and alike is one element that changed: the first with the first, and so on. */
  matchAlike(before: readonly Json[], after: readonly Json[]): void {
    this.#eachGap((startA, endA, startB, endB) => {
      const a = range(startA, endA).filter((i) => this.#ofBefore[i] < 0)
      const b = range(startB, endB).filter((j) => this.#ofAfter[j] < 0)
      for (let k = 0; k < Math.min(a.length, b.length); k++) {
        if (isAlike(before[a[k]], after[b[k]])) this.#link(a[k], b[k])
      }
    })
  }

  pairs(): MatchedPair[] {
    const pairs: MatchedPair[] = []
    this.#eachGap((startA, endA, startB, endB) => {
      for (let i = startA; i < endA; i++) {
        if (this.#ofBefore[i] < 0) pairs.push({ before: i, after: -1, moved: false })
      }
      for (let j = startB; j < endB; j++) pairs.push({ before: this.#ofAfter[j], after: j, moved: this.#moved.has(j) })
      if (endA < this.#ofBefore.length && endB < this.#ofAfter.length && this.#ofBefore[endA] === endB) {
        pairs.push({ before: endA, after: endB, moved: false })
      }
    })
    return pairs
  }

  #link(i: number, j: number): void {
    this.#ofBefore[i] = j
    this.#ofAfter[j] = i
  }

  /** Calls with what lies before each anchor, and with what lies behind the last; half-open. */
  #eachGap(visit: (startA: number, endA: number, startB: number, endB: number) => void): void {
    const { a, b } = this.#anchors
    let startA = 0
    let startB = 0
    for (let k = 0; k < a.length; k++) {
      visit(startA, a[k], startB, b[k])
      startA = a[k] + 1
      startB = b[k] + 1
    }
    visit(startA, this.#ofBefore.length, startB, this.#ofAfter.length)
  }
}

function isAlike(before: Json, after: Json): boolean {
  if (typeof before === 'string' && typeof after === 'string') {
    return Math.min(before.length, after.length) >= LONG_TEXT
  }
  return (isObject(before) && isObject(after)) || (isArray(before) && isArray(after))
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i)
}
