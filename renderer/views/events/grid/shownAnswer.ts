/** The grid changes to an answer, and the event in question keeps its place on screen. */
import type { GridApi, IDatasource, IGetRowsParams } from 'ag-grid-community'
import type { PagedRows } from './pagedRows.ts'
import { PAGE_ROWS } from './preparedAnswer.ts'
import type { GridRow } from './rowSource.ts'

/** What the grid asks for rows: those of one answer, and later, where it keeps what it has drawn, those of another. */
class AnswerSource implements IDatasource {
  #rows: PagedRows
  #isFirstGiven = false
  #hasOthers = false
  #first = Promise.withResolvers<void>()

  constructor(rows: PagedRows) {
    this.#rows = rows
  }

  getRows(asked: IGetRowsParams): void {
    const isFirst = asked.startRow === 0
    if (!isFirst) this.#hasOthers = true
    this.#rows.getRows({
      ...asked,
      successCallback: (rows, total) => {
        asked.successCallback(rows, total)
        if (!isFirst) return
        this.#isFirstGiven = true
        this.#first.resolve()
      },
    })
  }

  /** Whether the grid has been given the first page and has asked for no other, so that it waits for nothing. */
  get hasFirstPageAlone(): boolean {
    return this.#isFirstGiven && !this.#hasOthers
  }

  /** Gives the rows of another answer from now on, which the grid is to ask for anew; settles once it has the first of them. */
  change(rows: PagedRows): Promise<void> {
    this.#rows.destroy()
    this.#rows = rows
    this.#isFirstGiven = false
    this.#first = Promise.withResolvers()
    return this.#first.promise
  }

  destroy(): void {
    this.#rows.destroy()
  }
}

/**
 * Shows the rows of an answer from its first; where it has the event in question (`kept`: its place), that one with as many
 * rows above it as there were, or in the middle if it was not in view (`above` null). Settles once the rows of the answer
 * before are gone.
 */
export async function showAnswer(
  api: GridApi<GridRow>,
  rows: PagedRows,
  { total, kept }: { readonly total: number; readonly kept: number | null },
  above: number | null,
): Promise<void> {
  const source = api.getGridOption('datasource')
  const canStay = source instanceof AnswerSource && source.hasFirstPageAlone && kept === null && total >= PAGE_ROWS
  // The grid lays the page out to find its place: asked last.
  if (canStay && api.getVerticalPixelRange().top <= 0) {
    // Other rows take the places of those that are drawn: much less work than drawing them anew.
    const changed = source.change(rows)
    api.refreshInfiniteCache()
    return changed
  }
  api.setGridOption('datasource', new AnswerSource(rows))
  if (total === 0) return
  if (kept === null) {
    // The grid lays the page out to find its place; there is nothing to find where it is at the top.
    if (api.getVerticalPixelRange().top > 0) api.ensureIndexVisible(0, 'top')
    return
  }
  // By itself the grid learns how many rows there are with the first page, and cannot go to any but the first before.
  api.setRowCount(total, true)
  if (above === null) api.ensureIndexVisible(kept, 'middle')
  else api.ensureIndexVisible(Math.max(0, kept - above), 'top')
}

/** How many whole rows stand above that of an event on screen; null where it is not in view. */
export function rowsAbove(grid: HTMLElement, event: number | null): number | null {
  if (event === null) return null
  const row = grid.querySelector(`[role=row][row-id="${event}"]`)?.getBoundingClientRect()
  const top = grid.querySelector('.ag-header')?.getBoundingClientRect().bottom
  const bottom = grid.querySelector('.ag-grid-viewport')?.getBoundingClientRect().bottom
  if (row === undefined || top === undefined || bottom === undefined) return null
  return row.height === 0 || row.top < top - row.height / 2 || row.bottom > bottom
    ? null
    : Math.max(0, Math.round((row.top - top) / row.height))
}
