/**
 * Rows in an order, as the grid and the exports read them: a slice at any offset. An answer that holds much of the case
 * is not put in order anew: the order of all events is kept, and those that answer are picked from it as far as it is
 * read.
 */
import {
  countBetween,
  hasRow,
  isRowSet,
  isSpan,
  maskOf,
  type RowMask,
  type Rows,
  rowCount,
  type Span,
} from '../store/index.ts'

export interface RowOrder {
  readonly count: number
  /** Rows [start, end) of the order, cut to what there is; not to be changed. */
  slice(start: number, end: number): Uint32Array
}

/** All rows of a case in the order of a field: those with a value, ascending by it, then those without. */
export interface FieldOrder {
  /** Null where it is the order of the case. */
  readonly rows: Uint32Array | null
  /** How many of them have a value. */
  readonly valued: number
  /** Where some of `rows` are not in order yet. */
  readonly ties?: Ties
}

/** Runs of neighbouring rows of which only their values tell the order, and nobody has looked at those yet. */
export interface Ties {
  /** Puts in order, as a whole, each run that goes into places [from, to) and has a row that is wanted. */
  settle(from: number, to: number, isWanted: (row: number) => boolean): void
}

/** Places of the whole order that are counted together. */
const BLOCK_PLACES = 4_096

/** Places whose ties are settled together. */
const SETTLED_PLACES = 256

/** Rows handed out at a time by `slices`. */
const SLICE_ROWS = 65_536

/** The rows as they are listed. */
export function listedOrder(list: Uint32Array): RowOrder {
  return { count: list.length, slice: (start, end) => list.subarray(start, end) }
}

/** Ascending rows, as they stand in the case. */
export function caseOrder(rows: Rows): RowOrder {
  if (isRowSet(rows)) return listedOrder(rows)
  if (!isSpan(rows)) return pickedOrder(rows, { rows: null, valued: rows.words.length * 32 }, rows.words.length * 32)
  const { start: first, end: limit } = rows
  return {
    count: limit - first,
    slice: (start, end) =>
      Uint32Array.from({ length: Math.max(0, Math.min(end, limit - first) - start) }, (_, i) => first + start + i),
  }
}

/** Those of a case of `size` events that are among `rows`, in the order of all; what has no value is last either way. */
export function pickedOrder(rows: Rows, all: FieldOrder, size: number, descending = false): RowOrder {
  return new PickedOrder(isRowSet(rows) ? maskOf(rows) : rows, all, size, descending)
}

class PickedOrder implements RowOrder {
  readonly count: number
  private readonly picked: RowMask | Span
  private readonly order: Uint32Array | null
  private readonly size: number
  private readonly ties: Ties | undefined
  /** Places before this one are those of the order backwards. */
  private readonly turned: number
  /** Rows picked from the places before each block, as far as anyone has looked. */
  private readonly before = [0]

  constructor(picked: RowMask | Span, { rows, valued, ties }: FieldOrder, size: number, descending: boolean) {
    this.count = rowCount(picked)
    this.picked = picked
    this.order = rows
    this.size = size
    this.ties = ties
    this.turned = descending ? valued : 0
  }

  slice(start: number, end: number): Uint32Array {
    const out = new Uint32Array(Math.max(0, Math.min(end, this.count) - start))
    if (out.length === 0) return out
    const { first, left } = this.placeOf(start)
    let passed = 0
    let taken = 0
    for (let place = first; taken < out.length && place < this.size; place++) {
      if ((place - first) % SETTLED_PLACES === 0) this.settle(place, Math.min(place + SETTLED_PLACES, this.size))
      const row = this.rowAt(place)
      if (!hasRow(this.picked, row)) continue
      if (passed < left) passed++
      else out[taken++] = row
    }
    return out
  }

  /**
   * Puts ties about places [from, to) in order. A run that goes over the edge of a block is put in order before rows of that
   * block are counted: so what is counted stays so.
   */
  private settle(from: number, to: number): void {
    const { ties, turned } = this
    if (ties === undefined || from >= to) return
    const isWanted = (row: number): boolean => hasRow(this.picked, row)
    if (from < turned) ties.settle(turned - Math.min(to, turned), turned - from, isWanted)
    if (to > turned) ties.settle(Math.max(from, turned), to, isWanted)
  }

  private rowAt(place: number): number {
    const at = place < this.turned ? this.turned - 1 - place : place
    return this.order === null ? at : this.order[at]
  }

  /** A place, and how many picked rows from it on come before the row that `number` others come before. */
  private placeOf(number: number): { readonly first: number; readonly left: number } {
    // Where all rows are picked, each is where it says.
    if (this.count === this.size) return { first: number, left: 0 }
    const block = this.blockOf(number)
    return { first: block * BLOCK_PLACES, left: number - this.before[block] }
  }

  /** The block of places from which the row is picked that `number` others come before. */
  private blockOf(number: number): number {
    const { before, size } = this
    while (before[before.length - 1] <= number && (before.length - 1) * BLOCK_PLACES < size) {
      const start = (before.length - 1) * BLOCK_PLACES
      const end = Math.min(start + BLOCK_PLACES, size)
      this.settle(start, start + 1)
      this.settle(end, end + 1)
      before.push(before[before.length - 1] + this.picksAt(start, end))
    }
    let low = 0
    let high = before.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (before[middle] <= number) low = middle
      else high = middle - 1
    }
    return low
  }

  /** How many rows are picked from places [start, end). */
  private picksAt(start: number, end: number): number {
    const { turned } = this
    if (start < turned && end > turned) return this.picksAt(start, turned) + this.picksAt(turned, end)
    const [from, to] = start < turned ? [turned - end, turned - start] : [start, end]
    return this.order === null ? countBetween(this.picked, from, to) : countIn(this.order, from, to, this.picked)
  }
}

/** How many of `order[from … to)` are picked. */
function countIn(order: Uint32Array, from: number, to: number, picked: RowMask | Span): number {
  let count = 0
  if (isSpan(picked)) {
    for (let at = from; at < to; at++) if (order[at] >= picked.start && order[at] < picked.end) count++
    return count
  }
  const { words } = picked
  for (let at = from; at < to; at++) {
    const row = order[at]
    count += row >>> 5 < words.length ? (words[row >>> 5] >>> row) & 1 : 0
  }
  return count
}

/** The whole order in pieces. */
export function* slices(order: RowOrder): Generator<Uint32Array> {
  for (let start = 0; start < order.count; start += SLICE_ROWS) yield order.slice(start, start + SLICE_ROWS)
}
