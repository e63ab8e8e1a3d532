/**
 * The root of a Merkle tree while its leaves stream by.
 *
 * Holds the roots of the full subtrees that the leaves seen so far fall into, at most one per height (a compact
 * range): 32 bytes × 53 heights, whatever the number of leaves.
 */
import { DIGEST_BYTES } from './digest.ts'
import { emptyRoot, nodeHashInto } from './merkleHash.ts'
import { demand, digestFailure, lengthFailure } from './requirements.ts'

/** Leaf counts are safe integers, so a tree is never higher than this. */
const MAX_HEIGHT = 53

/** Takes leaf hashes in order and gives the root over all of them at any time. */
export class RootBuilder {
  /** Root of the full subtree of height h at bytes [32 h, 32 h + 32), valid where bit h of the count is set. */
  readonly #subtrees = new Uint8Array((MAX_HEIGHT + 1) * DIGEST_BYTES)
  readonly #carry = new Uint8Array(DIGEST_BYTES)
  #count = 0

  /** Leaves taken so far. */
  get count(): number {
    return this.#count
  }

  /** Takes the next leaf hash; its bytes are copied. `integrity/wrong-length` unless it has 32 bytes. */
  push(leaf: Uint8Array): void {
    if (leaf.length !== DIGEST_BYTES) demand(digestFailure('leaf', leaf))
    this.#take(leaf, 0)
  }

  /**
   * Takes leaf hashes that lie one behind the other, as `leafHashesInto` writes them.
   * `integrity/wrong-length` unless the length is a multiple of 32; then nothing is taken.
   */
  pushAll(leaves: Uint8Array): void {
    const rest = leaves.length % DIGEST_BYTES
    if (rest !== 0) demand(lengthFailure('leaves', 'bytes', leaves.length, leaves.length - rest + DIGEST_BYTES))
    for (let at = 0; at < leaves.length; at += DIGEST_BYTES) this.#take(leaves, at)
  }

  /** Root over the leaves taken so far (RFC 9162 §2.1.1): a new array of 32 bytes; SHA-256 of nothing before the first. */
  root(): Uint8Array {
    if (this.#count === 0) return emptyRoot()
    const root = new Uint8Array(DIGEST_BYTES)
    let started = false
    // The smallest subtree stands rightmost; what lies left of it is joined from right to left.
    for (let height = 0, rest = this.#count; rest > 0; height++, rest = Math.floor(rest / 2)) {
      if (rest % 2 === 0) continue
      const at = height * DIGEST_BYTES
      if (started) nodeHashInto(this.#subtrees, at, root, 0, root, 0)
      else root.set(this.#subtrees.subarray(at, at + DIGEST_BYTES))
      started = true
    }
    return root
  }

  #take(leaves: Uint8Array, leafAt: number): void {
    let height = 0
    let rest = this.#count
    let from = leaves
    let fromAt = leafAt
    // Counting up in binary: each carry joins two full subtrees of one height. Division, since counts pass 2^32.
    while (rest % 2 === 1) {
      nodeHashInto(this.#subtrees, height * DIGEST_BYTES, from, fromAt, this.#carry, 0)
      from = this.#carry
      fromAt = 0
      rest = (rest - 1) / 2
      height++
    }
    const at = height * DIGEST_BYTES
    for (let i = 0; i < DIGEST_BYTES; i++) this.#subtrees[at + i] = from[fromAt + i]
    this.#count++
  }
}

/** Root over leaf hashes in order (RFC 9162 §2.1.1): 32 bytes. `integrity/wrong-length` for a leaf that is not 32 bytes. */
export function rootOf(leaves: Iterable<Uint8Array>): Uint8Array {
  const builder = new RootBuilder()
  for (const leaf of leaves) builder.push(leaf)
  return builder.root()
}
