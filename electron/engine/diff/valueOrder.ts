/**
 * A total order of JSON values. It means nothing to the reader; it lets a comparison of (a, b) and one of (b, a) take
 * the same decisions.
 */
import type { Json } from '../../../shared/failure.ts'
import { type Identities, UNKNOWN } from './identities.ts'
import { isArray, isObject, typeOf } from './json.ts'

/** Negative, 0 or positive as a sorts before, with or after b. Equal subtrees that `identities` knows are skipped. */
export function compareJson(a: Json, b: Json, identities: Identities): number {
  if (isSame(a, b, identities)) return 0
  const typeA = typeOf(a)
  const typeB = typeOf(b)
  if (typeA !== typeB) return typeA < typeB ? -1 : 1
  if (isArray(a) && isArray(b)) {
    if (a.length !== b.length) return a.length - b.length
    const i = a.findIndex((item, k) => !isSame(item, b[k], identities))
    return i < 0 ? 0 : compareJson(a[i], b[i], identities)
  }
  if (isObject(a) && isObject(b)) {
    // The least key at which they differ decides; found without sorting, since this runs once per array on the way.
    let least: string | null = null
    for (const key of Object.keys(a)) {
      if ((least === null || key < least) && !(Object.hasOwn(b, key) && isSame(a[key], b[key], identities))) least = key
    }
    for (const key of Object.keys(b)) {
      if ((least === null || key < least) && !Object.hasOwn(a, key)) least = key
    }
    if (least === null) return 0
    if (!Object.hasOwn(a, least)) return -1
    if (!Object.hasOwn(b, least)) return 1
    return compareJson(a[least], b[least], identities)
  }
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : 1
}

function isSame(a: Json, b: Json, identities: Identities): boolean {
  if (a === b) return true
  const number = identities.of(a)
  return number !== UNKNOWN && number === identities.of(b)
}
