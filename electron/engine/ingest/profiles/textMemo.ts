/**
 * Remembers what was worked out for a text: actions, services, error codes and roles repeat in every log.
 *
 * Bounded in number and length. Full, it starts anew; where texts hardly ever repeat (ids, paths with ids), it stops
 * remembering, as looking up would then only cost.
 */

import { textPlace } from '../../base/index.ts'

/** Texts remembered, and the longest among them, in UTF-16 code units. */
const MAX_REMEMBERED = 4096
const MAX_REMEMBERED_CHARS = 128
/** After so many texts that were new, at least as many must have been known. */
const TRIAL = 4096
/** Places for the texts met last, a power of two: found by a few of their characters, without hashing a whole text. */
const PLACES = 256

interface Entry<T> {
  readonly text: string
  readonly result: T
}

/** `work` must depend on its text only. */
export function memoised<T>(work: (text: string) => T): (text: string) => T {
  const remembered = new Map<string, Entry<T>>()
  const places = new Array<Entry<T> | undefined>(PLACES).fill(undefined)
  let hits = 0
  let misses = 0
  let isUseful = true
  const workedOut = (text: string): T => {
    misses += 1
    if (misses > TRIAL) {
      isUseful = hits >= misses
      hits = 0
      misses = 0
    }
    if (!isUseful || remembered.size >= MAX_REMEMBERED) {
      remembered.clear()
      places.fill(undefined)
    }
    // A copy does not keep alive the longer text this one may have been cut from (a cell of a row).
    const copy = ` ${text}`.slice(1)
    const result = work(copy)
    if (isUseful) remembered.set(copy, { text: copy, result })
    return result
  }
  return (text) => {
    const { length } = text
    if (!isUseful || length > MAX_REMEMBERED_CHARS || length === 0) return work(text)
    const place = textPlace(text, PLACES)
    const last = places[place]
    if (last !== undefined && last.text === text) {
      hits += 1
      return last.result
    }
    const known = remembered.get(text)
    if (known === undefined) return workedOut(text)
    hits += 1
    places[place] = known
    return known.result
  }
}
