/**
 * What a batch changed: numbers of events (or of notes), chunk by chunk, so that it can be undone exactly. A change of a
 * million events in a row takes some hundred bytes.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import { CHUNK_EVENTS } from '../store/index.ts'

/** Ascending distinct places in a chunk: place `p` of chunk `c` is number `c * CHUNK_EVENTS + p + 1`. */
export type Places = Uint16Array

/** Up to here a list is kept as it is. */
const PLAIN_PLACES = 32

const PLAIN = 0
const STEPS = 1

/** Level 1 does: what repeats are steps of 1. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** Keeps what a batch changed in a chunk. */
export function putPart(db: Database, batch: number, chunk: number, places: Places): void {
  if (places.length === 0) return
  db.prepare('INSERT INTO annotation_part (batch, chunk, items) VALUES (?, ?, ?)').run(
    batch,
    chunk,
    encodePlaces(places),
  )
}

/** The chunks a batch changed something in, with what it changed there, ascending. */
export function* partsOf(db: Database, batch: number): Generator<{ chunk: number; places: Places }> {
  const next = db.prepare<[number, number], { chunk: number; items: Buffer }>(
    'SELECT chunk, items FROM annotation_part WHERE batch = ? AND chunk > ? ORDER BY chunk LIMIT 1',
  )
  // One by one: while a statement is being stepped through, its connection can write nothing.
  for (let row = next.get(batch, -1); row !== undefined; row = next.get(batch, row.chunk)) {
    yield { chunk: row.chunk, places: decodePlaces(row.items) }
  }
}

/** Bytes that keep the places. */
export function encodePlaces(places: Places): Buffer {
  if (places.length <= PLAIN_PLACES) return Buffer.concat([Buffer.of(PLAIN), bytesOf(places)])
  const steps = new Uint16Array(places.length)
  for (let i = 0; i < places.length; i++) steps[i] = i === 0 ? places[0] : places[i] - places[i - 1]
  return Buffer.concat([Buffer.of(STEPS), zstdCompressSync(bytesOf(steps), LEVEL)])
}

/** The places that those bytes keep. Fails with `case/damaged`. */
export function decodePlaces(items: Buffer): Places {
  const body = items.subarray(1)
  const bytes = items[0] === STEPS ? inflated(body) : items[0] === PLAIN ? body : null
  if (bytes === null || bytes.length % 2 !== 0) {
    fail({
      code: 'case/damaged',
      message: 'What a change of annotations did can no longer be read',
      next: 'Run `vouch verify` on the case.',
    })
  }
  const places = new Uint16Array(bytes.length / 2)
  for (let i = 0; i < places.length; i++) places[i] = bytes.readUInt16LE(i * 2)
  if (items[0] === STEPS) for (let i = 1; i < places.length; i++) places[i] += places[i - 1]
  return places
}

function inflated(body: Buffer): Buffer | null {
  try {
    return zstdDecompressSync(body, { maxOutputLength: CHUNK_EVENTS * 2 })
  } catch {
    // Told by the caller, as damage.
    return null
  }
}

function bytesOf(values: Uint16Array): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (let i = 0; i < values.length; i++) bytes.writeUInt16LE(values[i], i * 2)
  return bytes
}
