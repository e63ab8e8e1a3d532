/**
 * An answer made ready before the grid changes to it: the old rows stay on screen until the first page of the new is here,
 * and the event in question keeps its place.
 */
import type { Page, Question, SortBy } from '../../../../shared/api/index.ts'
import { ask } from '../../../state/caller.ts'
import { apiRowSource, type RowSource } from './rowSource.ts'
import type { RowsOnView } from './scrollPlace.ts'

/** Rows of a page: more than most windows show, so that a jump asks for one or two and little of them is not seen. */
export const PAGE_ROWS = 50

/** Rows above and below the middle of the largest window. */
const HALF_VIEW = 50

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
function pagesAbout(index: number, total: number): readonly number[] {
  return pagesOf({ first: index - HALF_VIEW, last: index + HALF_VIEW }, total)
}

/** Offsets of the pages that hold the rows from the first to the last, as far as there are such rows. */
export function pagesOf({ first, last }: RowsOnView, total: number): readonly number[] {
  const offsets: number[] = []
  const start = Math.floor(Math.max(0, first) / PAGE_ROWS) * PAGE_ROWS
  for (let offset = start; offset <= Math.min(total - 1, last); offset += PAGE_ROWS) offsets.push(offset)
  return offsets
}
