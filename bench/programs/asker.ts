/** The questions that the window asks, timed: milliseconds through the engine's Api. */
import type { FacetInfo, HistogramInfo, Page, SortBy } from '../../shared/api/index.ts'
import { timed } from '../measure/sample.ts'
import { FACET_TOP, FACETS, GRID_COLUMNS, HISTOGRAM_BINS, PAGE_ROWS } from '../questions/grid.ts'
import type { BenchEngine } from './engine.ts'

export interface FilterTimes {
  readonly query: string
  readonly rows: number
  readonly rowsMs: number
  readonly facetsMs: number
  readonly histogramMs: number
  readonly pageMs: number
}

interface Timed<T> {
  readonly ms: number
  readonly value: T
}

export class Asker {
  readonly engine: BenchEngine
  private readonly path: string

  constructor(engine: BenchEngine, path: string) {
    this.engine = engine
    this.path = path
  }

  page(filter: string, offset: number, sort?: SortBy): Promise<Timed<Page>> {
    const request = { case: this.path, filter, columns: GRID_COLUMNS, offset, limit: PAGE_ROWS, sort }
    return timed(() => this.engine.ask('rows.page', request))
  }

  facets(filter: string, fields: readonly string[] = FACETS): Promise<Timed<readonly FacetInfo[]>> {
    return timed(() => this.engine.ask('rows.facets', { case: this.path, filter, fields, top: FACET_TOP }))
  }

  histogram(filter: string): Promise<Timed<HistogramInfo | null>> {
    return timed(() => this.engine.ask('rows.histogram', { case: this.path, filter, bins: HISTOGRAM_BINS }))
  }

  async count(filter: string): Promise<Timed<number>> {
    const { ms, value } = await timed(() => this.engine.ask('rows.count', { case: this.path, filter }))
    return { ms, value: value.count }
  }

  show(event: string) {
    return timed(() => this.engine.ask('event.show', { case: this.path, event }))
  }

  raw(event: string) {
    return timed(() => this.engine.ask('event.raw', { case: this.path, event }))
  }

  /** A filter that was not asked before: its rows, then what the window shows of them, then its first page. */
  async filter(query: string): Promise<FilterTimes> {
    const rows = await this.count(query)
    const facets = await this.facets(query)
    const histogram = await this.histogram(query)
    const page = await this.page(query, 0)
    return {
      query,
      rows: rows.value,
      rowsMs: rows.ms,
      facetsMs: facets.ms,
      histogramMs: histogram.ms,
      pageMs: page.ms,
    }
  }
}

/** One after the other: what is measured runs alone. */
export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}
