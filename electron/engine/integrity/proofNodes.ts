/**
 * Inclusion proofs of many leaves at once, in a form where each hash stands once: the nodes of the tree by level and index.
 *
 * Levels count from the leaves (0). A level has half as many nodes as the one below, rounded up; the last node of a level
 * with an odd number of them has no sibling and moves up as it is. That is the tree of RFC 9162 §2.1.1 seen from below, and
 * the siblings on the way of a leaf to the root are the audit path of §2.1.3.1.
 */
import type { Failure } from '../../../shared/failure.ts'
import { DIGEST_BYTES } from './digest.ts'
import { mismatchFailure } from './inclusionProof.ts'
import { emptyRoot, nodeHash, nodeHashInto } from './merkleHash.ts'
import { demand, digestFailure, lengthFailure, rangeFailure } from './requirements.ts'

/** Nodes of one level that proofs need: ascending indices, and the hash of each, 32 bytes, in that order. */
export interface LevelNodes {
  readonly indices: Float64Array
  readonly hashes: Uint8Array
}

/**
 * Takes the leaf hashes of a tree in order and keeps the siblings that the proofs of some leaves need. Holds 40 bytes per
 * such node: at most one per chosen leaf and level, and never more than twice as many as there are leaves.
 */
export class ProofNodes {
  readonly #size: number
  readonly #levels: Level[]
  #count = 0

  /** Requires 0 <= index < size, strictly ascending, else `integrity/out-of-range`. */
  constructor(indices: ArrayLike<number>, size: number) {
    demand(rangeFailure('size', size, 0, Number.MAX_SAFE_INTEGER))
    for (let i = 0; i < indices.length; i++)
      demand(rangeFailure(`indices[${i}]`, indices[i], i === 0 ? 0 : indices[i - 1] + 1, size - 1))
    this.#size = size
    this.#levels = []
    let way: Float64Array = Float64Array.from(indices)
    for (let last = size - 1; ; last = Math.floor(last / 2)) {
      this.#levels.push(new Level(siblingsOf(way, last)))
      if (last <= 0) break
      way = parentsOf(way)
    }
  }

  /** Takes leaf hashes that lie one behind the other. `integrity/wrong-length`, `integrity/out-of-range` for more than the size. */
  pushAll(leaves: Uint8Array): void {
    const rest = leaves.length % DIGEST_BYTES
    if (rest !== 0) demand(lengthFailure('leaves', 'bytes', leaves.length, leaves.length - rest + DIGEST_BYTES))
    demand(rangeFailure('leaves', this.#count + leaves.length / DIGEST_BYTES, 0, this.#size))
    for (let at = 0; at < leaves.length; at += DIGEST_BYTES) {
      this.#take(leaves, at, 0, this.#count)
      this.#count++
    }
  }

  /** The root and, by level, the nodes. Call once, after all leaves; with fewer `integrity/out-of-range`. */
  finish(): { readonly root: Uint8Array; readonly levels: readonly LevelNodes[] } {
    demand(rangeFailure('leaves', this.#count, this.#size, this.#size))
    if (this.#size === 0) return { root: emptyRoot(), levels: [] }
    // What stands alone at the end of its level moves up, where it may find a sibling.
    const top = this.#levels.length - 1
    for (let level = 0, last = this.#size - 1; level < top; level++, last = Math.floor(last / 2)) {
      if (last % 2 === 0) this.#take(this.#levels[level].left, 0, level + 1, last / 2)
    }
    return { root: this.#levels[top].left.slice(), levels: this.#levels.slice(0, top).map((level) => level.nodes()) }
  }

  #take(bytes: Uint8Array, at: number, fromLevel: number, fromIndex: number): void {
    let hash = bytes
    let hashAt = at
    for (let level = fromLevel, index = fromIndex; ; level++) {
      const own = this.#levels[level]
      own.keep(index, hash, hashAt)
      if (index % 2 === 0) {
        for (let i = 0; i < DIGEST_BYTES; i++) own.left[i] = hash[hashAt + i]
        return
      }
      nodeHashInto(own.left, 0, hash, hashAt, own.joined, 0)
      hash = own.joined
      hashAt = 0
      index = (index - 1) / 2
    }
  }
}

class Level {
  /** The last node with an even index, which waits for its sibling. */
  readonly left = new Uint8Array(DIGEST_BYTES)
  readonly joined = new Uint8Array(DIGEST_BYTES)
  private readonly wanted: Float64Array
  private readonly hashes: Uint8Array
  private kept = 0

  constructor(wanted: Float64Array) {
    this.wanted = wanted
    this.hashes = new Uint8Array(wanted.length * DIGEST_BYTES)
  }

  keep(index: number, hash: Uint8Array, at: number): void {
    if (this.wanted[this.kept] !== index) return
    for (let i = 0; i < DIGEST_BYTES; i++) this.hashes[this.kept * DIGEST_BYTES + i] = hash[at + i]
    this.kept++
  }

  nodes(): LevelNodes {
    return { indices: this.wanted, hashes: this.hashes }
  }
}

/** Siblings on a level of the nodes at `way`, ascending and each once; the last node of the level may have none. */
function siblingsOf(way: Float64Array, last: number): Float64Array {
  const found = new Float64Array(way.length)
  let count = 0
  for (const index of way) {
    const sibling = siblingOf(index)
    if (sibling > last) continue
    // Two neighbours that are both on the way need each other: in ascending order they come out swapped.
    if (count > 0 && found[count - 1] > sibling) {
      found[count] = found[count - 1]
      found[count - 1] = sibling
    } else found[count] = sibling
    count++
  }
  return found.slice(0, count)
}

function parentsOf(way: Float64Array): Float64Array {
  const found = new Float64Array(way.length)
  let count = 0
  for (const index of way) {
    const parent = Math.floor(index / 2)
    if (count === 0 || found[count - 1] !== parent) found[count++] = parent
  }
  return found.slice(0, count)
}

function siblingOf(index: number): number {
  return index % 2 === 0 ? index + 1 : index - 1
}

/** Gives the hash of a node, 32 bytes; undefined where it is not among those of the proofs. */
export type NodeAccess = (level: number, index: number) => Uint8Array | undefined

/**
 * Null when the siblings lead from the leaf to `root`; else `integrity/out-of-range` (0 <= index < size),
 * `integrity/wrong-length` for a hash of another length or a node that is missing, or `integrity/root-mismatch`.
 */
export function verifyByNodes(
  leaf: Uint8Array,
  index: number,
  size: number,
  nodeAt: NodeAccess,
  root: Uint8Array,
): Failure | null {
  const failure =
    rangeFailure('size', size, 1, Number.MAX_SAFE_INTEGER) ??
    rangeFailure('index', index, 0, size - 1) ??
    digestFailure('leaf', leaf) ??
    digestFailure('root', root)
  if (failure !== null) return failure
  let hash = leaf
  let node = index
  let last = size - 1
  for (let level = 0; last > 0; level++) {
    const siblingIndex = siblingOf(node)
    if (siblingIndex <= last) {
      const sibling = nodeAt(level, siblingIndex) ?? new Uint8Array(0)
      const wrong = digestFailure(`node ${siblingIndex} of level ${level}`, sibling)
      if (wrong !== null) return wrong
      hash = node % 2 === 1 ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return mismatchFailure('root', root, hash)
}
