/**
 * CSV (RFC 4180) and its relatives with `;`, tab or `|`: a record per row; rows end at LF, CRLF or lone CR outside quotes.
 *
 * Quotes count only at the start of a cell. Text behind a closing quote is taken as part of the cell (lenient), unless the
 * quoted text went over a line end: then the quote that seemed to close it opens a cell of a later row, and the first quote
 * was never closed. That row, up to the end of the line on which the quote opened, is rejected (`record/quote-unclosed`)
 * and reading goes on at the next line. The same happens where the file ends inside quotes, or a quoted row exceeds the
 * longest record: so a lost quote costs its own line and not the rest of the file.
 */
import type { Format } from '../record.ts'
import type { RecordWindow } from './recordWindow.ts'
import { quoteUnclosed, tooLong } from './rejections.ts'
import { readerFromScanner, type Scanner } from './splitter.ts'

const LF = 10
const CR = 13
const QUOTE = 34
const NONE = Number.POSITIVE_INFINITY

const atCellStart = 0
const inText = 1
const inQuotes = 2
/** Passing over the rest of a line that is too long. */
const inLongLine = 3

class CsvScanner implements Scanner {
  readonly #delimiter: number
  readonly #maxRecordBytes: number
  readonly #headerRow: number
  #rowCount = 0
  #rowStart = 0
  #at = 0
  #state = atCellStart
  /** Where the quoted cell under way opened. */
  #quoteStart = 0
  #line = 1
  #longStartByte = -1
  /** Line ends inside the part of it that was looked at. */
  #longLines = 0
  /** Next quote, LF and CR at or after the place last searched from; -1 unknown. */
  #nextQuote = -1
  #nextLf = -1
  #nextCr = -1

  constructor(format: Format, maxRecordBytes: number) {
    this.#delimiter = format.delimiter.charCodeAt(0)
    this.#maxRecordBytes = maxRecordBytes
    this.#headerRow = format.preambleRows ?? 0
  }

  begin(unit: number): void {
    this.#rowStart = unit
    this.#at = unit
  }

  shift(units: number): void {
    this.#rowStart -= units
    this.#at -= units
    this.#quoteStart -= units
  }

  scan(window: RecordWindow, isLast: boolean): number {
    const { units } = window
    const count = units.length
    this.#nextQuote = -1
    this.#nextLf = -1
    this.#nextCr = -1
    for (;;) {
      const progress =
        this.#state === atCellStart && this.#at === this.#rowStart ? this.#quickRow(window, isLast) : false
      if (progress === null) break
      if (!progress && !this.#slowRow(window, isLast)) break
      if (this.#rowStart >= count && this.#state !== inLongLine) break
    }
    return Math.min(this.#longStartByte >= 0 ? this.#at : this.#rowStart, count)
  }

  /**
   * A row in which no quoted text goes over a line end, found by its line end. True: done; false: to be gone through cell
   * by cell; null: it is not complete.
   */
  #quickRow(window: RecordWindow, isLast: boolean): boolean | null {
    const { units } = window
    const count = units.length
    const start = this.#rowStart
    if (start >= count) return null
    if (this.#nextLf < start) this.#nextLf = found(units.indexOf(LF, start))
    if (this.#nextCr < start) this.#nextCr = found(units.indexOf(CR, start))
    if (this.#nextQuote < start) this.#nextQuote = found(units.indexOf(QUOTE, start))
    const end = Math.min(this.#nextLf, this.#nextCr)
    const hasQuotes = this.#nextQuote < Math.min(end, count)
    if (end === NONE) {
      if (isLast && !hasQuotes) {
        this.#endRow(window, count, count, 0)
        return true
      }
      return false // its part so far may end behind a delimiter or inside a cell: cell by cell
    }
    if (end === count - 1 && end === this.#nextCr && !isLast) return false
    if (hasQuotes && this.#isInsideQuotes(units, start, end)) return false
    this.#endRow(window, end, units[end] === CR && units[end + 1] === LF ? end + 2 : end + 1, 0)
    return true
  }

  /** Whether the line end at `end`, the first one behind `start`, stands inside quotes if a row starts at `start`. */
  #isInsideQuotes(units: Buffer, start: number, end: number): boolean {
    const delimiter = this.#delimiter
    let at = start
    while (at < end) {
      if (units[at] === QUOTE) {
        at++
        for (;;) {
          while (at < end && units[at] !== QUOTE) at++
          if (at >= end) return true
          if (units[at + 1] !== QUOTE) break
          at += 2
        }
        at++
      }
      // Text behind a closing quote is part of the cell.
      while (at < end && units[at] !== delimiter) at++
      at++
    }
    return false
  }

  /** Goes on cell by cell. True: a row was ended or given up; false: more units are needed. */
  #slowRow(window: RecordWindow, isLast: boolean): boolean {
    const { units } = window
    const count = units.length
    const delimiter = this.#delimiter
    const limit = this.#limitIn(window)
    const stop = Math.min(count, limit)
    while (this.#state !== inLongLine) {
      if (this.#at >= limit) {
        if (this.#state === inQuotes && this.#hasLineEnd(units, this.#quoteStart, limit)) {
          this.#giveUpQuote(window)
          return true
        }
        this.#startLongLine(window, limit)
        break
      }
      if (this.#at >= count) return isLast ? this.#endInside(window) : false
      if (this.#state === atCellStart) {
        if (units[this.#at] === QUOTE) {
          this.#state = inQuotes
          this.#quoteStart = this.#at
          this.#at++
        } else this.#state = inText
        continue
      }
      let at = this.#at
      if (this.#state === inQuotes) {
        while (at < stop && units[at] !== QUOTE) at++
        this.#at = at
        if (at >= stop) continue
        if (at + 1 >= count && !isLast) return false
        const next = at + 1 < count ? units[at + 1] : LF
        if (next === QUOTE) this.#at = at + 2
        else if (next !== delimiter && next !== LF && next !== CR && this.#hasLineEnd(units, this.#quoteStart, at)) {
          this.#giveUpQuote(window)
          return true
        } else {
          this.#at = at + 1
          this.#state = inText
        }
        continue
      }
      let unit = 0
      while (at < stop) {
        unit = units[at]
        if (unit === delimiter || unit === LF || unit === CR) break
        at++
      }
      this.#at = at
      if (at >= stop) continue
      if (unit === delimiter) {
        this.#at++
        this.#state = atCellStart
        continue
      }
      if (unit === CR && at + 1 >= count && !isLast) return false
      const next = unit === CR && units[at + 1] === LF ? at + 2 : at + 1
      this.#endRow(window, at, next, this.#linesIn(units, this.#rowStart, at))
      return true
    }
    let at = this.#at
    while (at < count && units[at] !== LF && units[at] !== CR) at++
    this.#at = at
    if (at >= count && !isLast) return false
    if (units[at] === CR && at + 1 >= count && !isLast) return false
    const next = units[at] === CR && units[at + 1] === LF ? at + 2 : Math.min(at + 1, count)
    this.#endRow(window, at, next, this.#longLines)
    return true
  }

  /** The end of the exhibit inside a row. */
  #endInside(window: RecordWindow): boolean {
    const { units } = window
    if (this.#state === inQuotes) this.#giveUpQuote(window)
    else this.#endRow(window, units.length, units.length, this.#linesIn(units, this.#rowStart, units.length))
    return true
  }

  /** The unit from which the row under way is too long: a line end there still leaves it just long enough. */
  #limitIn(window: RecordWindow): number {
    return this.#rowStart + Math.ceil(this.#maxRecordBytes / window.unitBytes) + 2
  }

  #startLongLine(window: RecordWindow, limit: number): void {
    this.#longStartByte = window.byteAt(this.#rowStart)
    this.#longLines = this.#linesIn(window.units, this.#rowStart, limit)
    this.#at = limit
    this.#state = inLongLine
  }

  #giveUpQuote(window: RecordWindow): void {
    const { units } = window
    let end = this.#quoteStart
    while (end < units.length && units[end] !== LF && units[end] !== CR) end++
    const next = units[end] === CR && units[end + 1] === LF ? end + 2 : Math.min(end + 1, units.length)
    const startByte = window.byteAt(this.#rowStart)
    const endByte = window.byteAt(end)
    window.reject(startByte, endByte, quoteUnclosed({ startByte, endByte, line: this.#line }))
    this.#rowCount++
    this.#nextRow(next, this.#linesIn(units, this.#rowStart, end))
  }

  #endRow(window: RecordWindow, end: number, next: number, linesInside: number): void {
    const { units } = window
    const start = this.#rowStart
    const line = this.#line
    const startByte = this.#longStartByte >= 0 ? this.#longStartByte : window.byteAt(start)
    const endByte = window.byteAt(end)
    const nextByte = window.byteAt(next)
    this.#nextRow(next, linesInside)
    if (endByte - startByte > this.#maxRecordBytes) {
      window.reject(startByte, endByte, tooLong({ startByte, endByte, line }, this.#maxRecordBytes))
      this.#rowCount++
    } else if (this.#isEmptyRow(units, start, end)) {
      window.gap('empty-row', startByte, nextByte)
    } else {
      const row = this.#rowCount++
      if (row > this.#headerRow) window.record(start, end, line)
      else window.gap(row === this.#headerRow ? 'header' : 'wrapper', startByte, nextByte)
    }
  }

  #nextRow(next: number, linesInside: number): void {
    this.#line += 1 + linesInside
    this.#rowStart = next
    this.#at = next
    this.#state = atCellStart
    this.#longStartByte = -1
  }

  /** Nothing, or only blanks and delimiters. */
  #isEmptyRow(units: Uint8Array, start: number, end: number): boolean {
    for (let at = start; at < end; at++) {
      const unit = units[at]
      if (unit !== this.#delimiter && unit !== 0x20 && unit !== 0x09) return false
    }
    return true
  }

  #hasLineEnd(units: Buffer, start: number, end: number): boolean {
    for (let at = start; at < end; at++) if (units[at] === LF || units[at] === CR) return true
    return false
  }

  /** Line ends inside [start, end), CRLF once. */
  #linesIn(units: Buffer, start: number, end: number): number {
    let lines = 0
    for (let at = Math.max(start, 0); at < end; at++) {
      if (units[at] === LF || (units[at] === CR && units[at + 1] !== LF)) lines++
    }
    return lines
  }
}

function found(index: number): number {
  return index < 0 ? NONE : index
}

/** Reader for `csv`; `maxRecordBytes` for tests. */
export function csvReader(maxRecordBytes?: number) {
  return readerFromScanner('csv', (format, max) => new CsvScanner(format, max), maxRecordBytes)
}
