/**
 * Remembers what was worked out for a value: actions, services, error codes and roles repeat in every log.
 *
 * Bounded in number and length. Full, it starts anew; where values hardly ever repeat (ids, paths with ids), it stops
 * remembering, as looking up would then only cost.
 */

/** Values remembered, and the longest text among them, in UTF-16 code units. */
const MAX_REMEMBERED = 4096
const MAX_REMEMBERED_CHARS = 200
/** After so many values that were new, at least as many must have been known. */
const TRIAL = 8192

/** `work` must depend on its value only. Values are told apart by type: `1` is not `'1'`. */
export function memoised<K extends string | number | boolean, T>(work: (value: K) => T): (value: K) => T {
  const remembered = new Map<K, T>()
  let hits = 0
  let misses = 0
  return (value) => {
    if (misses < 0) return work(value)
    const known = remembered.get(value)
    if (known !== undefined) {
      hits += 1
      return known
    }
    const result = work(value)
    if (typeof value === 'string' && value.length > MAX_REMEMBERED_CHARS) return result
    misses += 1
    if (misses >= TRIAL) {
      const repeats = hits >= misses
      hits = 0
      misses = repeats ? 0 : -1
      if (!repeats) remembered.clear()
    }
    if (misses >= 0) {
      if (remembered.size >= MAX_REMEMBERED) remembered.clear()
      remembered.set(detached(value), result)
    }
    return result
  }
}

/** A copy that does not keep alive the longer text it may have been cut from (a cell of a row). */
function detached<K>(value: K): K {
  return typeof value === 'string' ? ((` ${value}`.slice(1) as unknown) as K) : value
}
