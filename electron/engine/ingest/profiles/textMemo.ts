/**
 * Remembers what was worked out for a value: actions, services, error codes and roles repeat in every log.
 *
 * Bounded in number and length. Full, it starts anew; where values hardly ever repeat (ids, paths with ids), it stops
 * remembering, as looking up would then only cost.
 */

/** Values remembered, and the longest text among them, in UTF-16 code units. */
const MAX_REMEMBERED = 4096
const MAX_REMEMBERED_CHARS = 128
/** After so many values that were new, one in {@link LEAST_REPEATS} must have been known. */
const TRIAL = 4096
const LEAST_REPEATS = 1

/** `work` must depend on its value only. Values are told apart by type: `1` is not `'1'`. */
export function memoised<K extends string | number | boolean, T>(work: (value: K) => T): (value: K) => T {
  const remembered = new Map<K, T>()
  let hits = 0
  let misses = 0
  let isUseful = true
  return (value) => {
    if (!isUseful || (typeof value === 'string' && value.length > MAX_REMEMBERED_CHARS)) return work(value)
    const known = remembered.get(value)
    if (known !== undefined) {
      hits += 1
      return known
    }
    misses += 1
    if (misses > TRIAL) {
      isUseful = hits * LEAST_REPEATS >= misses
      hits = 0
      misses = 0
    }
    if (!isUseful || remembered.size >= MAX_REMEMBERED) remembered.clear()
    const key = detached(value)
    const result = work(key)
    if (isUseful) remembered.set(key, result)
    return result
  }
}

/** A copy that does not keep alive the longer text it may have been cut from (a cell of a row). */
function detached<K>(value: K): K {
  return typeof value === 'string' ? (` ${value}`.slice(1) as K) : value
}
