/**
 * The two hashes a Merkle tree is made of (RFC 9162 §2.1.1): SHA-256(0x00 ‖ record) for a leaf, SHA-256(0x01 ‖ left ‖ right)
 * for a node. The prefixes keep a leaf from being passed off as a node.
 *
 * Every record of an import passes here, so bytes are gathered in buffers that are used again. They belong to one
 * thread (a module is loaded once per worker) and nothing in here waits, so two calls never share them.
 */
import { createHash } from 'node:crypto'
import { DIGEST_BYTES, sha256, sha256Into } from './digest.ts'
import { demand, digestFailure, lengthFailure, rangeFailure } from './requirements.ts'

/** Records up to this many bytes are hashed in one call from the scratch buffer; longer ones are not copied. */
const SCRATCH_RECORD_BYTES = 64 * 1024

const leafScratch = new Uint8Array(1 + SCRATCH_RECORD_BYTES) // leafScratch[0] stays 0x00
const nodeScratch = new Uint8Array(1 + 2 * DIGEST_BYTES)
nodeScratch[0] = 0x01

/** Leaf hash of a record: a new array of 32 bytes (RFC 9162 §2.1.1). */
export function leafHash(record: Uint8Array): Uint8Array {
  const out = new Uint8Array(DIGEST_BYTES)
  leafHashInto(record, out, 0)
  return out
}

/**
 * Leaf hashes of `count` records that lie in one buffer; record `i` is `bytes[starts[i], ends[i])`, half-open.
 * Writes `count` × 32 bytes from the beginning of `out`.
 * `integrity/wrong-length` when `out` is too short; `integrity/out-of-range` when a record does not lie in `bytes`.
 */
export function leafHashesInto(
  bytes: Uint8Array,
  starts: ArrayLike<number>,
  ends: ArrayLike<number>,
  count: number,
  out: Uint8Array,
): void {
  if (out.length < count * DIGEST_BYTES) {
    demand(lengthFailure('out', 'bytes', out.length, count * DIGEST_BYTES))
  }
  demand(rangeFailure('count', count, 0, Math.min(starts.length, ends.length)))
  for (let i = 0; i < count; i++) {
    const start = starts[i]
    const end = ends[i]
    if (!(start >= 0 && start <= end && end <= bytes.length)) {
      demand(rangeFailure(`starts[${i}]`, start, 0, bytes.length))
      demand(rangeFailure(`ends[${i}]`, end, start, bytes.length))
    }
    leafHashInto(bytes.subarray(start, end), out, i * DIGEST_BYTES)
  }
}

/** Hash of an inner node: a new array of 32 bytes (RFC 9162 §2.1.1). `integrity/wrong-length` unless both are 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  demand(digestFailure('left', left) ?? digestFailure('right', right))
  const out = new Uint8Array(DIGEST_BYTES)
  nodeHashInto(left, 0, right, 0, out, 0)
  return out
}

/**
 * Writes the node hash of `left[leftAt, leftAt + 32)` and `right[rightAt, rightAt + 32)` to `out[at, at + 32)`.
 * The ranges may be the same: both are copied before anything is written. Lengths are the caller's to keep.
 */
export function nodeHashInto(
  left: Uint8Array,
  leftAt: number,
  right: Uint8Array,
  rightAt: number,
  out: Uint8Array,
  at: number,
): void {
  for (let i = 0; i < DIGEST_BYTES; i++) {
    nodeScratch[1 + i] = left[leftAt + i]
    nodeScratch[1 + DIGEST_BYTES + i] = right[rightAt + i]
  }
  sha256Into(nodeScratch, out, at)
}

/** Root of a tree without leaves: SHA-256 of nothing (RFC 9162 §2.1.1). A new array of 32 bytes. */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0))
}

function leafHashInto(record: Uint8Array, out: Uint8Array, at: number): void {
  const length = record.length
  if (length <= SCRATCH_RECORD_BYTES) {
    leafScratch.set(record, 1)
    sha256Into(leafScratch.subarray(0, 1 + length), out, at)
  } else {
    out.set(createHash('sha256').update(leafScratch.subarray(0, 1)).update(record).digest(), at)
  }
}
