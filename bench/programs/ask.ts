/**
 * Everything that is asked of a large case, in one process that has it open: `node bench/programs/ask.ts CASE`.
 * Times are milliseconds through the engine's Api, as the window would wait for them.
 */
import { Random } from '../generate/random.ts'
import { processMemory, type Memory } from '../measure/memory.ts'
import { timed } from '../measure/sample.ts'
import { mixedFilters, narrowTextFilters, textSearches } from '../questions/filters.ts'
import { FACET_TOP, FACETS, GRID_COLUMNS, HISTOGRAM_BINS, PAGE_ROWS } from '../questions/grid.ts'
import { answer, benchEngine } from './engine.ts'

const FILTERS = 50
const PAGES = 100
const NARROW_TEXTS = 24
const TEXTS = 20
const SORTED_PAGES = 40
const SHOWN_EVENTS = 100
const LOOK_UPS = 10
const SEED = 7

export interface FilterTimes {
  readonly query: string
  readonly rows: number
  readonly rowsMs: number
  readonly facetsMs: number
  readonly histogramMs: number
  readonly pageMs: number
}

export interface SortTimes {
  readonly field: string
  readonly firstPageMs: number
  readonly pagesMs: readonly number[]
}

export interface AskMeasure {
  readonly events: number
  readonly firstPageMs: number
  /** All facets and the histogram of the whole case, before any column is in memory. */
  readonly firstPanelMs: number
  readonly pagesMs: readonly number[]
  readonly filters: readonly FilterTimes[]
  readonly narrowTexts: readonly FilterTimes[]
  readonly texts: readonly { readonly query: string; readonly rows: number; readonly ms: number }[]
  readonly sorts: readonly SortTimes[]
  readonly showMs: readonly number[]
  readonly rawMs: readonly number[]
  /** By the system's own event id, by request id and by resource id, each one value. */
  readonly lookUpMs: { readonly [field: string]: readonly number[] }
  readonly requestFacetMs: number
  /** After the filters, before sorts and look-ups. */
  readonly memoryAfterFilters: Memory
  readonly memory: Memory
}

const [path] = process.argv.slice(2)
const engine = benchEngine()
const random = new Random(SEED)

const page = (filter: string, offset: number, sort?: { field: string; descending: boolean }) =>
  timed(() => engine.ask('rows.page', { case: path, filter, columns: GRID_COLUMNS, offset, limit: PAGE_ROWS, sort }))
const facets = (filter: string, fields: readonly string[] = FACETS) =>
  timed(() => engine.ask('rows.facets', { case: path, filter, fields, top: FACET_TOP }))
const histogram = (filter: string) =>
  timed(() => engine.ask('rows.histogram', { case: path, filter, bins: HISTOGRAM_BINS }))
const count = (filter: string) => timed(() => engine.ask('rows.count', { case: path, filter }))

/** A filter that was never asked before: its rows, then what the window shows of them, then its first page. */
async function filterTimes(query: string): Promise<FilterTimes> {
  const rows = await count(query)
  const counted = await facets(query)
  const timeline = await histogram(query)
  const first = await page(query, 0)
  return {
    query,
    rows: rows.value.count,
    rowsMs: rows.ms,
    facetsMs: counted.ms,
    histogramMs: timeline.ms,
    pageMs: first.ms,
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

const first = await page('', 0)
const events = first.value.total
const someOffset = (): number => random.below(Math.max(1, events - PAGE_ROWS))
const offsets = (number: number): number[] => Array.from({ length: number }, someOffset)

const panel = await timed(async () => [await facets(''), await histogram('')])
const pagesMs = (await inTurn(offsets(PAGES), (offset) => page('', offset))).map(({ ms }) => ms)
const filters = await inTurn(mixedFilters(FILTERS, SEED), filterTimes)
const narrowTexts = await inTurn(narrowTextFilters(NARROW_TEXTS, SEED), filterTimes)
const texts = await inTurn(textSearches(TEXTS), async (query) => {
  const { ms, value } = await count(query)
  return { query, rows: value.count, ms }
})
const memoryAfterFilters = processMemory()

const showMs: number[] = []
const rawMs: number[] = []
for (const offset of offsets(SHOWN_EVENTS)) {
  const event = String(offset + 1)
  showMs.push((await timed(() => engine.ask('event.show', { case: path, event }))).ms)
  rawMs.push((await timed(() => engine.ask('event.raw', { case: path, event: String(someOffset() + 1) }))).ms)
}

const lookUpMs: { [field: string]: number[] } = { eventId: [], requestId: [], resourceId: [] }
for (const offset of offsets(LOOK_UPS)) {
  const { fields } = await engine.ask('event.show', { case: path, event: String(offset + 1) })
  lookUpMs.eventId.push((await timed(() => engine.ask('event.show', { case: path, event: fields.eventId }))).ms)
  for (const field of ['requestId', 'resourceId']) lookUpMs[field].push((await count(`${field}:"${fields[field]}"`)).ms)
}
const requestFacet = await facets('', ['requestId', 'resourceId'])

const sorts = await inTurn(
  [
    { field: 'time', descending: true },
    { field: 'actor', descending: false },
    { field: 'requestId', descending: false },
  ],
  async (sort) => ({
    field: sort.field,
    firstPageMs: (await page('', 0, sort)).ms,
    pagesMs: (await inTurn(offsets(SORTED_PAGES), (offset) => page('', offset, sort))).map(({ ms }) => ms),
  }),
)

const measure: AskMeasure = {
  events,
  firstPageMs: first.ms,
  firstPanelMs: panel.ms,
  pagesMs,
  filters,
  narrowTexts,
  texts,
  sorts,
  showMs,
  rawMs,
  lookUpMs,
  requestFacetMs: requestFacet.ms,
  memoryAfterFilters,
  memory: processMemory(),
}
answer(measure)
await engine.close()
