/**
 * One number per session id of a case, and per event the number of its session. Ids that all have an entry in the
 * dictionary are numbered by it; where some stand inline, each id is told apart by a 64-bit hash seeded at random, as the
 * ids of millions of sessions would not fit into memory.
 */
import { randomInt } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { Pause, rowsByKeys } from '../query/index.ts'
import { type CodeArray, type ColumnStore, INLINE_BIT, inlineText } from '../store/index.ts'

const FIELD = 'sessionId'

/** Events read at a time. */
const PAGE_EVENTS = 16_384

export interface SessionNumbers {
  /** Numbers are 1 … count - 1. */
  readonly count: number
  /** Number of each row's session; 0 for none. */
  readonly ofRow: CodeArray
  /** The id of a session. */
  id(number: number): string
}

/** Numbers the sessions of a case; reads every inline id once. Rejects with the signal's reason. */
export async function sessionNumbers(db: Database, store: ColumnStore, signal: AbortSignal): Promise<SessionNumbers> {
  const { codes, values, hasInline } = store.column(FIELD)
  if (!hasInline) return { count: values.length, ofRow: codes, id: (number) => values[number] }
  const text = db.prepare<[number], string | Buffer>(`SELECT "${FIELD}" FROM event WHERE id = ?`).pluck()
  const { places, low, high } = await hashedIds(db, codes, values, signal)
  const order = rowsByKeys(
    Uint32Array.from(places, (_, at) => at),
    [low, high],
  )
  // Places up to the dictionary's size are its entries, the others rows.
  const numberOfEntry = new Uint32Array(values.length)
  const ofRow = new Uint32Array(codes.length)
  const firstPlaces: number[] = [0]
  for (let i = 0; i < order.length; i++) {
    const at = order[i]
    const before = order[i - 1]
    if (i === 0 || low[at] !== low[before] || high[at] !== high[before]) firstPlaces.push(places[at])
    const number = firstPlaces.length - 1
    if (places[at] < values.length) numberOfEntry[places[at]] = number
    else ofRow[places[at] - values.length] = number
  }
  for (let row = 0; row < codes.length; row++) if (codes[row] < INLINE_BIT) ofRow[row] = numberOfEntry[codes[row]]
  return {
    count: firstPlaces.length,
    ofRow,
    id(number) {
      const place = firstPlaces[number]
      if (place < values.length) return values[place]
      const stored = text.get(place - values.length + 1)
      return stored === undefined ? '' : inlineText(stored)
    },
  }
}

/** Hashes of every entry of the dictionary and every inline id; a place is an entry's code, or a row behind all entries. */
async function hashedIds(
  db: Database,
  codes: CodeArray,
  values: readonly string[],
  signal: AbortSignal,
): Promise<{ places: Uint32Array; low: Uint32Array; high: Uint32Array }> {
  let count = values.length - 1
  for (let row = 0; row < codes.length; row++) if (codes[row] >= INLINE_BIT) count++
  const places = new Uint32Array(count)
  const low = new Uint32Array(count)
  const high = new Uint32Array(count)
  const seeds = [randomInt(2 ** 32), randomInt(2 ** 32)]
  let next = 0
  const add = (place: number, id: string): void => {
    places[next] = place
    low[next] = hashOf(id, seeds[0])
    high[next++] = hashOf(id, seeds[1])
  }
  for (let code = 1; code < values.length; code++) add(code, values[code])
  const page = db
    .prepare<[number, number], [number, string | Buffer]>(
      `SELECT id, "${FIELD}" FROM event WHERE id BETWEEN ? AND ? AND typeof("${FIELD}") IN ('text', 'blob') ORDER BY id`,
    )
    .raw()
  const pause = new Pause(signal)
  for (let start = 0; start < codes.length && next < count; start += PAGE_EVENTS) {
    for (const [id, stored] of page.all(start + 1, start + PAGE_EVENTS)) {
      if (next < count) add(values.length + id - 1, inlineText(stored))
    }
    await pause.maybe()
  }
  return { places: places.subarray(0, next), low: low.subarray(0, next), high: high.subarray(0, next) }
}

/** Seeded 32-bit hash of a text, one UTF-16 unit after the other, with the final mix of MurmurHash3. */
function hashOf(text: string, seed: number): number {
  let hash = seed | 0
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995)
    hash = (hash << 13) | (hash >>> 19)
  }
  hash ^= text.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
