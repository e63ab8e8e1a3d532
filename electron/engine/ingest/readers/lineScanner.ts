/**
 * A record per line. What a line holds is found later, by the decoder; here only line ends count.
 *
 * LF and CRLF end a line; whether a lone CR does, depends on what lines may hold. Blanks around a record, and blank lines,
 * are separators; so is the record separator of RFC 7464, and a byte order mark in front of a later line (files put together).
 */
import type { Format } from '../record.ts'
import type { RecordWindow } from './recordWindow.ts'
import { tooLong } from './rejections.ts'
import type { Scanner } from './splitter.ts'

const LF = 10
const CR = 13

export class LineScanner implements Scanner {
  readonly #maxRecordBytes: number
  readonly #isUtf8: boolean
  readonly #crEndsLine: boolean
  /** Start of the current line. */
  #lineStart = 0
  /** Where the search for its end goes on. */
  #searched = 0
  /** The next CR at or after `#searched`; -1 not looked for yet, Infinity none in the window. */
  #nextCr = -1
  #line = 1
  /** Set while the rest of a line that is too long is passed over: where it started. */
  #longStartByte = -1

  /** `crEndsLine`: a CR that no LF follows ends a line, too. */
  constructor(format: Format, maxRecordBytes: number, crEndsLine: boolean) {
    this.#maxRecordBytes = maxRecordBytes
    this.#isUtf8 = format.encoding === 'utf-8'
    this.#crEndsLine = crEndsLine
  }

  begin(unit: number): void {
    this.#lineStart = unit
    this.#searched = unit
  }

  shift(units: number): void {
    this.#lineStart -= units
    this.#searched -= units
    this.#nextCr = -1
  }

  scan(window: RecordWindow, isLast: boolean): number {
    const { units } = window
    const count = units.length
    let nextCr = this.#nextCr === Number.POSITIVE_INFINITY ? -1 : this.#nextCr
    let searched = this.#searched
    for (;;) {
      let end = units.indexOf(LF, searched)
      if (nextCr < searched) {
        nextCr = this.#crEndsLine ? units.indexOf(CR, searched) : -1
        if (nextCr < 0) nextCr = Number.POSITIVE_INFINITY
      }
      let next = end + 1
      if (nextCr < (end < 0 ? count : end)) {
        if (nextCr === count - 1 && !isLast) {
          searched = nextCr // an LF may follow
          break
        }
        end = nextCr
        next = units[end + 1] === LF ? end + 2 : end + 1
      } else if (end < 0) {
        searched = count
        if (!isLast) break
        end = count
        next = count
      }
      this.#endLine(window, end)
      this.#lineStart = next
      searched = next
      if (next >= count) break
    }
    this.#searched = Math.max(searched, this.#lineStart)
    this.#nextCr = nextCr
    if (
      this.#longStartByte < 0 &&
      (count - this.#lineStart) * window.unitBytes > this.#maxRecordBytes + 2 * window.unitBytes
    ) {
      this.#longStartByte = window.byteAt(this.#lineStart)
    }
    // Of a line that is too long, only a CR at the end of the window matters.
    if (this.#longStartByte >= 0) this.#lineStart = this.#searched
    return Math.min(this.#lineStart, count)
  }

  #endLine(window: RecordWindow, end: number): void {
    const line = this.#line++
    const { units } = window
    let start = this.#lineStart
    const startByte = this.#longStartByte >= 0 ? this.#longStartByte : window.byteAt(start)
    const endByte = window.byteAt(end)
    this.#longStartByte = -1
    if (endByte - startByte > this.#maxRecordBytes) {
      window.reject(startByte, endByte, tooLong({ startByte, endByte, line }, this.#maxRecordBytes))
      return
    }
    while (start < end && (isBlank(units[start]) || units[start] === CR)) start++
    if (
      this.#isUtf8 &&
      units[start] === 0xef &&
      end - start >= 3 &&
      units[start + 1] === 0xbb &&
      units[start + 2] === 0xbf
    ) {
      window.gap('bom', window.byteAt(start), window.byteAt(start + 3))
      start += 3
    }
    while (end > start && (isBlank(units[end - 1]) || units[end - 1] === CR)) end--
    if (end > start) window.record(start, end, line)
  }
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x1e
}
