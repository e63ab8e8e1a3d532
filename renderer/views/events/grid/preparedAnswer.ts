/**
 * An answer made ready before the grid changes to it: the old rows stay on screen until the first page of the new is here,
 * and the event in question keeps its place.
 */
import type { Page, Question, SortBy } from '../../../../shared/api/index.ts'
import { ask } from '../../../state/caller.ts'
import { apiRowSource, type RowSource } from './rowSource.ts'

/** Rows of a page: about twice what a large window shows, so that a jump asks for one and little of it is not seen. */
export const PAGE_ROWS = 100

/** Rows above and below the middle of the largest window. */
const HALF_VIEW = PAGE_ROWS / 2

export interface PreparedAnswer {
  readonly source: RowSource
  readonly total: number
  /** The pages that are here already, by their offset: the first, and those about the event to keep in view. */
  readonly pages: ReadonlyMap<number, Page>
  /** Where the event to keep in view stands; null: nowhere in this answer. */
  readonly kept: number | null
}

/**
 * Finds the first page, the place of `keepEvent`, and the rows about it. Rejects with `FailureError`, or as the signal
 * says.
 */
export async function preparedAnswer(
  question: Question,
  columns: readonly string[],
  sort: SortBy | null,
  keepEvent: number | null,
  signal: AbortSignal,
): Promise<PreparedAnswer> {
  const source = apiRowSource(question, columns, sort)
  const order = sort === null ? {} : { sort }
  const [first, { index: kept }] = await Promise.all([
    source.page(0, PAGE_ROWS, signal),
    keepEvent === null
      ? { index: null }
      : ask('rows.locate', { ...question, ...order, at: { event: keepEvent } }, { signal }),
  ])
  const about = kept === null ? [] : pagesAbout(kept, first.total).filter((offset) => offset !== 0)
  const others = await Promise.all(about.map((offset) => source.page(offset, PAGE_ROWS, signal)))
  const pages = new Map([first, ...others].map((page) => [page.offset, page]))
  return { source, total: first.total, pages, kept }
}

/** Offsets of the pages with what is on view when row `index` stands in the middle. */
export function pagesAbout(index: number, total: number): readonly number[] {
  const offsetOf = (row: number): number => Math.floor(row / PAGE_ROWS) * PAGE_ROWS
  const first = offsetOf(Math.max(0, index - HALF_VIEW))
  const last = offsetOf(Math.min(total - 1, index + HALF_VIEW))
  return first === last ? [first] : [first, last]
}
