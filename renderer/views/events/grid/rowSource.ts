/** Where the grid gets its rows from: pages of an answer. Api-backed in the app, in memory in tests. */
import type { Page, PageRow, Question, SortBy } from '../../../../shared/api/index.ts'
import { ask } from '../../../state/caller.ts'

export interface RowSource {
  /** Rows [offset, offset + limit) of the answer. Rejects with `FailureError`. */
  page(offset: number, limit: number, signal: AbortSignal): Promise<Page>
}

export function apiRowSource(question: Question, columns: readonly string[], sort: SortBy | null): RowSource {
  return {
    page: (offset, limit, signal) =>
      ask(
        'rows.page',
        { ...question, columns, ...(sort === null ? {} : { sort }), offset, limit, redact: true },
        { signal },
      ),
  }
}

/** A row with its cells by name. */
export interface GridRow {
  readonly id: number
  readonly timeText: string | null
  readonly marks: PageRow['marks']
  readonly cells: { readonly [column: string]: string | null }
}

export function gridRows(page: Page): GridRow[] {
  return page.rows.map(({ id, timeText, marks, cells }) => ({
    id,
    timeText,
    marks,
    cells: Object.fromEntries(page.columns.map((column, place) => [column, cells[place]])),
  }))
}
