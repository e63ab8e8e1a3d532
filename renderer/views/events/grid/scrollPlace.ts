/** Which rows a scroller of the grid stands at, before the grid itself has looked. */

/**
 * The first row on view where one of the grid's scrollers stands, of `rows` rows of `rowHeight` CSS pixels; null where it
 * does not scroll up and down. Of very many rows the grid's content is lower than they are high, so it is the share of the
 * way that counts.
 */
export function firstRowAt(
  scroller: { readonly scrollTop: number; readonly scrollHeight: number; readonly clientHeight: number },
  rows: number,
  rowHeight: number,
): number | null {
  const { scrollTop, scrollHeight, clientHeight } = scroller
  const way = scrollHeight - clientHeight
  if (way <= 0) return null
  const first = Math.floor(((scrollTop / way) * (rows * rowHeight - clientHeight)) / rowHeight)
  return Math.max(0, Math.min(rows - 1, first))
}
