/** How far apart rows lie: what lies close together is read at once, what lies far apart is read ahead. */

/** Rows of one statement may lie among so many times as many others: orders by time are nearly those of import. */
const MAX_SPREAD = 2

/** The least and the most of some rows. */
export interface RowExtent {
  readonly least: number
  readonly most: number
}

/** The extent of `rows[start … end)`, of which there is one at least. */
export function extentOf(rows: ArrayLike<number>, start: number, end: number): RowExtent {
  let least = rows[start]
  let most = rows[start]
  for (let i = start + 1; i < end; i++) {
    if (rows[i] < least) least = rows[i]
    if (rows[i] > most) most = rows[i]
  }
  return { least, most }
}

/** Whether `count` rows of that extent lie so close together that all between are read along with them. */
export function liesTogether({ least, most }: RowExtent, count: number): boolean {
  return most - least < MAX_SPREAD * count
}
