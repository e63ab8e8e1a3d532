/**
 * The grid's way to the rows of a prepared answer, page by page. A page is asked for once, whoever wants it first: the
 * grid, a scroll that is ahead of it, or the page before.
 */
import type { IDatasource } from 'ag-grid-community'
import type { Page } from '../../../../shared/api/index.ts'
import { type Failure, FailureError } from '../../../../shared/failure.ts'
import { PAGE_ROWS, pagesOf, type PreparedAnswer } from './preparedAnswer.ts'
import { gridRows } from './rowSource.ts'
import type { RowsOnView } from './scrollPlace.ts'

/** Pages kept for what comes next. */
const KEPT_PAGES = 16

/** Whoever has not scrolled for so long reads, in milliseconds. */
const REST_MS = 100

export interface PagedRows extends IDatasource {
  /**
   * Asks for the pages of rows that are about to be on view, before the grid has drawn them empty and asks itself. Those of one
   * view at a time, so that what is merely scrolled past does not pile up.
   */
  expect(view: RowsOnView): void
  destroy(): void
}

/**
 * Rows of an answer; what is under way ends with `destroy`. The page behind the one the grid has got last is fetched, too,
 * so that scrolling meets rows that are there: once the rows have stood for `restMs`, as it would be in the way of a jump.
 * `onFailure` is told why rows that the grid wants are not to be had.
 */
export function pagedRows(
  { source, total, pages: ready }: PreparedAnswer,
  onFailure: (failure: Failure) => void,
  restMs: number = REST_MS,
): PagedRows {
  const gone = new AbortController()
  const pages = new Map<number, Promise<Page>>([...ready].map(([offset, page]) => [offset, Promise.resolve(page)]))
  let isExpecting = false
  let ahead: ReturnType<typeof setTimeout> | undefined
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
          clearTimeout(ahead)
          // Whoever asks for it later is told where it fails.
          const next = startRow + PAGE_ROWS
          if (next < total) ahead = setTimeout(() => void pageAt(next).catch(() => undefined), restMs)
        },
        (error: unknown) => {
          failCallback()
          if (gone.signal.aborted) return
          if (!(error instanceof FailureError)) throw error
          onFailure(error.failure)
        },
      )
    },
    expect(view) {
      const missing = pagesOf(view, total).filter((offset) => !pages.has(offset))
      if (isExpecting || missing.length === 0) return
      isExpecting = true
      // Where one fails, the grid asks for it again and is told.
      void Promise.allSettled(missing.map(pageAt)).then(() => {
        isExpecting = false
      })
    },
    destroy() {
      clearTimeout(ahead)
      gone.abort()
    },
  }
}
