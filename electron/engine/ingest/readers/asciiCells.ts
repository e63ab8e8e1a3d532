/**
 * The cells of rows of ASCII, in one pass over their bytes: most of a row is often a quoted cell of JSON, with a pair of quotes to
 * make one at every word.
 */
import { cellsOfRow } from './csvCells.ts'

const QUOTE = 34

/** Longest row that is gone through here, in bytes. */
const MAX_ROW_BYTES = 64 * 1024

/** The quoted text under way, its doubled quotes made one. */
const unquoted = Buffer.allocUnsafeSlow(MAX_ROW_BYTES)

/** For the rows of one exhibit, which come in runs. */
export class AsciiCells {
  readonly #delimiter: string
  readonly #delimiterByte: number
  /** The buffer last searched, from where, and the quote found; its length where there was none. */
  #searched: Buffer = unquoted
  #searchedFrom = 0
  #quote = -1

  constructor(delimiter: string) {
    this.#delimiter = delimiter
    this.#delimiterByte = delimiter.charCodeAt(0)
  }

  /**
   * What {@link cellsOfRow} gives of the row in `bytes[start, end)`, which is to be ASCII. The row as a whole is never made a text:
   * a cell that is kept, in a dictionary for instance, keeps alive no more than the cells beside it.
   */
  of(bytes: Buffer, start: number, end: number): string[] {
    if (end - start > MAX_ROW_BYTES) return cellsOfRow(bytes.toString('latin1', start, end), this.#delimiter)
    const delimiterByte = this.#delimiterByte
    const cells: string[] = []
    // Text of [stretchStart, stretchEnd), where no quote stands: one for the cells between two quoted ones.
    let stretch = ''
    let stretchStart = start
    let stretchEnd = start
    for (let at = start; ; at++) {
      let cell = ''
      if (at < end && bytes[at] === QUOTE) {
        let count = 0
        for (at++; at < end; at++) {
          const byte = bytes[at]
          // The second of a pair, or what stands behind the closing quote.
          if (byte === QUOTE && (++at >= end || bytes[at] !== QUOTE)) break
          unquoted[count++] = byte
        }
        cell = unquoted.toString('latin1', 0, count)
      }
      const from = at
      while (at < end && bytes[at] !== delimiterByte) at++
      // Text behind a closing quote is kept.
      if (at > from) {
        if (at > stretchEnd) {
          stretchStart = from
          stretchEnd = Math.min(end, this.#quoteFrom(bytes, at))
          stretch = bytes.toString('latin1', stretchStart, stretchEnd)
        }
        cell += stretch.slice(from - stretchStart, at - stretchStart)
      }
      cells.push(cell)
      if (at >= end) return cells
    }
  }

  /** Where the next quote stands from `at` on; each stretch of a buffer is searched once, as rows come in order. */
  #quoteFrom(bytes: Buffer, at: number): number {
    if (bytes !== this.#searched || at < this.#searchedFrom || at > this.#quote) {
      const found = bytes.indexOf(QUOTE, at)
      this.#searched = bytes
      this.#searchedFrom = at
      this.#quote = found < 0 ? bytes.length : found
    }
    return this.#quote
  }
}
