/** Which rows a scroller of the grid stands at, before the grid itself has looked. */

export interface RowsOnView {
  readonly first: number
  readonly last: number
}

/**
 * The rows on view where one of the grid's scrollers stands, of `rows` rows of `rowHeight` CSS pixels; null where it
 * does not scroll up and down. Of very many rows the grid's content is lower than they are high, so it is the share of the
 * way that counts.
 */
export function rowsOnView(
  scroller: { readonly scrollTop: number; readonly scrollHeight: number; readonly clientHeight: number },
  rows: number,
  rowHeight: number,
): RowsOnView | null {
  const { scrollTop, scrollHeight, clientHeight } = scroller
  const way = scrollHeight - clientHeight
  if (way <= 0) return null
  const top = (scrollTop / way) * (rows * rowHeight - clientHeight)
  const within = (row: number): number => Math.max(0, Math.min(rows - 1, row))
  return { first: within(Math.floor(top / rowHeight)), last: within(Math.ceil((top + clientHeight) / rowHeight) - 1) }
}
