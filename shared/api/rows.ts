/** Answers over many events: pages, facets, histograms, summaries. */
import type { RowMarks } from './annotations.ts'
import type { Question, SortBy } from './question.ts'

/** One row of a page: `cells` follow the columns asked for; `timeText` is the time as the record writes it. */
export interface PageRow {
  readonly id: number
  readonly timeText: string | null
  readonly cells: readonly (string | null)[]
  /** Null where nobody has added anything. */
  readonly marks: RowMarks | null
}

export interface Page {
  /** Rows that match in all. */
  readonly total: number
  /** Events that match as well and are left out: an earlier one has the same content. */
  readonly leftOut: number
  readonly offset: number
  readonly columns: readonly string[]
  readonly rows: readonly PageRow[]
}

export interface FacetInfo {
  readonly field: string
  readonly values: readonly { readonly value: string; readonly count: number }[]
  readonly distinct: number
  /** False: `distinct` may be a few too low. */
  readonly isDistinctExact: boolean
  readonly missing: number
}

export interface PageRequest extends Question {
  readonly columns: readonly string[]
  readonly sort?: SortBy
  readonly offset: number
  /** At most 10,000. */
  readonly limit: number
  /** Secrets in the cells are given as `[REDACTED]`, by how they look and by the column's name. */
  readonly redact?: boolean
}

export interface FacetsRequest extends Question {
  readonly fields: readonly string[]
  /** Values per field. */
  readonly top: number
  /** Each field's counts leave out the filter's own clauses on that field, as a facet panel wants it. */
  readonly ignoreOwnClauses?: boolean
  /** Only values that contain this text, ignoring case. */
  readonly search?: string
}

export interface HistogramRequest extends Question {
  readonly bins: number
  readonly fromMicros?: number
  readonly toMicros?: number
  /** Field whose values the counts are split by; at most its 12 most frequent ones, the others together. */
  readonly by?: string
}

export interface HistogramInfo {
  /** Microseconds since 1970 UTC; bins cover [fromMicros, toMicros) in equal parts. */
  readonly fromMicros: number
  readonly toMicros: number
  readonly counts: readonly number[]
  /** With `by`: the parts that `counts` is made of, most frequent first; value null: no value, or all others. */
  readonly series?: readonly { readonly value: string | null; readonly counts: readonly number[] }[]
  /** Rows without a time or outside the range. */
  readonly outside: number
}

/** The cards over the grid, for what is filtered. */
export interface Summary {
  readonly total: number
  /** As in pages. */
  readonly leftOut: number
  /** Count per outcome that occurs; rows without one are the rest. */
  readonly outcomes: { readonly [outcome: string]: number }
  readonly actors: number
  /** False: `actors` may be a few too low. */
  readonly isActorsExact: boolean
  /** Times of the earliest and latest event, ISO 8601 UTC. */
  readonly timeFrom: string | null
  readonly timeTo: string | null
}

/**
 * A place in an answer: where that event stands, or the first row that has reached that time. Where times go up that is the
 * first at or after it, where they go down the first at or before it; in the order of the case (`id`), whose times may jump to
 * and fro, the first row of which the same is true. Left out, `sort` is by time, ascending, as for pages. Orders by other fields
 * have no place for a time: `usage/bad-argument`.
 */
export interface LocateRequest extends Question {
  readonly sort?: SortBy
  readonly at: { readonly event: number } | { readonly timeMicros: number }
}
