/**
 * Keys matched ignoring case and separators: `Client IP`, `client_ip`, `clientIp` and `CLIENT-IP` are one key.
 *
 * Exports of one system differ in how they write their headers.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import { type KeyLookup, ownValue } from './path.ts'

const MAX_MEMO = 20_000
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

/** Value of a key of an object, exactly so called or else the first that is loosely; nothing of lists and scalars. */
export function looseInner(value: Json, key: string): Json | undefined {
  const exact = ownValue(value, key)
  if (exact !== undefined) return exact
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  const wanted = looseKey(key)
  if (wanted === '') return undefined
  for (const candidate in value) {
    if (looseKey(candidate) === wanted) return (value as Payload)[candidate]
  }
  return undefined
}

/** What an object calls a key: exactly so, else (`isLoose`) the first that is loosely the same; null where it has none. */
export function keyIn(value: Json, key: string, isLoose: boolean): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  if (Object.hasOwn(value, key)) return key
  const wanted = isLoose ? looseKey(key) : ''
  if (wanted === '') return null
  return Object.keys(value).find((candidate) => looseKey(candidate) === wanted) ?? null
}

/** Whether an element of a list has the value that `[key=value]` asks for; case is ignored. */
export function isWhere(
  element: Json,
  segment: { readonly key: string; readonly value: string },
  isLoose: boolean,
): boolean {
  const key = keyIn(element, segment.key, isLoose)
  const value = key === null ? null : (element as Payload)[key]
  return value !== null && typeof value !== 'object' && String(value).toLowerCase() === segment.value
}

/**
 * Finds keys of records loosely, for a handful of paths; see recordSlots.ts for a whole profile. An exact key always
 * wins. The keys of a record are loosened once, however many profiles ask, and forgotten with the record.
 */
export function looseLookup(): KeyLookup {
  const known = new WeakMap<Payload, ReadonlyMap<string, string>>()
  return {
    root: (payload, key) => {
      if (Object.hasOwn(payload, key)) return payload[key]
      let byLoose = known.get(payload)
      if (byLoose === undefined) {
        byLoose = keysByLoose(payload)
        known.set(payload, byLoose)
      }
      const real = byLoose.get(looseKey(key))
      return real === undefined ? undefined : payload[real]
    },
    inner: looseInner,
  }
}

function keysByLoose(payload: Payload): Map<string, string> {
  const map = new Map<string, string>()
  for (const key in payload) {
    const loose = looseKey(key)
    if (loose !== '' && !map.has(loose)) map.set(loose, key)
  }
  return map
}
