/**
 * Histograms of one case split by a field, with what is known of the whole case: it is asked for whenever a filter is taken
 * away, and of an answer that holds most of the case the others are counted and taken from it.
 */
import type { Database } from 'better-sqlite3'
import { type ColumnStore, isWhole, type Rows } from '../store/index.ts'
import type { FacetCounter } from './facets.ts'
import type { Bins } from './histogram.ts'
import { type HistogramSeries, type StackedHistogram, stackedHistogram } from './stackedHistogram.ts'

export class StackedHistogramCounter {
  private readonly db: Database
  private readonly store: ColumnStore
  private readonly facets: FacetCounter
  /** The last that was asked for. */
  private total:
    | { readonly key: string; readonly values: readonly string[]; readonly found: StackedHistogram }
    | undefined

  constructor(db: Database, store: ColumnStore, facets: FacetCounter) {
    this.db = db
    this.store = store
    this.facets = facets
  }

  /**
   * As `stackedHistogram`, by the `most` most frequent values of the field among the rows. `others` may give the other rows
   * of the case, if they are fewer. Requires `most` <= 255.
   */
  stacked(rows: Rows, bins: Bins, field: string, most: number, others?: Rows): StackedHistogram {
    const values = this.topValues(rows, field, most, others)
    const isAll = isWhole(rows, this.store.size)
    if (!isAll && others === undefined) return this.count(rows, bins, field, values)
    const total = this.totalOf(bins, field, most)
    // A value that is frequent among the rows and not in the case stands in no series of its own there.
    if (!values.every((value) => total.values.includes(value))) return this.count(rows, bins, field, values)
    const all = ofValues(total.found, values)
    return isAll || others === undefined ? all : without(all, this.count(others, bins, field, values), values)
  }

  private topValues(rows: Rows, field: string, most: number, others?: Rows): readonly string[] {
    const [facet] = this.facets.facets([field], rows, most, others)
    return facet.values.map(({ value }) => value)
  }

  private count(rows: Rows, bins: Bins, field: string, values: readonly string[]): StackedHistogram {
    return stackedHistogram(this.db, this.store, rows, bins, field, values)
  }

  private totalOf(bins: Bins, field: string, most: number) {
    const key = JSON.stringify([bins.from, bins.to, bins.count, field, most])
    if (this.total?.key !== key) {
      const rows = { start: 0, end: this.store.size }
      const values = this.topValues(rows, field, most)
      this.total = { key, values, found: this.count(rows, bins, field, values) }
    }
    return this.total
  }
}

/** A histogram split by fewer values, in their order; all others become the rest. */
function ofValues(found: StackedHistogram, values: readonly string[]): StackedHistogram {
  const series = values.map((value) => ({ value, counts: countsOf(found, value) }))
  const rest = found.counts.map((count, bin) => series.reduce((left, { counts }) => left - counts[bin], count))
  return { ...found, series: withRest(series, rest) }
}

/** What is left of `all` without the rows of `others`; both are split by `values`. */
function without(all: StackedHistogram, others: StackedHistogram, values: readonly string[]): StackedHistogram {
  const less = (from: Uint32Array, part: Uint32Array): Uint32Array => from.map((count, bin) => count - part[bin])
  const series = values.map((value) => ({ value, counts: less(countsOf(all, value), countsOf(others, value)) }))
  return {
    ...all,
    counts: less(all.counts, others.counts),
    series: withRest(series, less(countsOf(all, null), countsOf(others, null))),
    outside: all.outside - others.outside,
  }
}

/** The counts of a value, or of the rest (null); of what has no series none. */
function countsOf(found: StackedHistogram, value: string | null): Uint32Array {
  return found.series.find((series) => series.value === value)?.counts ?? new Uint32Array(found.counts.length)
}

function withRest(series: readonly HistogramSeries[], rest: Uint32Array): readonly HistogramSeries[] {
  return rest.every((count) => count === 0) ? series : [...series, { value: null, counts: rest }]
}
