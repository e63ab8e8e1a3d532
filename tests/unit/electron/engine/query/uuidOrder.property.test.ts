/** The order of random UUIDs: that of their texts, however many begin alike, whoever reads which part of it first. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { pickedOrder } from '../../../../../electron/engine/query/rowOrder.ts'
import { uuidOrder } from '../../../../../electron/engine/query/uuidOrder.ts'
import { inlineCode } from '../../../../../electron/engine/store/index.ts'
import { ask, askingEngine, CaseFolder, type MadeRecord, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { kindsOf } from '../../../../helpers/rowKinds.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

/** Two of them begin with the same 30 bits. */
const heads = ['00000000', '00000003', '00000004', 'deadbeef', 'ffffffff'] as const
const uuid = (head: string, last: number): string => `${head}-cafe-4000-8000-${String(last).padStart(12, '0')}`
const anyUuid = fc.tuple(fc.constantFrom(...heads), fc.nat(3)).map(([head, last]) => uuid(head, last))
const anyValue = fc.oneof(
  { weight: 8, arbitrary: anyUuid },
  anyUuid.map((text) => text.toUpperCase()),
  fc.constant(null),
)

/** A column of these values, the first `entries` different ones in its dictionary. */
function columnOf(values: readonly (string | null)[], entries: number) {
  const dictionary = [...new Set(values.filter((value) => value !== null))].slice(0, entries)
  const codes = Uint32Array.from(values, (value) =>
    value === null ? 0 : dictionary.includes(value) ? dictionary.indexOf(value) + 1 : inlineCode(value),
  )
  return { field: 'requestId', codes, values: ['', ...dictionary], hasInline: true }
}

function orderOf(values: readonly (string | null)[], entries: number, asked: (rows: readonly number[]) => void) {
  return uuidOrder(columnOf(values, entries), (rows) => {
    asked(rows)
    return new Map(rows.map((row) => [row, values[row] as string]))
  })
}

/** Row numbers as they should come, backwards for `descending`, what has no value last. */
function sorted(values: readonly (string | null)[], descending: boolean): number[] {
  const key = (row: number): string => values[row] ?? ''
  const rows = [...values.keys()].filter((row) => values[row] !== null)
  rows.sort((a, b) => {
    const [x, y] = [key(a).toLowerCase(), key(b).toLowerCase()]
    return x < y ? -1 : x > y ? 1 : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b
  })
  if (descending) rows.reverse()
  return [...rows, ...[...values.keys()].filter((row) => values[row] === null)]
}

test('any slices of any rows, read in any turn, up and down', () =>
  fc.assert(
    fc.property(
      fc.array(anyValue, { minLength: 1, maxLength: 60 }),
      fc.nat(8),
      fc.array(fc.record({ keeps: fc.nat(3), descending: fc.boolean(), start: fc.nat(60), length: fc.nat(9) }), {
        minLength: 1,
        maxLength: 12,
      }),
      (values, entries, reads) => {
        const order = orderOf(values, entries, () => undefined)
        if (order === null) throw new Error('there is an order')
        for (const { keeps, descending, start, length } of reads) {
          const list = [...values.keys()].filter((row) => keeps === 0 || (row * 7) % 4 < keeps)
          const expected = sorted(values, descending).filter((row) => list.includes(row))
          for (const rows of kindsOf(list, values.length)) {
            const picked = pickedOrder(rows, order, values.length, descending)
            expect([...picked.slice(start, start + length)]).toEqual(expected.slice(start, start + length))
          }
        }
      },
    ),
    { numRuns: 400 },
  ))

test('runs that go over the blocks in which places are counted', () => {
  const size = 20_000
  // Seven of each, far apart.
  const values = Array.from({ length: size }, (_, row) =>
    uuid(((row * 7_919) % 2_857).toString(16).padStart(8, '0'), row % 5),
  )
  const order = orderOf(values, 0, () => undefined)
  if (order === null) throw new Error('there is an order')
  for (const [keeps, descending] of [
    [1, true],
    [3, false],
    [2, true],
    [4, false],
    [4, true],
  ] as const) {
    const list = [...values.keys()].filter((row) => row % 4 < keeps)
    const expected = sorted(values, descending).filter((row) => row % 4 < keeps)
    const picked = pickedOrder(Uint32Array.from(list), order, size, descending)
    const pieces: number[] = []
    for (let start = 0; start < list.length; start += 501) pieces.push(...picked.slice(start, start + 501))
    expect(pieces).toEqual(expected)
    for (const start of [4_090, 4_096, 8_191, 1])
      expect([...picked.slice(start, start + 20)]).toEqual(expected.slice(start, start + 20))
  }
})

test('values are looked at where some begin alike and are read, and nowhere else', () => {
  const asked: number[] = []
  const values = ['ffffffff', '00000000', 'deadbeef', '00000003', '11111111'].map((head, i) => uuid(head, 9 - i))
  const order = orderOf(values, 0, (rows) => asked.push(...rows))
  if (order === null) throw new Error('there is an order')
  const all = pickedOrder({ start: 0, end: 5 }, order, 5)
  expect([...all.slice(2, 5)]).toEqual([4, 2, 0])
  expect(asked).toEqual([])
  expect([...all.slice(0, 1)]).toEqual([1])
  expect([...all.slice(0, 2)]).toEqual([1, 3])
  expect(asked).toEqual([1, 3])
})

test.each([
  ['another value in the dictionary', ['evt_1', uuid('00000000', 1)], 1],
  ['another value inline', ['evt_1', uuid('00000000', 1)], 0],
  [
    'more that begin alike than are looked at together',
    Array.from({ length: 5_000 }, (_, i) => uuid('00000000', i)),
    0,
  ],
])('left to others: %s', (_, values, entries) => {
  expect(orderOf(values, entries, () => undefined)).toBeNull()
})

test.each([0, 3, 1000])('a case gives them in that order, with a dictionary of %d values at most', async (limit) => {
  const values = Array.from({ length: 40 }, (_, row) => (row % 9 === 4 ? null : uuid(heads[row % 5], (row * 3) % 7)))
  const records = values.map((requestId): MadeRecord => (requestId === null ? { n: 1 } : { requestId }))
  const path = await folder.makeCase([{ records }], smallDictionaries(limit))
  const engine = askingEngine()
  for (const descending of [false, true]) {
    const request = { case: path, filter: '', columns: ['requestId'], offset: 0, limit: 100 }
    const page = await ask(engine, 'rows.page', { ...request, sort: { field: 'requestId', descending } })
    expect(page.rows.map(({ id }) => id - 1)).toEqual(sorted(values, descending))
    expect(page.rows.map(({ cells }) => cells[0])).toEqual(sorted(values, descending).map((row) => values[row]))
  }
  await engine.close()
})
