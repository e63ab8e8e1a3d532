/** Proofs by nodes against the audit paths of RFC 9162 and against its recursion. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  inclusionProofs,
  leafHash,
  type LevelNodes,
  ProofNodes,
  rootOf,
  verifyByNodes,
} from '../../../../../electron/engine/integrity/index.ts'

const anyTree = fc
  .integer({ min: 1, max: 300 })
  .chain((size) =>
    fc.tuple(fc.constant(size), fc.uniqueArray(fc.integer({ min: 0, max: size - 1 }), { maxLength: 40 })),
  )

function leavesOf(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`record ${i}`)))
}

function nodesOf(leaves: readonly Uint8Array[], indices: readonly number[], sliceLeaves = 7) {
  const nodes = new ProofNodes(indices, leaves.length)
  for (let at = 0; at < leaves.length; at += sliceLeaves)
    nodes.pushAll(Buffer.concat(leaves.slice(at, at + sliceLeaves)))
  return nodes.finish()
}

function access(levels: readonly LevelNodes[]) {
  return (level: number, index: number) => {
    const at = levels[level]?.indices.indexOf(index) ?? -1
    return at < 0 ? undefined : levels[level].hashes.subarray(at * 32, at * 32 + 32)
  }
}

describe('proof nodes', () => {
  test('have the root of the RFC and prove every chosen leaf', () => {
    fc.assert(
      fc.property(anyTree, ([size, chosen]) => {
        const indices = chosen.toSorted((a, b) => a - b)
        const leaves = leavesOf(size)
        const { root, levels } = nodesOf(leaves, indices)
        expect(Buffer.from(root).equals(rootOf(leaves))).toBe(true)
        for (const index of indices) expect(verifyByNodes(leaves[index], index, size, access(levels), root)).toBeNull()
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  test('are the hashes of the audit paths, each once, and no others', () => {
    fc.assert(
      fc.property(anyTree, ([size, chosen]) => {
        const indices = chosen.toSorted((a, b) => a - b)
        const leaves = leavesOf(size)
        const paths = inclusionProofs((index) => leaves[index], indices, size).proofs.flat()
        const { levels } = nodesOf(leaves, indices)
        const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
        const kept = levels.flatMap(({ indices: own, hashes }) =>
          Array.from(own, (_, i) => hex(hashes.subarray(i * 32, i * 32 + 32))),
        )
        expect(kept.toSorted()).toEqual([...new Set(paths.map(hex))].toSorted())
        for (const { indices: own } of levels) expect(own).toEqual(own.toSorted())
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  test('prove no other leaf, no other place and nothing with a node changed or taken away', () => {
    const leaves = leavesOf(13)
    const { root, levels } = nodesOf(leaves, [5, 12])
    const nodeAt = access(levels)
    expect(verifyByNodes(leaves[6], 5, 13, nodeAt, root)?.code).toBe('integrity/root-mismatch')
    expect(verifyByNodes(leaves[5], 12, 13, nodeAt, root)?.code).toBe('integrity/root-mismatch')
    expect(verifyByNodes(leaves[5], 13, 13, nodeAt, root)?.code).toBe('integrity/out-of-range')
    const without = (level: number, index: number) => (level === 1 ? undefined : nodeAt(level, index))
    expect(verifyByNodes(leaves[5], 5, 13, without, root)?.code).toBe('integrity/wrong-length')
    const changed = (level: number, index: number) => (level === 2 ? leaves[0] : nodeAt(level, index))
    expect(verifyByNodes(leaves[5], 5, 13, changed, root)?.code).toBe('integrity/root-mismatch')
  })

  test('ask for ascending leaves and for all of them', () => {
    expect(() => new ProofNodes([3, 3], 5)).toThrow(/outside/)
    expect(() => new ProofNodes([5], 5)).toThrow(/outside/)
    const nodes = new ProofNodes([0], 2)
    nodes.pushAll(leavesOf(1)[0])
    expect(() => nodes.finish()).toThrow(/outside/)
  })
})
