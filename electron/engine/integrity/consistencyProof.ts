/** Consistency proofs (RFC 9162 §2.1.4): that a tree only grew, the old leaves unchanged in front. */
import type { Failure } from '../../../shared/failure.ts'
import { digestFailure, demand, lengthFailure, rangeFailure } from './requirements.ts'
import { hashesFailure, type LeafAccess, mismatchFailure, rootOfRange, splitOf } from './inclusionProof.ts'
import { nodeHash } from './merkleHash.ts'

/**
 * Proof that the tree of the first `firstSize` leaves is the beginning of the tree of the first `secondSize`
 * (RFC 9162 §2.1.4.1), in the order of the RFC; empty for equal sizes.
 * Requires 1 <= firstSize <= secondSize, else `integrity/out-of-range`.
 */
export function consistencyProof(leafAt: LeafAccess, firstSize: number, secondSize: number): Uint8Array[] {
  demand(sizesFailure(firstSize, secondSize))
  const proof: Uint8Array[] = []
  // SUBPROOF(m, D[first, end), b), told without recursion: each step adds one hash and halves the range.
  let first = 0
  let end = secondSize
  let isWholeFirstTree = true
  while (firstSize !== end) {
    const split = first + splitOf(end - first)
    if (firstSize <= split) {
      proof.push(rootOfRange(leafAt, split, end))
      end = split
    } else {
      proof.push(rootOfRange(leafAt, first, split))
      first = split
      isWholeFirstTree = false
    }
  }
  if (!isWholeFirstTree) proof.push(rootOfRange(leafAt, first, end))
  return proof.reverse()
}

/**
 * Null when the proof shows that the tree with `secondRoot` continues the one with `firstRoot` (RFC 9162 §2.1.4.2).
 * Else `integrity/out-of-range` (1 <= firstSize <= secondSize), `integrity/wrong-length` (hashes of 32 bytes, as many as
 * the sizes ask for) or `integrity/root-mismatch`, whose facts carry both roots and name the one that differs.
 */
export function verifyConsistency(
  firstSize: number,
  secondSize: number,
  proof: readonly Uint8Array[],
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
): Failure | null {
  const failure =
    sizesFailure(firstSize, secondSize) ??
    digestFailure('firstRoot', firstRoot) ??
    digestFailure('secondRoot', secondRoot) ??
    hashesFailure(proof)
  if (failure !== null) return failure
  const want = consistencyProofLength(firstSize, secondSize)
  if (proof.length !== want) return lengthFailure('proof', 'hashes', proof.length, want)
  if (firstSize === secondSize) return mismatchFailure('secondRoot', firstRoot, secondRoot)

  let { node, last } = startOf(firstSize, secondSize)
  const path = isPowerOfTwo(firstSize) ? [firstRoot, ...proof] : proof
  let first = path[0]
  let second = path[0]
  for (const hash of path.slice(1)) {
    if (node % 2 === 1 || node === last) {
      first = nodeHash(hash, first)
      second = nodeHash(hash, second)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      second = nodeHash(second, hash)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return mismatchFailure('firstRoot', firstRoot, first) ?? mismatchFailure('secondRoot', secondRoot, second)
}

/** Number of hashes of a consistency proof. Requires 1 <= firstSize <= secondSize. */
export function consistencyProofLength(firstSize: number, secondSize: number): number {
  if (firstSize === secondSize) return 0
  let { node, last } = startOf(firstSize, secondSize)
  let length = isPowerOfTwo(firstSize) ? 0 : 1
  for (; last > 0; node = Math.floor(node / 2), last = Math.floor(last / 2)) {
    if (node !== last || node % 2 === 1) length++
  }
  return length
}

/** Steps 3 and 4 of RFC 9162 §2.1.4.2: the last full subtree of the first tree, as a node of its level. */
function startOf(firstSize: number, secondSize: number): { node: number; last: number } {
  let node = firstSize - 1
  let last = secondSize - 1
  while (node % 2 === 1) {
    node = (node - 1) / 2
    last = Math.floor(last / 2)
  }
  return { node, last }
}

function sizesFailure(firstSize: number, secondSize: number): Failure | null {
  return (
    rangeFailure('secondSize', secondSize, 1, Number.MAX_SAFE_INTEGER) ??
    rangeFailure('firstSize', firstSize, 1, secondSize)
  )
}

function isPowerOfTwo(size: number): boolean {
  let rest = size
  while (rest % 2 === 0) rest /= 2
  return rest === 1
}
