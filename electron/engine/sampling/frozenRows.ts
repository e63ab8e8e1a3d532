/** The events of a population, chunk by chunk, as few bytes: ten million in a row take a few kilobytes. */
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import {
  CHUNK_EVENTS,
  decodePlaces,
  emptyWords,
  encodePlaces,
  isSpan,
  type Rows,
  rowCount,
  rowsBetween,
  rowsOfWords,
  spanOf,
} from '../store/index.ts'

/** A chunk's part of a population, as it is kept. */
export interface FrozenPart {
  readonly chunk: number
  readonly items: Buffer
}

/** The parts of rows, ascending; the empty ones are left out. */
export function* frozenParts(rows: Rows): Generator<FrozenPart> {
  const span = spanOf(rows)
  for (let chunk = Math.floor(span.start / CHUNK_EVENTS); chunk * CHUNK_EVENTS < span.end; chunk++) {
    const start = chunk * CHUNK_EVENTS
    const part = rowsBetween(rows, start, start + CHUNK_EVENTS)
    const count = rowCount(part)
    if (count === 0) continue
    const places = new Uint16Array(count)
    for (let i = 0; i < count; i++) places[i] = (isSpan(part) ? part.start + i : part[i]) - start
    yield { chunk, items: encodePlaces(places) }
  }
}

export function putParts(db: Database, population: number, parts: Iterable<FrozenPart>): void {
  const put = db.prepare('INSERT INTO population_part (population, chunk, items) VALUES (?, ?, ?)')
  for (const { chunk, items } of parts) put.run(population, chunk, items)
}

/** The rows of a population. Fails with `case/damaged`. */
export function frozenRows(db: Database, population: number): Rows {
  const parts = db
    .prepare<[number], FrozenPart>('SELECT chunk, items FROM population_part WHERE population = ? ORDER BY chunk')
    .all(population)
  const last = parts.at(-1)?.chunk ?? -1
  if (last >= 2 ** 32 / CHUNK_EVENTS || parts.some(({ chunk }) => chunk < 0)) {
    fail({
      code: 'case/damaged',
      message: 'A population of the case can no longer be read',
      next: 'Run `vouch verify` on the case.',
    })
  }
  const words = emptyWords((last + 1) * CHUNK_EVENTS)
  for (const { chunk, items } of parts) {
    const start = chunk * CHUNK_EVENTS
    for (const place of decodePlaces(items)) words[(start + place) >>> 5] |= 1 << (place & 31)
  }
  return rowsOfWords(words, 0, words.length)
}
