import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  consistencyProof,
  consistencyProofLength,
  hexFromBytes,
  inclusionProof,
  inclusionProofLength,
  inclusionProofs,
  leafHash,
  rootFromInclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../../../../electron/engine/integrity/index.ts'
import type { Failure } from '../../../../../shared/failure.ts'
import { FailureError } from '../../../../../shared/failure.ts'
import { mth, path, proof } from './reference.ts'

const records = Array.from({ length: 70 }, (_, i) => new TextEncoder().encode(`record ${i}`))
const leaves = records.map((record) => leafHash(record))
const leafAt = (index: number) => leaves[index]

function failureOf(run: () => unknown): Failure {
  try {
    run()
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    throw error
  }
  throw new Error('no failure')
}

describe('inclusion', () => {
  test('every proof of every tree up to 70 leaves is the path of the RFC and leads to its root', () => {
    for (let size = 1; size <= 70; size++) {
      const root = mth(records.slice(0, size))
      for (let index = 0; index < size; index++) {
        const found = inclusionProof(leafAt, index, size)
        if (size < 34) expect(found).toEqual(path(index, records.slice(0, size)))
        expect(found.length).toBe(inclusionProofLength(index, size))
        expect(verifyInclusion(leaves[index], index, size, found, root)).toBeNull()
      }
    }
  })

  test('proofs made in one pass are the proofs made one by one', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), fc.uniqueArray(fc.nat(69)), (size, wanted) => {
        const indices = wanted.filter((index) => index < size).sort((a, b) => a - b)
        const { root, proofs } = inclusionProofs(leafAt, indices, size)
        expect(root).toEqual(rootOf(leaves.slice(0, size)))
        expect(proofs).toEqual(indices.map((index) => inclusionProof(leafAt, index, size)))
      }),
    ))

  test('leafAt may use one buffer for all leaves', () => {
    const buffer = new Uint8Array(32)
    const reusing = (index: number) => {
      buffer.set(leaves[index])
      return buffer
    }
    expect(inclusionProof(reusing, 4, 11)).toEqual(inclusionProof(leafAt, 4, 11))
    expect(consistencyProof(reusing, 5, 11)).toEqual(consistencyProof(leafAt, 5, 11))
  })

  test('a tree of 2^40 leaves has a path of 40 hashes', () => {
    expect(inclusionProofLength(2 ** 40 - 1, 2 ** 40)).toBe(40)
    expect(inclusionProofLength(2 ** 40, 2 ** 40 + 1)).toBe(1)
  })

  describe('a broken proof: leaf 4 of 7', () => {
    const size = 7
    const index = 4
    const root = rootOf(leaves.slice(0, size))
    const good = inclusionProof(leafAt, index, size)
    const verify = (more: {
      proof?: Uint8Array[]
      index?: number
      size?: number
      leaf?: Uint8Array
      root?: Uint8Array
    }) =>
      verifyInclusion(
        more.leaf ?? leaves[4],
        more.index ?? index,
        more.size ?? size,
        more.proof ?? good,
        more.root ?? root,
      )

    test('whole', () => expect(verify({})).toBeNull())
    test('its last hash missing', () =>
      expect(verify({ proof: good.slice(0, -1) })).toMatchObject({
        code: 'integrity/wrong-length',
        facts: { unit: 'hashes', got: 2, want: 3 },
      }))
    test('empty', () =>
      expect(verify({ proof: [] })).toMatchObject({ code: 'integrity/wrong-length', facts: { got: 0, want: 3 } }))
    test('a hash too many', () =>
      expect(verify({ proof: [...good, root] })).toMatchObject({
        code: 'integrity/wrong-length',
        facts: { got: 4, want: 3 },
      }))
    test('two hashes swapped', () => {
      const failure = verify({ proof: [good[1], good[0], good[2]] })
      expect(failure).toMatchObject({ code: 'integrity/root-mismatch', facts: { expected: hexFromBytes(root) } })
      expect(failure?.facts?.found).toMatch(/^[0-9a-f]{64}$/)
    })
    test('one bit flipped in any hash', () => {
      for (let i = 0; i < good.length; i++) {
        const bad = good.map((hash) => hash.slice())
        bad[i][31] ^= 1
        expect(verify({ proof: bad })?.code).toBe('integrity/root-mismatch')
      }
    })
    test('a hash of 31 bytes', () =>
      expect(verify({ proof: [good[0], good[1].slice(1), good[2]] })).toMatchObject({
        code: 'integrity/wrong-length',
        facts: { name: 'proof[1]', unit: 'bytes', got: 31, want: 32 },
      }))
    test('the wrong index, with as long a path', () =>
      expect(verify({ index: 5 })?.code).toBe('integrity/root-mismatch'))
    test('the wrong index, with a shorter path', () =>
      expect(verify({ index: 6 })).toMatchObject({ code: 'integrity/wrong-length', facts: { got: 3, want: 2 } }))
    test('an index behind the end', () =>
      expect(verify({ index: 7 })).toMatchObject({ code: 'integrity/out-of-range', facts: { got: 7, most: 6 } }))
    test('a negative, a broken and no index', () => {
      for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(verify({ index: wrong })?.code).toBe('integrity/out-of-range')
      }
    })
    test('the wrong size', () => {
      expect(verify({ size: 5 })).toMatchObject({ code: 'integrity/wrong-length', facts: { got: 3, want: 1 } })
      expect(verify({ size: 9 })?.code).toBe('integrity/wrong-length')
    })
    test('another leaf', () => expect(verify({ leaf: leaves[3] })?.code).toBe('integrity/root-mismatch'))
    test('another root', () => expect(verify({ root: leaves[0] })?.code).toBe('integrity/root-mismatch'))
    test('a size that leaves the path the same length changes nothing a proof could show', () => {
      // Sizes 7 and 8 give leaf 4 the same path shape; size is vouched for by who states the root (RFC 9162 §4.10).
      expect(inclusionProofLength(4, 8)).toBe(inclusionProofLength(4, 7))
    })
  })

  test('rootFromInclusionProof throws what verifyInclusion returns', () => {
    expect(failureOf(() => rootFromInclusionProof(leaves[0], 0, 2, []))).toEqual(
      verifyInclusion(leaves[0], 0, 2, [], leaves[0]),
    )
    expect(failureOf(() => inclusionProof(leafAt, 7, 7)).code).toBe('integrity/out-of-range')
    expect(failureOf(() => inclusionProof(leafAt, 0, 0)).code).toBe('integrity/out-of-range')
    expect(failureOf(() => inclusionProofs(leafAt, [3, 3], 7)).code).toBe('integrity/out-of-range')
  })
})

describe('consistency', () => {
  test('every proof between trees up to 40 leaves is that of the RFC and verifies', () => {
    const roots = Array.from({ length: 41 }, (_, size) => rootOf(leaves.slice(0, size)))
    for (let second = 1; second <= 40; second++) {
      for (let first = 1; first <= second; first++) {
        const found = consistencyProof(leafAt, first, second)
        expect(found.length).toBe(consistencyProofLength(first, second))
        if (second < 20) expect(found).toEqual(proof(first, records.slice(0, second)))
        expect(verifyConsistency(first, second, found, roots[first], roots[second])).toBeNull()
      }
    }
  })

  describe('a broken proof: 3 leaves, then 7', () => {
    const good = consistencyProof(leafAt, 3, 7)
    const three = rootOf(leaves.slice(0, 3))
    const seven = rootOf(leaves.slice(0, 7))

    test('its last hash missing', () =>
      expect(verifyConsistency(3, 7, good.slice(0, -1), three, seven)).toMatchObject({
        code: 'integrity/wrong-length',
        facts: { got: 3, want: 4 },
      }))
    test('a hash too many', () =>
      expect(verifyConsistency(3, 7, [...good, seven], three, seven)).toMatchObject({
        code: 'integrity/wrong-length',
        facts: { got: 5, want: 4 },
      }))
    test('two hashes swapped', () =>
      expect(verifyConsistency(3, 7, [good[1], good[0], good[2], good[3]], three, seven)).toMatchObject({
        code: 'integrity/root-mismatch',
      }))
    test('an old leaf changed', () => {
      const changed = rootOf([leaves[0], leaves[9], leaves[2]])
      expect(verifyConsistency(3, 7, good, changed, seven)).toMatchObject({
        code: 'integrity/root-mismatch',
        facts: { name: 'firstRoot', expected: hexFromBytes(changed), found: hexFromBytes(three) },
      })
    })
    test('another new root', () =>
      expect(verifyConsistency(3, 7, good, three, three)).toMatchObject({
        code: 'integrity/root-mismatch',
        facts: { name: 'secondRoot' },
      }))
    test('wrong sizes', () => {
      expect(verifyConsistency(0, 7, good, three, seven)?.code).toBe('integrity/out-of-range')
      expect(verifyConsistency(8, 7, good, three, seven)?.code).toBe('integrity/out-of-range')
      expect(verifyConsistency(4, 7, good, three, seven)?.code).toBe('integrity/wrong-length')
      expect(verifyConsistency(3, 9, good, three, seven)?.code).toBe('integrity/wrong-length')
    })
    test('a root of 31 bytes', () =>
      expect(verifyConsistency(3, 7, good, three.slice(1), seven)?.code).toBe('integrity/wrong-length'))
    test('equal sizes need equal roots and no hashes', () => {
      expect(verifyConsistency(7, 7, [], seven, seven)).toBeNull()
      expect(verifyConsistency(7, 7, [], three, seven)?.code).toBe('integrity/root-mismatch')
      expect(verifyConsistency(7, 7, [three], seven, seven)?.code).toBe('integrity/wrong-length')
    })
  })
})
