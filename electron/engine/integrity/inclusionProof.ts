/** Inclusion proofs (RFC 9162 §2.1.3): that a leaf stands at an index of a tree whose root is known. */
import type { Failure } from '../../../shared/failure.ts'
import { equalBytes, hexFromBytes } from './digest.ts'
import { nodeHash } from './merkleHash.ts'
import { demand, digestFailure, lengthFailure, rangeFailure } from './requirements.ts'
import { RootBuilder } from './rootBuilder.ts'

/** Gives the hash of leaf `index`, 32 bytes, valid until the next call; asked in ascending order within a proof run. */
export type LeafAccess = (index: number) => Uint8Array

/**
 * Audit path of leaf `index` in the tree of the first `size` leaves, the hash next to the leaf first
 * (RFC 9162 §2.1.3.1). Requires 0 <= index < size, else `integrity/out-of-range`.
 * Reads every leaf; for more than one proof use {@link inclusionProofs}.
 */
export function inclusionProof(leafAt: LeafAccess, index: number, size: number): Uint8Array[] {
  return inclusionProofs(leafAt, [index], size).proofs[0]
}

/**
 * Audit paths of several leaves in one pass over the tree, in the order of `indices`, and the root they lead to.
 * Indices are strictly ascending and below `size`, else `integrity/out-of-range`.
 */
export function inclusionProofs(
  leafAt: LeafAccess,
  indices: readonly number[],
  size: number,
): { readonly root: Uint8Array; readonly proofs: Uint8Array[][] } {
  demand(rangeFailure('size', size, 0, Number.MAX_SAFE_INTEGER))
  indices.forEach((index, i) => {
    demand(rangeFailure(`indices[${i}]`, index, i === 0 ? 0 : indices[i - 1] + 1, size - 1))
  })
  const proofs: Uint8Array[][] = indices.map(() => [])

  /** Root of leaves [first, end); adds its sibling hashes to proofs [from, to), whose leaves lie in that range. */
  const walk = (first: number, end: number, from: number, to: number): Uint8Array => {
    if (from === to) return rootOfRange(leafAt, first, end)
    // A range of one leaf too: the builder checks its length and copies it, so leafAt may use its buffer again.
    if (end - first === 1) return rootOfRange(leafAt, first, end)
    const split = first + splitOf(end - first)
    let middle = from
    while (middle < to && indices[middle] < split) middle++
    const left = walk(first, split, from, middle)
    const right = walk(split, end, middle, to)
    for (let i = from; i < middle; i++) proofs[i].push(right)
    for (let i = middle; i < to; i++) proofs[i].push(left)
    return nodeHash(left, right)
  }
  return { root: walk(0, size, 0, indices.length), proofs }
}

/**
 * Root implied by an inclusion proof (RFC 9162 §2.1.3.2): 32 bytes. Requires 0 <= index < size (`integrity/out-of-range`),
 * 32-byte hashes and as many of them as the place in the tree asks for (`integrity/wrong-length` states got and want).
 * Comparing with the trusted root is the caller's step, or see {@link verifyInclusion}.
 */
export function rootFromInclusionProof(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array {
  demand(inclusionFailure(leaf, index, size, proof))
  let node = index
  let last = size - 1
  let root: Uint8Array = leaf.slice()
  for (const hash of proof) {
    if (node % 2 === 1 || node === last) {
      root = nodeHash(hash, root)
      // A right-most node without sibling on its level moves up unhashed until it is a right child.
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      root = nodeHash(root, hash)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return root
}

/**
 * Null when the proof leads from the leaf to `root`; else the failure: those of {@link rootFromInclusionProof}, or
 * `integrity/root-mismatch`, whose facts carry both roots in hexadecimal (`expected`: the trusted one).
 */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): Failure | null {
  const failure = inclusionFailure(leaf, index, size, proof) ?? digestFailure('root', root)
  if (failure !== null) return failure
  return mismatchFailure('root', root, rootFromInclusionProof(leaf, index, size, proof))
}

/** Number of hashes an inclusion proof of leaf `index` in a tree of `size` has. Requires 0 <= index < size. */
export function inclusionProofLength(index: number, size: number): number {
  let length = 0
  for (let node = index, last = size - 1; last > 0; node = Math.floor(node / 2), last = Math.floor(last / 2)) {
    // Only the right-most node of a level may lack a sibling: it does when it is a left child.
    if (node !== last || node % 2 === 1) length++
  }
  return length
}

/** `integrity/root-mismatch` unless both are equal; facts `expected` and `found` in hexadecimal. */
export function mismatchFailure(name: string, expected: Uint8Array, found: Uint8Array): Failure | null {
  if (equalBytes(expected, found)) return null
  return {
    code: 'integrity/root-mismatch',
    message: `The proof leads to another ${name} than the trusted one`,
    facts: { name, expected: hexFromBytes(expected), found: hexFromBytes(found) },
  }
}

/** Root of leaves [first, end), half-open; of nothing where the range is empty. */
export function rootOfRange(leafAt: LeafAccess, first: number, end: number): Uint8Array {
  const builder = new RootBuilder()
  for (let index = first; index < end; index++) builder.push(leafAt(index))
  return builder.root()
}

/** Largest power of two below `size` (RFC 9162 §2.1.1: k < n <= 2k). Requires size >= 2. */
export function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

function inclusionFailure(leaf: Uint8Array, index: number, size: number, proof: readonly Uint8Array[]): Failure | null {
  const failure =
    rangeFailure('size', size, 1, Number.MAX_SAFE_INTEGER) ??
    rangeFailure('index', index, 0, size - 1) ??
    digestFailure('leaf', leaf)
  if (failure !== null) return failure
  const want = inclusionProofLength(index, size)
  if (proof.length !== want) return lengthFailure('proof', 'hashes', proof.length, want)
  return hashesFailure(proof)
}

/** `integrity/wrong-length` for the first hash of a proof that does not have 32 bytes. */
export function hashesFailure(proof: readonly Uint8Array[]): Failure | null {
  for (let i = 0; i < proof.length; i++) {
    const failure = digestFailure(`proof[${i}]`, proof[i])
    if (failure !== null) return failure
  }
  return null
}
