/**
 * An answer made ready before the grid changes to it: the old rows stay on screen until the first page of the new is here,
 * and the event in question keeps its place.
 */
import type { IDatasource } from 'ag-grid-community'
import type { Page, Question, SortBy } from '../../../../shared/api/index.ts'
import { FailureError } from '../../../../shared/failure.ts'
import { tellFailure } from '../../../state/appStore.ts'
import { ask } from '../../../state/caller.ts'
import { apiRowSource, gridRows, type RowSource } from './rowSource.ts'

/** Rows of a page: about twice what a large window shows, so that a jump asks for one and little of it is not seen. */
export const PAGE_ROWS = 100

/** Pages kept for what comes next. */
const KEPT_PAGES = 8

export interface PreparedAnswer {
  readonly source: RowSource
  readonly total: number
  /** The page that is here already. */
  readonly first: Page
  /** Where the event to keep in view stands; null: nowhere in this answer. */
  readonly kept: number | null
}

/** Finds the first page, and the place of `keepEvent`. Rejects with `FailureError`, or as the signal says. */
export async function preparedAnswer(
  question: Question,
  columns: readonly string[],
  sort: SortBy | null,
  keepEvent: number | null,
  signal: AbortSignal,
): Promise<PreparedAnswer> {
  const source = apiRowSource(question, columns, sort)
  const order = sort === null ? {} : { sort }
  const [first, place] = await Promise.all([
    source.page(0, PAGE_ROWS, signal),
    keepEvent === null
      ? { index: null }
      : ask('rows.locate', { ...question, ...order, at: { event: keepEvent } }, { signal }),
  ])
  return { source, total: first.total, first, kept: place.index }
}

/**
 * The grid's way to the rows of a prepared answer; its requests end when the grid lets go of it. The page behind the one
 * that is looked at is fetched, too, so that scrolling meets rows that are there.
 */
export function datasourceOf({ source, total, first }: PreparedAnswer): IDatasource {
  const gone = new AbortController()
  const pages = new Map<number, Promise<Page>>([[0, Promise.resolve(first)]])
  const pageAt = (offset: number): Promise<Page> => {
    const kept = pages.get(offset)
    if (kept !== undefined) return kept
    const page = source.page(offset, PAGE_ROWS, gone.signal)
    pages.set(offset, page)
    page.catch(() => pages.delete(offset))
    const [oldest] = pages.keys()
    if (pages.size > KEPT_PAGES) pages.delete(oldest)
    return page
  }
  return {
    getRows({ startRow, successCallback, failCallback }) {
      pageAt(startRow).then(
        (page) => {
          if (gone.signal.aborted) return
          successCallback(gridRows(page), total)
          // Whoever asks for it later is told where it fails.
          if (startRow + PAGE_ROWS < total) pageAt(startRow + PAGE_ROWS).catch(() => undefined)
        },
        (error: unknown) => {
          failCallback()
          if (gone.signal.aborted) return
          if (!(error instanceof FailureError)) throw error
          tellFailure(error.failure)
        },
      )
    },
    destroy: () => gone.abort(),
  }
}
