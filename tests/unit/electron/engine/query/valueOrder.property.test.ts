/** The order of values that stand inline: that of their texts, however many begin alike, whoever reads which part first. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { comparisonOf, compareText, textKeys } from '../../../../../electron/engine/query/compare.ts'
import { KeyStretches } from '../../../../../electron/engine/query/keyStretches.ts'
import { Pause } from '../../../../../electron/engine/query/pause.ts'
import { type FieldOrder, pickedOrder } from '../../../../../electron/engine/query/rowOrder.ts'
import { valueOrder } from '../../../../../electron/engine/query/valueOrder.ts'
import { inlineCode } from '../../../../../electron/engine/store/index.ts'
import { ask, askingEngine, CaseFolder, type MadeRecord, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { kindsOf } from '../../../../helpers/rowKinds.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

type Values = readonly (string | null)[]

const compare = comparisonOf('text')

/** The order of values, the first `entries` different ones of which stand in a dictionary; `asked` hears of rows read for ties. */
async function orderOf(
  values: Values,
  entries = 0,
  asked: (rows: readonly number[]) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<FieldOrder | null> {
  const dictionary = [...new Set(values.filter((value) => value !== null))].slice(0, entries)
  const codes = Uint32Array.from(values, (value) =>
    value === null ? 0 : dictionary.includes(value) ? dictionary.indexOf(value) + 1 : inlineCode(value),
  )
  const pause = new Pause(signal)
  const textsOf = (rows: readonly number[]) => new Map(rows.map((row) => [row, values[row] as string]))
  const valuesOf = (rows: readonly number[]) => {
    asked(rows)
    return textsOf(rows)
  }
  const sources = textKeys.map((key) => new KeyStretches({ valuesOf: textsOf }, key, pause))
  return valueOrder(codes, sources, { compare, valuesOf }, pause)
}

async function madeOrder(...given: Parameters<typeof orderOf>): Promise<FieldOrder> {
  const order = await orderOf(...given)
  if (order === null) throw new Error('there is an order')
  return order
}

/** Row numbers as they should come, backwards for `descending`, what has no value last. */
function sorted(values: Values, descending: boolean): number[] {
  const rows = [...values.keys()].filter((row) => values[row] !== null)
  rows.sort((a, b) => {
    const [x, y] = [values[a] ?? '', values[b] ?? '']
    return compare(x, y) || compareText(x, y) || a - b
  })
  if (descending) rows.reverse()
  return [...rows, ...[...values.keys()].filter((row) => values[row] === null)]
}

/** All rows of an order, read in pieces from its end to its start. */
function read(order: FieldOrder, size: number, descending: boolean): number[] {
  const all = pickedOrder({ start: 0, end: size }, order, size, descending)
  const pieces: number[][] = []
  for (let start = Math.floor((size - 1) / 701) * 701; start >= 0; start -= 701)
    pieces.unshift([...all.slice(start, start + 701)])
  return pieces.flat()
}

const anyValue = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(fc.constantFrom('req-000', 'REQ-000', 'a\0', 'é', ''), fc.nat(30)).map(([head, n]) => head + n),
  },
  fc.constantFrom('req-0001', 'req-000', 'Req-0001', 'req-00012345678', '\0', '\uffff', '\u{1f600}'),
  fc.constant(null),
)

test('any slices of any rows, read in any turn, up and down', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(anyValue, { minLength: 1, maxLength: 60 }),
      fc.nat(8),
      fc.array(fc.record({ keeps: fc.nat(3), descending: fc.boolean(), start: fc.nat(60), length: fc.nat(9) }), {
        minLength: 1,
        maxLength: 12,
      }),
      async (values, entries, reads) => {
        const order = await madeOrder(values, entries)
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

test('runs that go over the blocks in which places are counted', async () => {
  const size = 20_000
  // Seven of each, far apart.
  const values = Array.from({ length: size }, (_, row) => `${String((row * 7_919) % 2_857).padStart(8, '0')}${row % 5}`)
  const order = await madeOrder(values)
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

test('values are looked at where some begin alike and are read, and nowhere else', async () => {
  const asked: number[] = []
  const values = ['ffffffff-9', '00000000-8', 'deadbeef-7', '00000000-6', '11111111-5']
  const order = await madeOrder(values, 0, (rows) => asked.push(...rows))
  const all = pickedOrder({ start: 0, end: 5 }, order, 5)
  expect([...all.slice(2, 5)]).toEqual([4, 2, 0])
  expect(asked).toEqual([])
  expect([...all.slice(0, 1)]).toEqual([3])
  expect([...all.slice(0, 2)]).toEqual([3, 1])
  expect(asked.toSorted()).toEqual([1, 3])
})

/** Values of which more begin alike than are put in order when they are read. */
const many = 10_000
const manyAlike: readonly (readonly [string, (row: number) => string | null])[] = [
  ['for longer than a stretch', (row) => `arn:aws:iam::123456789012:role/${(row * 7_919) % 9_973}`],
  ['and are the same', () => 'the same'],
  [
    'and are the same but for the case of letters',
    (row) => (row % 3 === 0 ? 'THE SAME' : row % 3 === 1 ? 'The same' : 'the same'),
  ],
  ['and end with or without a zero', (row) => (row % 2 === 0 ? 'seven77' : 'seven77\0')],
  ['in two ways', (row) => `${row % 2 === 0 ? 'a-long-beginning-' : 'A-LONG-BEGINNINH-'}${(row * 31) % 997}`],
  ['some of them without a value', (row) => (row % 5 === 0 ? null : `begins-alike-${row % 7}`)],
]

test.each(manyAlike)('of thousands that begin alike %s, few are read', async (_, valueAt) => {
  const values = Array.from({ length: many }, (_, row) => valueAt(row))
  for (const entries of [0, 2]) {
    let most = 0
    const order = await madeOrder(values, entries, (rows) => {
      most = Math.max(most, rows.length)
    })
    for (const descending of [false, true]) expect(read(order, many, descending)).toEqual(sorted(values, descending))
    expect(most).toBeLessThan(many)
  }
})

test('what differs only far behind its beginning is left to others', async () => {
  const values = Array.from({ length: 5_000 }, (_, row) => `${'far '.repeat(100)}${row}`)
  expect(await orderOf(values)).toBeNull()
})

test('a case gives that in order, too', async () => {
  const values = Array.from({ length: 4_200 }, (_, row) => `${'far '.repeat(70)}${(row * 7_919) % 4_201}`)
  const path = await folder.makeCase([{ records: values.map((requestId) => ({ requestId })) }], smallDictionaries(0))
  const engine = askingEngine()
  for (const descending of [false, true]) {
    const request = { case: path, filter: '', columns: [], offset: 0, limit: 5_000 }
    const page = await ask(engine, 'rows.page', { ...request, sort: { field: 'requestId', descending } })
    expect(page.rows.map(({ id }) => id - 1)).toEqual(sorted(values, descending))
  }
  await engine.close()
})

test('an order that is given up ends', async () => {
  const values = Array.from({ length: 300_000 }, (_, row) => `value ${row}`)
  const giveUp = new AbortController()
  const order = orderOf(values, 0, () => undefined, giveUp.signal)
  giveUp.abort(new Error('given up'))
  await expect(order).rejects.toThrow('given up')
})

/** Random UUIDs, of which codes say how they begin, and texts between them. Two of them begin with the same 30 bits. */
const heads = ['00000000', '00000003', '00000004', 'deadbeef', 'ffffffff'] as const
const uuid = (head: string, last: number): string => `${head}-cafe-4000-8000-${String(last).padStart(12, '0')}`
const kinds: readonly (readonly [string, (row: number) => string])[] = [
  ['random UUIDs', (row) => uuid(heads[row % 5], (row * 3) % 7)],
  [
    'random UUIDs in either case',
    (row) => (row % 2 === 0 ? uuid(heads[row % 5], 1) : uuid(heads[row % 5], 1).toUpperCase()),
  ],
  [
    'random UUIDs and other values',
    (row) =>
      row % 3 === 0
        ? [
            '0000000',
            '00000001x',
            '00000002',
            '00000003-d',
            'deadbeee',
            'DEADBEEG',
            'fffffffff',
            'é',
            '0000000:',
            '0000000_',
          ][row % 10]
        : uuid(heads[row % 5], row % 4),
  ],
  ['UUIDs by time', (row) => `${heads[row % 5]}-cafe-1000-8000-${String((row * 7) % 5).padStart(12, '0')}`],
  ['other texts', (row) => `Request ${(row * 37) % 11}`],
]

test.each(kinds.flatMap(([name, valueAt]) => [0, 3, 1000].map((limit) => [name, limit, valueAt] as const)))(
  'a case gives %s in that order, with a dictionary of %d values at most',
  async (_, limit, valueAt) => {
    const values = Array.from({ length: 40 }, (_, row) => (row % 9 === 4 ? null : valueAt(row)))
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
  },
)

test('a case gives thousands that begin alike in their order, read page by page', async () => {
  const size = 9_000
  const values = Array.from({ length: size }, (_, row) =>
    row % 4 === 0 ? uuid('0000000a', row % 50) : row % 4 === 1 ? 'the same' : `req-2026-11-29-${(row * 7_919) % 8_999}`,
  )
  const path = await folder.makeCase([{ records: values.map((requestId) => ({ requestId })) }], smallDictionaries(0))
  const engine = askingEngine()
  for (const descending of [false, true]) {
    const ids: number[] = []
    for (let offset = 0; offset < size; offset += 1_000) {
      const request = { case: path, filter: '', columns: [], offset, limit: 1_000 }
      const page = await ask(engine, 'rows.page', { ...request, sort: { field: 'requestId', descending } })
      ids.push(...page.rows.map(({ id }) => id - 1))
    }
    expect(ids).toEqual(sorted(values, descending))
  }
  await engine.close()
})
