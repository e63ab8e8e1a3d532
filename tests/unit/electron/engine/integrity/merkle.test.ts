import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  emptyRoot,
  hexFromBytes,
  leafHash,
  leafHashesInto,
  nodeHash,
  RootBuilder,
  rootOf,
} from '../../../../../electron/engine/integrity/index.ts'
import { FailureError } from '../../../../../shared/failure.ts'
import { mth, sha256Of } from './reference.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const anyRecord = fc.uint8Array({ maxLength: 60 })

function failureOf(run: () => unknown) {
  try {
    run()
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    throw error
  }
  throw new Error('no failure')
}

describe('known answers', () => {
  test('the empty tree is SHA-256 of nothing', () => {
    // printf '' | sha256sum
    expect(hexFromBytes(emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(rootOf([])).toEqual(emptyRoot())
  })

  test('leaf hashes carry the prefix 0x00', () => {
    // printf '\000' | sha256sum; printf '\000a' | sha256sum
    expect(hexFromBytes(leafHash(utf8('')))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    expect(hexFromBytes(leafHash(utf8('a')))).toBe('022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c')
  })

  test('node hashes carry the prefix 0x01', () => {
    // A=$(printf '\000a' | sha256sum | cut -c-64); B=$(printf '\000b' | sha256sum | cut -c-64)
    // { printf '\001'; printf "$A$B" | xxd -r -p; } | sha256sum
    const ab = 'b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb'
    expect(hexFromBytes(nodeHash(leafHash(utf8('a')), leafHash(utf8('b'))))).toBe(ab)
    // the same with "$AB$C", C=$(printf '\000c' | sha256sum | cut -c-64)
    const abc = '36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1'
    expect(hexFromBytes(rootOf(['a', 'b', 'c'].map((text) => leafHash(utf8(text)))))).toBe(abc)
  })

  test('trees of "record 0", "record 1" …', () => {
    // python3: H=lambda b:hashlib.sha256(b).digest(); mth(d): H(b'') if not d else H(b'\0'+d[0]) if len(d)==1
    //   else H(b'\1'+mth(d[:k])+mth(d[k:])), k the largest power of two below len(d); d=[b'record %d'%i for i in range(n)]
    const root = (n: number) => hexFromBytes(rootOf(Array.from({ length: n }, (_, i) => leafHash(utf8(`record ${i}`)))))
    expect(root(7)).toBe('6650979f6c878aad85f380ec89c9e2a7af10d2a64aa96a8918aa7f507b20f98e')
    expect(root(1000)).toBe('997c0067c5ee716990d44a6731a704890ac7957401b97605fdf266b3cab8b4ef')
  })
})

describe('leaf hashes', () => {
  test('leafHash agrees with the definition on either side of the scratch buffer', () => {
    for (const size of [0, 1, 1000, 65_535, 65_536, 65_537, 200_000]) {
      const record = new Uint8Array(size).fill(7)
      expect(leafHash(record)).toEqual(sha256Of(Uint8Array.of(0), record))
    }
  })

  test('leafHashesInto agrees with leafHash', () =>
    fc.assert(
      fc.property(fc.array(anyRecord), (records) => {
        const starts: number[] = []
        const ends: number[] = []
        const bytes: number[] = []
        for (const record of records) {
          starts.push(bytes.push(44) && bytes.length)
          bytes.push(...record)
          ends.push(bytes.length)
        }
        const out = new Uint8Array(records.length * 32 + 5).fill(9)
        leafHashesInto(Uint8Array.from(bytes), Uint32Array.from(starts), Uint32Array.from(ends), records.length, out)
        records.forEach((record, i) => {
          expect(out.slice(i * 32, i * 32 + 32)).toEqual(leafHash(record))
        })
        expect(out.slice(records.length * 32)).toEqual(new Uint8Array(5).fill(9))
      }),
    ))

  test('refuses an output that is too short', () => {
    const failure = failureOf(() => leafHashesInto(new Uint8Array(4), [0, 2], [2, 4], 2, new Uint8Array(63)))
    expect(failure).toMatchObject({ code: 'integrity/wrong-length', facts: { got: 63, want: 64 } })
  })

  test('refuses a record that ends behind the buffer or before its start', () => {
    for (const [start, end] of [
      [0, 5],
      [3, 2],
      [-1, 2],
      [Number.NaN, 2],
    ]) {
      const failure = failureOf(() => leafHashesInto(new Uint8Array(4), [start], [end], 1, new Uint8Array(32)))
      expect(failure.code).toBe('integrity/out-of-range')
      expect(JSON.parse(JSON.stringify(failure))).toEqual(failure)
    }
  })

  test('refuses more records than places', () => {
    const failure = failureOf(() => leafHashesInto(new Uint8Array(4), [0], [1], 2, new Uint8Array(64)))
    expect(failure).toMatchObject({ code: 'integrity/out-of-range', facts: { name: 'count', got: 2, most: 1 } })
  })
})

describe('RootBuilder', () => {
  test('agrees with the recursion of the RFC after every leaf', () =>
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 40 }), (records) => {
        const builder = new RootBuilder()
        records.forEach((record, i) => {
          expect(builder.root()).toEqual(mth(records.slice(0, i)))
          builder.push(leafHash(record))
        })
        expect(builder.root()).toEqual(mth(records))
        expect(builder.count).toBe(records.length)
      }),
    ))

  test('pushAll takes the same leaves in any portions', () =>
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 40 }), fc.nat(40), (records, cut) => {
        const leaves = records.map((record) => leafHash(record))
        const flat = Uint8Array.from(leaves.flatMap((leaf) => [...leaf]))
        const builder = new RootBuilder()
        builder.pushAll(flat.subarray(0, Math.min(cut * 32, flat.length)))
        builder.pushAll(flat.subarray(Math.min(cut * 32, flat.length)))
        expect(builder.root()).toEqual(rootOf(leaves))
      }),
    ))

  test('keeps its own copy of a leaf', () => {
    const leaf = leafHash(utf8('a'))
    const builder = new RootBuilder()
    builder.push(leaf)
    const root = builder.root()
    leaf.fill(0)
    root.fill(1)
    expect(builder.root()).toEqual(leafHash(utf8('a')))
  })

  test('refuses leaves of another length and takes nothing of them', () => {
    const builder = new RootBuilder()
    expect(failureOf(() => builder.push(new Uint8Array(31)))).toMatchObject({
      code: 'integrity/wrong-length',
      facts: { got: 31, want: 32 },
    })
    expect(failureOf(() => builder.pushAll(new Uint8Array(65)))).toMatchObject({
      code: 'integrity/wrong-length',
      facts: { got: 65, want: 96 },
    })
    expect(builder.count).toBe(0)
  })
})
