/**
 * Numbers of a chunk as few bytes: what a change of annotations touched, what a population holds. A stretch of a million
 * numbers in a row takes some hundred bytes.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { fail } from '../../../shared/failure.ts'
import { CHUNK_EVENTS } from './columnChunk.ts'

/** Ascending distinct places in a chunk: place `p` of chunk `c` is number `c * CHUNK_EVENTS + p + 1`. */
export type Places = Uint16Array

/** Up to here a list is kept as it is. */
const PLAIN_PLACES = 32

const PLAIN = 0
const STEPS = 1

/** Level 1 does: what repeats are steps of 1. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

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
      message: 'A list of numbers of events in the case can no longer be read',
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
