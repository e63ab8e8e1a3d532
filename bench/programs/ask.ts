/**
 * Everything that is asked of a large case, in one process that has it open: `node bench/programs/ask.ts CASE`.
 * Times are milliseconds through the engine's Api, as the window would wait for them.
 */
import type { SortBy } from '../../shared/api/index.ts'
import { Random } from '../generate/random.ts'
import { processMemory, type Memory } from '../measure/memory.ts'
import { mixedFilters, narrowTextFilters, textSearches } from '../questions/filters.ts'
import { FACETS, FILTERED_COLUMNS, FILTERS, PAGE_ROWS, SEED } from '../questions/grid.ts'
import { Asker, type FilterTimes, inTurn } from './asker.ts'
import { answer, benchEngine } from './engine.ts'

const PAGES = 100
const NARROW_TEXTS = 24
const TEXTS = 20
const SORTED_PAGES = 40
const SHOWN_EVENTS = 100
const LOOK_UPS = 10

export interface SortTimes extends SortBy {
  readonly firstPageMs: number
  readonly pagesMs: readonly number[]
}

export interface AskMeasure {
  readonly events: number
  /** A column, asked for the first time: it is read from the case and kept. */
  readonly columnsMs: readonly number[]
  /** The first search for words: what it needs of the dictionaries is made then. */
  readonly firstTextMs: number
  readonly pagesMs: readonly number[]
  readonly filters: readonly FilterTimes[]
  readonly narrowTexts: readonly FilterTimes[]
  readonly texts: readonly { readonly query: string; readonly rows: number; readonly ms: number }[]
  readonly sorts: readonly SortTimes[]
  readonly showMs: readonly number[]
  readonly rawMs: readonly number[]
  /** By the system's own event id, by request id and by resource id, each one value. */
  readonly lookUpMs: { readonly [field: string]: readonly number[] }
  readonly idFacetsMs: number
  /** After the filters, before sorts and look-ups. */
  readonly memoryAfterFilters: Memory
  readonly memory: Memory
}

const [path] = process.argv.slice(2)
const asker = new Asker(benchEngine(), path)
const random = new Random(SEED)

const events = (await asker.page('', 0)).value.total
const someOffset = (): number => random.below(Math.max(1, events - PAGE_ROWS))
const offsets = (number: number): number[] => Array.from({ length: number }, someOffset)

// Warm-up, told as figures of its own: every column that filters and facets use, the times, the words of dictionaries.
const columnsMs = await inTurn([...FACETS, ...FILTERED_COLUMNS], async (field) => (await asker.facets('', [field])).ms)
await asker.histogram('')
const firstTextMs = (await asker.count('nowhere time<1971-01-01')).ms + (await asker.count('nowhere')).ms

const pagesMs = (await inTurn(offsets(PAGES), (offset) => asker.page('', offset))).map(({ ms }) => ms)
const filters = await inTurn(mixedFilters(FILTERS, SEED), (query) => asker.filter(query))
const narrowTexts = await inTurn(narrowTextFilters(NARROW_TEXTS, SEED), (query) => asker.filter(query))
const texts = await inTurn(textSearches(TEXTS), async (query) => {
  const { ms, value } = await asker.count(query)
  return { query, rows: value, ms }
})
const memoryAfterFilters = processMemory()

const showMs: number[] = []
const rawMs: number[] = []
for (const offset of offsets(SHOWN_EVENTS)) {
  showMs.push((await asker.show(String(offset + 1))).ms)
  rawMs.push((await asker.raw(String(someOffset() + 1))).ms)
}

const lookUpMs: { [field: string]: number[] } = { eventId: [], requestId: [], resourceId: [] }
for (const offset of offsets(LOOK_UPS)) {
  const { fields } = (await asker.show(String(offset + 1))).value
  lookUpMs.eventId.push((await asker.show(fields.eventId)).ms)
  for (const field of ['requestId', 'resourceId'])
    lookUpMs[field].push((await asker.count(`${field}:"${fields[field]}"`)).ms)
}
const idFacetsMs = (await asker.facets('', ['requestId', 'resourceId'])).ms

const orders: readonly SortBy[] = [
  { field: 'time', descending: true },
  { field: 'actor', descending: false },
  { field: 'requestId', descending: false },
]
const sorts = await inTurn(orders, async (sort) => ({
  ...sort,
  firstPageMs: (await asker.page('', 0, sort)).ms,
  pagesMs: (await inTurn(offsets(SORTED_PAGES), (offset) => asker.page('', offset, sort))).map(({ ms }) => ms),
}))

const measure: AskMeasure = {
  events,
  columnsMs,
  firstTextMs,
  pagesMs,
  filters,
  narrowTexts,
  texts,
  sorts,
  showMs,
  rawMs,
  lookUpMs,
  idFacetsMs,
  memoryAfterFilters,
  memory: processMemory(),
}
answer(measure)
await asker.engine.close()
