/** The grid changes to an answer, and the event in question keeps its place on screen. */
import type { GridApi } from 'ag-grid-community'
import type { PagedRows } from './pagedRows.ts'
import type { GridRow } from './rowSource.ts'

/**
 * Shows the rows of an answer from its first; where it has the event in question (`kept`: its place), that one with as many
 * rows above it as there were, or in the middle if it was not in view (`above` null).
 */
export function showAnswer(
  api: GridApi<GridRow>,
  rows: PagedRows,
  { total, kept }: { readonly total: number; readonly kept: number | null },
  above: number | null,
): void {
  api.setGridOption('datasource', rows)
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
