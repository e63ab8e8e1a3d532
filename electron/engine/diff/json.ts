/** Small questions about JSON values that the whole part asks. Keys are data: `__proto__` is a key like any other. */
import type { Json } from '../../../shared/failure.ts'

export type JsonObject = { readonly [key: string]: Json }
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isContainer(value: Json | undefined): value is readonly Json[] | JsonObject {
  return typeof value === 'object' && value !== null
}

export function isEmptyContainer(value: Json | undefined): boolean {
  if (isArray(value)) return value.length === 0
  if (!isObject(value)) return false
  for (const key in value) if (Object.hasOwn(value, key)) return false
  return true
}

export function typeOf(value: Json): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value as JsonType
}

/** The value's own member `key`; undefined where it has none. Never reaches a prototype. */
export function memberOf(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}

/** Object with these members. Defines them, so that `__proto__` becomes a member and not a prototype. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries)
}

/** Whether both are the same JSON value, whatever the order of keys. Without recursion: any depth. */
export function equalJson(before: Json, after: Json): boolean {
  const open: [Json, Json][] = [[before, after]]
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = pair
    if (a === b) continue
    if (isArray(a)) {
      if (!isArray(b) || a.length !== b.length) return false
      for (let i = 0; i < a.length; i++) {
        if (a[i] !== b[i]) open.push([a[i], b[i]])
      }
    } else if (isObject(a) && isObject(b)) {
      const keys = Object.keys(a)
      if (keys.length !== Object.keys(b).length) return false
      for (const key of keys) {
        if (!Object.hasOwn(b, key)) return false
        if (a[key] !== b[key]) open.push([a[key], b[key]])
      }
    } else {
      return false
    }
  }
  return true
}

/** Number of values in it that hold no other: scalars, empty objects, empty arrays. Without recursion: any depth. */
export function leafCount(value: Json): number {
  let count = 0
  const open: Json[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isContainer(next) || isEmptyContainer(next)) count++
    else for (const item of isArray(next) ? next : Object.values(next)) open.push(item)
  }
  return count
}
