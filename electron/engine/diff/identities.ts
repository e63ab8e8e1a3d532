/**
 * A number for every distinct JSON value, so that equal subtrees are told in one comparison.
 *
 * Without it, comparing arrays of arrays would walk the same values once per level. Values are interned bottom-up:
 * a container's text is made of the numbers of what it holds, so the whole costs one walk.
 */
import type { Json } from '../../../shared/failure.ts'
import { isArray, isContainer } from './json.ts'

/** The value is too deep, or stands behind the node budget; nothing is known about it. */
export const UNKNOWN = -1

export class Identities {
  readonly #strings = new Map<string, number>()
  readonly #numbers = new Map<number, number>()
  readonly #shapes = new Map<string, number>()
  readonly #containers = new Map<object, number>()
  readonly #maxDepth: number
  #next = 3

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth
  }

  /** Learns a value and what it holds, up to `maxNodes` values. */
  learn(value: Json, maxNodes: number): void {
    this.#number(value, 0, { left: maxNodes })
  }

  /** Number of a value that was learned as a whole, equal for equal values whatever the order of keys; else {@link UNKNOWN}. */
  of(value: Json): number {
    if (isContainer(value)) return this.#containers.get(value) ?? UNKNOWN
    return this.#scalar(value)
  }

  #number(value: Json, depth: number, budget: { left: number }): number {
    budget.left--
    if (!isContainer(value)) return this.#scalar(value)
    if (depth >= this.#maxDepth || budget.left < 0) return UNKNOWN
    const known = this.#containers.get(value)
    if (known !== undefined) return known
    let shape: string
    let isKnown = true
    if (isArray(value)) {
      shape = '['
      for (const item of value) {
        const number = this.#number(item, depth + 1, budget)
        if (number === UNKNOWN) isKnown = false
        shape += `${number},`
        if (budget.left < 0) break
      }
    } else {
      shape = '{'
      for (const key of Object.keys(value).sort()) {
        const number = this.#number(value[key], depth + 1, budget)
        if (number === UNKNOWN) isKnown = false
        shape += `${this.#scalar(key)}:${number},`
        if (budget.left < 0) break
      }
    }
    if (!isKnown || budget.left < 0) return UNKNOWN
    const number = this.#numberIn(this.#shapes, shape)
    this.#containers.set(value, number)
    return number
  }

  #scalar(value: string | number | boolean | null): number {
    if (typeof value === 'string') return this.#numberIn(this.#strings, value)
    if (typeof value === 'number') return this.#numberIn(this.#numbers, value)
    return value === null ? 0 : value ? 1 : 2
  }

  #numberIn<K>(map: Map<K, number>, key: K): number {
    const known = map.get(key)
    if (known !== undefined) return known
    map.set(key, this.#next)
    return this.#next++
  }
}
