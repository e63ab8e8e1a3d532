/**
 * The order of a column of random UUIDs, whose codes say how each begins: so nearly all stand in their places without a look at
 * them. Those that begin alike are ties, put in order when somebody comes to read them.
 */
import { type Column, isInline, NO_VALUE, uuidStart, uuidStartOf } from '../store/index.ts'
import { comparisonOf, compareText } from './compare.ts'
import { rowsByKeys } from './radixOrder.ts'
import type { FieldOrder, Ties } from './rowOrder.ts'

/** Rows that may begin alike: more of them are put in order by who can sort what does not fit into memory. */
const MAX_TIED = 4_096

const compareIgnoringCase = comparisonOf('text')

/** Values by row. */
export type ValuesOf = (rows: readonly number[]) => ReadonlyMap<number, string>

/** Null where not all values are random UUIDs, or too many of them begin alike. */
export function uuidOrder(column: Column, valuesOf: ValuesOf): FieldOrder | null {
  const startOf = uuidStarts(column)
  if (startOf === null) return null
  const { codes } = column
  const valued = new Uint32Array(codes.length)
  const starts = new Uint32Array(codes.length)
  let count = 0
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] === NO_VALUE) continue
    starts[count] = startOf(codes[row])
    valued[count++] = row
  }
  const ordered = rowsByKeys(valued.subarray(0, count), [starts.subarray(0, count)])
  const rows = new Uint32Array(codes.length)
  rows.set(ordered)
  let next = count
  for (let row = 0; row < codes.length && next < rows.length; row++) if (codes[row] === NO_VALUE) rows[next++] = row
  const ties = new UuidTies(ordered.length, rows, (row) => startOf(codes[row]), valuesOf)
  return ties.longest() > MAX_TIED ? null : { rows, valued: count, ties }
}

/** How the UUID of each code begins; null where one is of another value. */
function uuidStarts({ codes, values }: Column): ((code: number) => number) | null {
  const ofEntry = new Uint32Array(values.length)
  for (let code = 1; code < values.length; code++) {
    const start = uuidStartOf(values[code])
    if (start === null) return null
    ofEntry[code] = start
  }
  for (const code of codes) if (isInline(code) && uuidStart(code) === null) return null
  return (code) => (isInline(code) ? (uuidStart(code) as number) : ofEntry[code])
}

class UuidTies implements Ties {
  private readonly valued: number
  private readonly rows: Uint32Array
  private readonly startOf: (row: number) => number
  private readonly valuesOf: ValuesOf
  /** First places of the runs that are in order. */
  private readonly settled = new Set<number>()

  constructor(valued: number, rows: Uint32Array, startOf: (row: number) => number, valuesOf: ValuesOf) {
    this.valued = valued
    this.rows = rows
    this.startOf = startOf
    this.valuesOf = valuesOf
  }

  /** Length of the longest run of rows that begin alike. */
  longest(): number {
    let longest = 0
    let first = 0
    let start = -1
    for (let place = 0; place < this.valued; place++) {
      const next = this.startOf(this.rows[place])
      if (next === start) continue
      longest = Math.max(longest, place - first)
      first = place
      start = next
    }
    return Math.max(longest, this.valued - first)
  }

  settle(from: number, to: number, isWanted: (row: number) => boolean): void {
    const open: { readonly first: number; readonly end: number }[] = []
    const end = Math.min(to, this.valued)
    for (let place = Math.max(0, from); place < end; ) {
      const run = this.runAt(place)
      place = run.end
      if (run.end - run.first < 2 || this.settled.has(run.first)) continue
      if (this.rows.subarray(run.first, run.end).some(isWanted)) open.push(run)
    }
    if (open.length === 0) return
    const tied = open.flatMap((run) => [...this.rows.subarray(run.first, run.end)])
    const values = this.valuesOf(tied)
    for (const run of open) {
      this.rows.subarray(run.first, run.end).sort((a, b) => {
        // Of a damaged case, some may be gone.
        const [x, y] = [values.get(a) ?? '', values.get(b) ?? '']
        return compareIgnoringCase(x, y) || compareText(x, y) || a - b
      })
      this.settled.add(run.first)
    }
  }

  /** Places [first, end) of the rows that begin as the one at `place` does. */
  private runAt(place: number): { readonly first: number; readonly end: number } {
    const start = this.startOf(this.rows[place])
    let first = place
    while (first > 0 && this.startOf(this.rows[first - 1]) === start) first--
    let end = place + 1
    while (end < this.valued && this.startOf(this.rows[end]) === start) end++
    return { first, end }
  }
}
