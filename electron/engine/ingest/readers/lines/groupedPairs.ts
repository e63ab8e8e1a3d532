/** Pairs as an object: a key that is there twice has a list. */
import type { Json } from '../../../../../shared/failure.ts'

/** Values by key, in the order of their first keys. From entries, own keys of any name are made, `__proto__` as well. */
export function grouped(pairs: readonly (readonly [string, string])[]): { readonly [key: string]: Json } {
  const values = new Map<string, string[]>()
  for (const [key, value] of pairs) {
    const known = values.get(key)
    if (known === undefined) values.set(key, [value])
    else known.push(value)
  }
  return Object.fromEntries([...values].map(([key, list]) => [key, list.length === 1 ? list[0] : list]))
}
