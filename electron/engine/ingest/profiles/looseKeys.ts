/**
 * Keys matched ignoring case and separators: `Client IP`, `client_ip`, `clientIp` and `CLIENT-IP` are one key.
 *
 * Exports of one system differ in how they write their headers. Records of one file mostly share their keys, so
 * what a wanted key is called there is worked out once per set of keys.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import { type KeyLookup, ownValue } from './path.ts'

const MAX_MEMO = 20_000
const MAX_SHAPES = 32
const memo = new Map<string, string>()

/** Lower case, letters and digits only (of any script). Two keys are one where this is equal and not empty. */
export function looseKey(key: string): string {
  const known = memo.get(key)
  if (known !== undefined) return known
  const loose = key
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  if (memo.size < MAX_MEMO && key.length < 200) memo.set(key, loose)
  return loose
}

interface Shape {
  readonly keys: readonly string[]
  readonly byLoose: ReadonlyMap<string, string>
}

/** A lookup of its own for each profile: remembers the last sets of keys it met. An exact key always wins. */
export function looseLookup(): KeyLookup {
  const shapes: Shape[] = []
  let last: Payload | null = null
  let current: Shape | null = null
  const shapeOf = (payload: Payload): Shape => {
    if (payload === last && current !== null) return current
    const keys = Object.keys(payload)
    let shape = shapes.find((candidate) => equalKeys(candidate.keys, keys))
    if (shape === undefined) {
      shape = { keys, byLoose: keysByLoose(keys) }
      shapes.unshift(shape)
      if (shapes.length > MAX_SHAPES) shapes.pop()
    }
    last = payload
    current = shape
    return shape
  }
  return {
    root: (payload, key) => {
      if (Object.hasOwn(payload, key)) return payload[key]
      const real = shapeOf(payload).byLoose.get(looseKey(key))
      return real === undefined ? undefined : payload[real]
    },
    inner: (value: Json, key) => {
      const exact = ownValue(value, key)
      if (exact !== undefined) return exact
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
      const wanted = looseKey(key)
      for (const candidate of Object.keys(value)) {
        if (looseKey(candidate) === wanted) return (value as Payload)[candidate]
      }
      return undefined
    },
  }
}

function equalKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function keysByLoose(keys: readonly string[]): Map<string, string> {
  const map = new Map<string, string>()
  for (const key of keys) {
    const loose = looseKey(key)
    if (loose !== '' && !map.has(loose)) map.set(loose, key)
  }
  return map
}
