/**
 * Row sets: sorted arrays of distinct row indices (event id - 1), and their algebra.
 *
 * A row set is a `Uint32Array`, ascending, without repeats; inputs are never changed.
 */

export type RowSet = Uint32Array

/** All rows [0, size). */
export function allRows(size: number): RowSet {
  const rows = new Uint32Array(size)
  for (let i = 0; i < size; i++) rows[i] = i
  return rows
}

/** Rows in both. */
export function intersection(a: RowSet, b: RowSet): RowSet {
  const [small, large] = a.length <= b.length ? [a, b] : [b, a]
  const out = new Uint32Array(small.length)
  let count = 0
  if (small.length * 16 < large.length) {
    let low = 0
    for (let i = 0; i < small.length; i++) {
      low = lowerBound(large, small[i], low)
      if (low < large.length && large[low] === small[i]) out[count++] = small[i]
    }
  } else {
    let i = 0
    let j = 0
    while (i < small.length && j < large.length) {
      const x = small[i]
      const y = large[j]
      if (x === y) {
        out[count++] = x
        i++
        j++
      } else if (x < y) i++
      else j++
    }
  }
  return out.subarray(0, count)
}

/** Rows of `a` that are not in `b`. */
export function difference(a: RowSet, b: RowSet): RowSet {
  if (b.length === 0) return a
  const out = new Uint32Array(a.length)
  let count = 0
  let j = 0
  for (let i = 0; i < a.length; i++) {
    const x = a[i]
    while (j < b.length && b[j] < x) j++
    if (j >= b.length || b[j] !== x) out[count++] = x
  }
  return out.subarray(0, count)
}

/** Rows in either. */
export function union(a: RowSet, b: RowSet): RowSet {
  if (a.length === 0) return b
  if (b.length === 0) return a
  const out = new Uint32Array(a.length + b.length)
  let i = 0
  let j = 0
  let count = 0
  while (i < a.length && j < b.length) {
    const x = a[i]
    const y = b[j]
    if (x <= y) i++
    if (y <= x) j++
    out[count++] = x < y ? x : y
  }
  while (i < a.length) out[count++] = a[i++]
  while (j < b.length) out[count++] = b[j++]
  return out.subarray(0, count)
}

/** Index of the first element of ascending `rows` that is at least `value`, from `from` on; `rows.length` if none. */
export function lowerBound(rows: ArrayLike<number>, value: number, from = 0): number {
  let low = from
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
