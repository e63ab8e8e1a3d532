/**
 * Remembers what was worked out for a text: actions, services, error codes and roles repeat in every log.
 *
 * Bounded in number and length. Full, it starts anew; where texts hardly ever repeat (ids, paths with ids), it stops
 * remembering, as looking up would then only cost.
 */

/** Texts remembered, and the longest among them, in UTF-16 code units. */
const MAX_REMEMBERED = 4096
const MAX_REMEMBERED_CHARS = 128
/** After so many texts that were new, at least as many must have been known. */
const TRIAL = 4096

/** `work` must depend on its text only. */
export function memoised<T>(work: (text: string) => T): (text: string) => T {
  const remembered = new Map<string, T>()
  let hits = 0
  let misses = 0
  let isUseful = true
  return (text) => {
    if (!isUseful || text.length > MAX_REMEMBERED_CHARS) return work(text)
    const known = remembered.get(text)
    if (known !== undefined) {
      hits += 1
      return known
    }
    misses += 1
    if (misses > TRIAL) {
      isUseful = hits >= misses
      hits = 0
      misses = 0
    }
    if (!isUseful || remembered.size >= MAX_REMEMBERED) remembered.clear()
    // A copy does not keep alive the longer text this one may have been cut from (a cell of a row).
    const copy = ` ${text}`.slice(1)
    const result = work(copy)
    if (isUseful) remembered.set(copy, result)
    return result
  }
}
