/** Whatever kind says which rows are meant, everything that takes rows gives the same. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openCase } from '../../../../../electron/engine/case/index.ts'
import {
  FacetCounter,
  FilterEvaluator,
  HistogramCounter,
  RowSorter,
  StackedHistogramCounter,
} from '../../../../../electron/engine/query/index.ts'
import { RecordPayloads } from '../../../../../electron/engine/ingest/recordPayloads.ts'
import { ColumnStore, otherRows, rowCount, type Rows } from '../../../../../electron/engine/store/index.ts'
import {
  anyColumnClause,
  anyExhibits,
  anyLimit,
  anyPayloadClause,
  anyTextClause,
  anyTree,
  countedFields,
  ownColumnsOf,
  sortableFields,
} from '../../../../helpers/anyCase.ts'
import { CaseFolder, type MadeExhibit, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { oracleEvents, scan } from '../../../../helpers/oracle.ts'
import { anyRowList, kindsOf, listOf } from '../../../../helpers/rowKinds.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const clock = { nowMicros: 0, zone: 'UTC' }
const { signal } = new AbortController()

interface Asked {
  readonly store: ColumnStore
  readonly evaluator: FilterEvaluator
  readonly facets: FacetCounter
  readonly histograms: HistogramCounter
  readonly stacked: StackedHistogramCounter
  readonly sorter: RowSorter
}

async function withCase(path: string, look: (asked: Asked) => Promise<void>): Promise<void> {
  const file = openCase(path)
  try {
    const store = new ColumnStore(file.db)
    const payloads = new RecordPayloads(file.db)
    const evaluator = new FilterEvaluator(file.db, store, (exhibit, record, keys) =>
      payloads.payload(exhibit, record, keys),
    )
    const facets = new FacetCounter(file.db, store)
    await look({
      store,
      evaluator,
      facets,
      histograms: new HistogramCounter(store),
      stacked: new StackedHistogramCounter(file.db, store, facets),
      sorter: new RowSorter(file.db, store),
    })
  } finally {
    file.close()
  }
}

const anyCase = anyExhibits.chain((exhibits) =>
  fc.tuple(
    fc.constant(exhibits),
    anyLimit,
    anyRowList(exhibits.reduce((sum, { records }) => sum + records.length, 0)),
    fc.array(anyTree(fc.oneof(anyColumnClause(ownColumnsOf(exhibits)), anyTextClause, anyPayloadClause)), {
      minLength: 1,
      maxLength: 6,
      size: 'max',
    }),
  ),
)

test('a filter asked of rows of any kind finds those of them that a plain scan finds', () =>
  fc.assert(
    fc.asyncProperty(anyCase, async ([exhibits, limit, list, filters]) => {
      const path = await folder.makeCase(exhibits, smallDictionaries(limit))
      const events = oracleEvents(exhibits)
      await withCase(path, async ({ evaluator, store }) => {
        for (const filter of filters) {
          const matching = new Set(scan(events, filter).map((id) => id - 1))
          for (const rows of kindsOf(list, store.size)) {
            const found = listOf(await evaluator.among(filter, rows, clock, signal))
            expect(found, JSON.stringify(filter)).toEqual(list.filter((row) => matching.has(row)))
          }
        }
      })
    }),
    { numRuns: 150 },
  ))

test('facets, histograms, spans of time and orders of an answer are the same, whichever kind it is', () =>
  fc.assert(
    fc.asyncProperty(anyCase, fc.integer({ min: 1, max: 9 }), async ([exhibits, limit, list, [filter]], number) => {
      const path = await folder.makeCase(exhibits, smallDictionaries(limit))
      await withCase(path, async (asked) => {
        const found = listOf(await asked.evaluator.rows(filter, clock, signal))
        for (const rows of [found, list]) {
          const [first, ...others] = kindsOf(rows, asked.store.size)
          const told = await toldOf(asked, exhibits, first, number)
          for (const other of others) expect(await toldOf(asked, exhibits, other, number)).toEqual(told)
        }
      })
    }),
    { numRuns: 100 },
  ))

/** All that is told of rows: from themselves, and from the others of every kind. */
async function toldOf(
  { store, facets, histograms, stacked, sorter }: Asked,
  exhibits: readonly MadeExhibit[],
  rows: Rows,
  number: number,
) {
  const fields = countedFields(exhibits)
  const others = kindsOf(listOf(otherRows(rows, store.size)), store.size)
  const counted = [undefined, ...others].map((rest) => facets.facets(fields, rows, number, rest))
  const bins = [undefined, ...others].map((rest) => histograms.histogram(rows, -1_000_000, 1_000_000, number, rest))
  for (const facet of counted) expect(facet).toEqual(counted[0])
  for (const found of bins) expect(found).toEqual(bins[0])
  // A third of them, another one each time: they are many.
  const split = fields
    .filter((_, place) => place % 3 === number % 3)
    .map((field) => {
      const range = { from: -1_000_000, to: 1_000_000, count: number }
      const [first, ...again] = [undefined, ...others].map((rest) => stacked.stacked(rows, range, field, number, rest))
      for (const found of again) expect(found, field).toEqual(first)
      expect(first.counts, field).toEqual(bins[0].counts)
      return first
    })
  const orders: { field: string; descending: boolean; all: number[] }[] = []
  for (const field of ['id', ...sortableFields(exhibits)]) {
    for (const descending of [false, true]) {
      const order = await sorter.sorted(rows, { field, descending }, new AbortController().signal)
      expect(order.count).toBe(rowCount(rows))
      const all = [...order.slice(0, order.count)]
      expect([...order.slice(number, number + 3)]).toEqual(all.slice(number, number + 3))
      orders.push({ field, descending, all })
    }
  }
  return { facets: counted[0], bins: bins[0], split, span: histograms.span(rows), orders }
}
