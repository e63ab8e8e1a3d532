import { describe, expect, test } from 'vitest'
import {
  custodyEntryHash,
  hexFromBytes,
  NO_PREVIOUS,
  type SealedEntry,
  sealEntry,
  verifyChain,
} from '../../../../../electron/engine/integrity/index.ts'
import type { Json } from '../../../../../shared/failure.ts'

function chainOf(count: number): SealedEntry[] {
  const chain: SealedEntry[] = []
  for (let i = 1; i <= count; i++) {
    const entry = {
      at: `2026-05-04T12:00:0${i}.000Z`,
      who: 'a@example.com',
      act: 'import',
      facts: { exhibit: `E00${i}` },
    }
    chain.push(sealEntry(chain.at(-1) ?? null, entry))
  }
  return chain
}
const problems = (entries: readonly SealedEntry[], end?: { seq: number; hash: string }) =>
  verifyChain(entries, end).map((failure) => [failure.facts?.seq, failure.facts?.problem])

test('the hash of an entry is that of its canonical JSON', () => {
  // printf '%s' '{"act":"import","at":"2026-05-04T12:00:01.000Z","facts":{"a":1,"b":[]},"prev":"0…0 (64)","seq":1,"who":"ä"}' | sha256sum
  const entry = {
    who: 'ä',
    seq: 1,
    prev: NO_PREVIOUS,
    at: '2026-05-04T12:00:01.000Z',
    facts: { b: [], a: 1 },
    act: 'import',
  }
  expect(hexFromBytes(custodyEntryHash(entry))).toBe('fcb8ebc5eb1e0475620471d1226f7a0503c7a5798c9086fd7aecb91af0847c30')
})

test('further members of an entry do not enter its hash', () => {
  const [entry] = chainOf(1)
  expect(hexFromBytes(custodyEntryHash(entry))).toBe(entry.hash)
})

describe('verifyChain', () => {
  const chain = chainOf(4)

  test('finds nothing in a whole chain, nor in an empty one', () => {
    expect(verifyChain(chain, chain[3])).toEqual([])
    expect(verifyChain([])).toEqual([])
  })
  test('names an edited entry', () => {
    const edited = chain.with(1, { ...chain[1], who: 'b@example.com' })
    expect(verifyChain(edited)).toMatchObject([
      { code: 'verify/custody-broken', facts: { seq: 2, problem: 'edited', expected: chain[1].hash } },
    ])
  })
  test('names an edited last entry', () => {
    expect(problems(chain.with(3, { ...chain[3], facts: {} }))).toEqual([[4, 'edited']])
  })
  test('an entry edited and hashed anew breaks the link behind it', () => {
    const forged = sealEntry(chain[0], { ...chain[1], who: 'b@example.com' })
    expect(problems(chain.with(1, forged))).toEqual([[3, 'broken-link']])
  })
  test('names missing entries once, as a run', () => {
    expect(verifyChain([chain[0], chain[3]])).toMatchObject([{ facts: { seq: 2, lastSeq: 3, problem: 'missing' } }])
    expect(problems(chain.slice(1))).toEqual([[1, 'missing']])
  })
  test('names a missing end when the end is known', () => {
    expect(problems(chain.slice(0, 3))).toEqual([])
    expect(problems(chain.slice(0, 3), chain[3])).toEqual([[4, 'other-end']])
    expect(problems([], chain[3])).toEqual([[4, 'other-end']])
  })
  test('names entries that stand twice or in another order', () => {
    expect(problems([chain[0], chain[1], chain[1]])).toEqual([
      [2, 'out-of-order'],
      [2, 'broken-link'],
    ])
    expect(problems([chain[1], chain[0]]).map(([, problem]) => problem)).toContain('out-of-order')
  })
  test('names every fault, not only the first', () => {
    const edited = chain.with(0, { ...chain[0], act: 'x' }).with(2, { ...chain[2], act: 'y' })
    expect(problems(edited)).toEqual([
      [1, 'edited'],
      [3, 'edited'],
    ])
  })
  test('a first entry that claims a predecessor is a broken link', () => {
    expect(problems([{ ...chain[0], prev: 'ff'.repeat(32) }])).toEqual([
      [1, 'broken-link'],
      [1, 'edited'],
    ])
  })
  test('numbers that are none, and text that is no Unicode, are faults and no crash', () => {
    const failures = verifyChain([
      { ...chain[0], seq: Number.NaN },
      { ...chain[1], who: '\ud800' },
    ])
    expect(failures.map((failure) => failure.facts?.problem)).toEqual([
      'out-of-order',
      'unreadable',
      'missing',
      'unreadable',
    ])
    expect(JSON.parse(JSON.stringify(failures))).toEqual(failures)
  })
})

test('sealing mends lone surrogates, so that what is kept is what was hashed', () => {
  const facts = JSON.parse('{"path":"C:\\\\\\ud800.log","__proto__":{"\\udc00":["\\ud800"]}}') as Json
  const entry = sealEntry(null, { at: '2026-05-04T12:00:00Z', who: 'a', act: 'import', facts })
  expect(JSON.stringify(entry.facts)).toBe('{"path":"C:\\\\\ufffd.log","__proto__":{"\ufffd":["\ufffd"]}}')
  expect(verifyChain([entry])).toEqual([])
})
