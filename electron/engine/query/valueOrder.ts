/**
 * The order of a column of which values stand inline, as ids of requests do: there may be as many of them as events, so they
 * are never all held. Rows are put in order by how their values begin, and by more of them where many begin alike.
 * The few that still do are ties, put in order when somebody comes to read them.
 */
import { type CodeArray, emptyWords, isInline, maskHolds, NO_VALUE, type RowMask, setBits } from '../store/index.ts'
import { type Comparison, compareText } from './compare.ts'
import type { Pause } from './pause.ts'
import { elementsByKeys } from './radixOrder.ts'
import type { FieldOrder, Ties } from './rowOrder.ts'

/** Rows that may be tied: of more, what follows in their values is looked at. */
const MAX_TIED = 4_096

/** Rows put in their places before other work comes in between. */
const PIECE_PLACES = 131_072

/** Bytes of a value that are looked at; what many values share is mostly shorter. */
const MAX_BYTES = 256

/** Bytes of a stretch. */
export const STRETCH_BYTES = 8

/** A stretch for each of some rows: its first four bytes and its last, big-endian. */
export interface Stretches {
  readonly high: Uint32Array
  readonly low: Uint32Array
  /** Where the next begins; null behind the last. */
  readonly next: number | null
  /** Whether a stretch with a zero at its end is the last of what it is of. */
  readonly endsAtZero: boolean
}

/** What rows are put in order by, such as the text of their values. */
export interface StretchSource {
  /** The stretch from byte `from` on for each row. */
  stretches(from: number, rows: Uint32Array): Promise<Stretches>
}

/** What ties are put in order by. */
export interface TiedValues {
  /** How values compare. Those that are the same to it are put in order of their code points. */
  readonly compare: Comparison
  /** Values by row. */
  valuesOf(rows: readonly number[]): ReadonlyMap<number, string>
}

/**
 * All rows in the order of their values: rows that are alike to one source in that of the next; what is alike to the last is the
 * same. Null where many values begin alike for longer than is looked at. Rejects once the pause's signal is aborted.
 */
export async function valueOrder(
  codes: CodeArray,
  sources: readonly StretchSource[],
  tied: TiedValues,
  pause: Pause,
): Promise<FieldOrder | null> {
  const rows = new Uint32Array(codes.length)
  let valued = 0
  for (let row = 0; row < codes.length; row++) if (codes[row] !== NO_VALUE) rows[valued++] = row
  for (let row = 0, at = valued; at < rows.length; row++) if (codes[row] === NO_VALUE) rows[at++] = row

  const runs = new Runs(codes, rows, valued)
  let alike: readonly Run[] = valued === 0 ? [] : [{ first: 0, end: valued }]
  for (const source of sources) {
    const ended: Run[] = []
    let open = alike
    for (let from: number | null = 0; from !== null && open.length > 0; ) {
      if (from >= MAX_BYTES) return null
      const read = runs.rowsOf(open)
      const stretches: Stretches = await source.stretches(from, read.rows)
      const elements = await elementsByKeys([stretches.low, stretches.high, ...read.runs], pause)
      const left = await runs.divide(open, read.rows, elements, stretches, pause)
      ended.push(...left.ended)
      open = left.open
      from = stretches.next
    }
    alike = ended
  }
  for (const run of alike) runs.settle(run)
  return { rows, valued, ties: new ValueTies(runs, valued, tied) }
}

/** Neighbouring places whose rows are alike as far as anyone has looked; what is in order is a run of one each. */
interface Run {
  readonly first: number
  readonly end: number
}

/** The places of rows that have a value, and where among them runs begin. */
class Runs {
  readonly rows: Uint32Array
  private readonly codes: CodeArray
  private readonly length: number
  /** The places where one begins. */
  private readonly begins: Pick<RowMask, 'words'>

  /** `rows`: those with a value at the first `length` places, in any order. */
  constructor(codes: CodeArray, rows: Uint32Array, length: number) {
    this.codes = codes
    this.rows = rows
    this.length = length
    this.begins = { words: emptyWords(length) }
  }

  /** The rows of runs one after the other, and where there are several, for each the number of its run among these. */
  rowsOf(runs: readonly Run[]): { readonly rows: Uint32Array; readonly runs: readonly Uint32Array[] } {
    if (runs.length === 1) return { rows: this.rows.slice(runs[0].first, runs[0].end), runs: [] }
    const length = runs.reduce((sum, { first, end }) => sum + end - first, 0)
    const rows = new Uint32Array(length)
    const numbers = new Uint32Array(length)
    let at = 0
    for (const [number, { first, end }] of runs.entries()) {
      rows.set(this.rows.subarray(first, end), at)
      numbers.fill(number, at, at + end - first)
      at += end - first
    }
    return { rows, runs: [numbers] }
  }

  /**
   * Puts the rows of runs, `rows` one after the other, in the order `elements` of their stretches, and divides the runs where
   * these differ. Returns those that are left and too long to be tied: which go on, and which do not.
   */
  async divide(
    runs: readonly Run[],
    rows: Uint32Array,
    elements: Uint32Array,
    stretches: Stretches,
    pause: Pause,
  ): Promise<{ readonly open: Run[]; readonly ended: Run[] }> {
    const open: Run[] = []
    const ended: Run[] = []
    let at = 0
    for (const run of runs) {
      for (let place = run.first; place < run.end; place += PIECE_PLACES) {
        const count = Math.min(PIECE_PLACES, run.end - place)
        this.put(place, rows, elements, at, at + count, stretches)
        at += count
        await pause.ifDue()
      }
      setBits(this.begins.words, run.first, run.first + 1)
      for (let first = run.first; first < run.end; ) {
        const end = this.endOf(first)
        if (end - first > 1 && this.isOneEntry(first, end)) this.settle({ first, end })
        else if (end - first > MAX_TIED) {
          const last = stretches.low[elements[at - (run.end - first)]] & 0xff
          const isEnd = stretches.next === null || (stretches.endsAtZero && last === 0)
          ;(isEnd ? ended : open).push({ first, end })
        }
        first = end
      }
    }
    return { open, ended }
  }

  /** Puts the rows of elements [from, to) in order at `place` and on; those that differ from the one before begin a run. */
  private put(
    place: number,
    rows: Uint32Array,
    elements: Uint32Array,
    from: number,
    to: number,
    { high, low }: Stretches,
  ): void {
    const { rows: placed } = this
    const { words } = this.begins
    let lastHigh = from === 0 ? 0 : high[elements[from - 1]]
    let lastLow = from === 0 ? 0 : low[elements[from - 1]]
    for (let at = from, target = place; at < to; at++, target++) {
      const element = elements[at]
      placed[target] = rows[element]
      if (high[element] === lastHigh && low[element] === lastLow) continue
      lastHigh = high[element]
      lastLow = low[element]
      words[target >>> 5] |= 1 << (target & 31)
    }
  }

  /** The run that a place is in. */
  at(place: number): Run {
    let first = place
    while (first > 0 && !maskHolds(this.begins, first)) first--
    return { first, end: this.endOf(place) }
  }

  /** The place behind the run that a place is in. */
  private endOf(place: number): number {
    let end = place + 1
    while (end < this.length && !maskHolds(this.begins, end)) end++
    return end
  }

  /** Notes that a run is in order: nobody needs to look at it again. */
  settle({ first, end }: Run): void {
    setBits(this.begins.words, first, end)
  }

  /** Whether the rows of a run all have the same value of the dictionary. */
  private isOneEntry(first: number, end: number): boolean {
    const code = this.codes[this.rows[first]]
    if (isInline(code)) return false
    for (let place = first + 1; place < end; place++) if (this.codes[this.rows[place]] !== code) return false
    return true
  }
}

class ValueTies implements Ties {
  private readonly runs: Runs
  private readonly length: number
  private readonly tied: TiedValues

  constructor(runs: Runs, length: number, tied: TiedValues) {
    this.runs = runs
    this.length = length
    this.tied = tied
  }

  settle(from: number, to: number, isWanted: (row: number) => boolean): void {
    const { rows } = this.runs
    const open: Run[] = []
    const end = Math.min(to, this.length)
    for (let place = Math.max(0, from); place < end; ) {
      const run = this.runs.at(place)
      place = run.end
      if (run.end - run.first < 2) continue
      if (rows.subarray(run.first, run.end).some(isWanted)) open.push(run)
    }
    if (open.length === 0) return
    const { compare } = this.tied
    const values = this.tied.valuesOf([...this.runs.rowsOf(open).rows])
    for (const run of open) {
      rows.subarray(run.first, run.end).sort((a, b) => {
        // Of a damaged case, some may be gone.
        const [x, y] = [values.get(a) ?? '', values.get(b) ?? '']
        return compare(x, y) || compareText(x, y) || a - b
      })
      this.runs.settle(run)
    }
  }
}
