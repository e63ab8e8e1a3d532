import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Payload } from '../../../../../../electron/engine/ingest/profiles/event.ts'
import { looseLookup } from '../../../../../../electron/engine/ingest/profiles/looseKeys.ts'
import { getterFromPath, parsePath, type Segment } from '../../../../../../electron/engine/ingest/profiles/path.ts'
import { recordSlots } from '../../../../../../electron/engine/ingest/profiles/recordSlots.ts'

function segmentsOf(path: string): readonly Segment[] {
  const segments = parsePath(path)
  if (segments === null) throw new Error(`not a path: ${path}`)
  return segments
}

/** Values at all paths, read from one table in one walk. */
function valuesAt(payloads: readonly Payload[], paths: readonly string[], isLoose: boolean): unknown[][] {
  const table = recordSlots(isLoose)
  const readers = paths.map((path) => table.reader(segmentsOf(path)))
  return payloads.map((payload) => {
    const slots = table.read(payload)
    return readers.map((read) => read(slots))
  })
}

const paths = ['a', 'a.b', 'a.b.a', 'b.a', 'a_b', 'aB', 'c[0].a', 'c[*].a_b', 'a.b[0]', '__proto__', 'constructor.a']
const key = fc.constantFrom('a', 'b', 'c', 'A', 'B', 'a.b', 'a_b', 'aB', 'A B', 'a.b.a', 'b.a', '__proto__', '', 'é')
const value: fc.Memo<unknown> = fc.memo((depth) =>
  depth <= 1
    ? fc.oneof(fc.string(), fc.integer(), fc.constant(null))
    : fc.oneof(fc.string(), fc.array(value(), { maxLength: 2 }), object(depth - 1)),
)
const object = (depth: number): fc.Arbitrary<unknown> =>
  fc
    .array(fc.tuple(key, value(depth)), { maxLength: 6 })
    // Through JSON, so that __proto__ is an own key as in a log.
    .map((entries) => JSON.parse(`{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join()}}`))

describe('recordSlots', () => {
  test.each([false, true])('agrees with reading path by path (loose keys: %s)', (isLoose) => {
    const slow = paths.map((path) => getterFromPath(segmentsOf(path), isLoose ? looseLookup() : undefined))
    fc.assert(
      fc.property(fc.array(object(3), { minLength: 1, maxLength: 4 }), (records) => {
        const payloads = records as Payload[]
        expect(valuesAt(payloads, paths, isLoose)).toEqual(payloads.map((payload) => slow.map((get) => get(payload))))
      }),
      { numRuns: 400 },
    )
  })

  test('a flat key gives way to its head, whichever comes first', () => {
    const both = [{ 'a.b': 1, a: { c: 2 } }, { a: { b: 3 }, 'a.b': 1 }, { 'a.b': 1 }, { 'a.b': 1, a: 'x' }]
    expect(valuesAt(both as Payload[], ['a.b', 'a.c'], false)).toEqual([
      [undefined, 2],
      [3, undefined],
      [1, undefined],
      [undefined, undefined],
    ])
  })

  test('an exact key takes back what a loose one gave', () => {
    const record = { User: { mail: 'loose' }, user: { name: 'exact' } }
    expect(valuesAt([record], ['user.mail', 'user.name'], true)).toEqual([[undefined, 'exact']])
  })

  test('one spelling meets several wanted keys', () => {
    expect(valuesAt([{ 'Resource Type': 'x' }], ['resource_type', 'resourceType', 'resource.type'], true)).toEqual([
      ['x', 'x', 'x'],
    ])
  })

  test('records with ever new keys are read as well', () => {
    const records = Array.from({ length: 5000 }, (_, i) => ({ [`k${i}`]: i, 'Client IP': String(i) }))
    expect(valuesAt(records, ['client_ip'], true).flat()).toEqual(records.map((_, i) => String(i)))
  })
})
