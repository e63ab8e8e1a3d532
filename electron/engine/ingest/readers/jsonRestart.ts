/**
 * Where reading goes on after a broken record.
 *
 * Two marks of a new record are trusted: a line that starts with `{`, indented no deeper than the records seen before
 * (so that objects inside a pretty-printed record do not count), and, for files without line ends, `,` followed by the
 * same first key as the record before (`{"eventVersion":`). The end of the list, `]` at the start of a line, counts too.
 */
import { COMMA, LF, OPEN_OBJECT } from './jsonTables.ts'

const MAX_SIGNATURE_UNITS = 64

export interface Restart {
  /** Where the broken span ends; blanks and commas before it are not part of it. */
  readonly rejectEnd: number
  /** Where looking for the next record starts. */
  readonly resumeAt: number
  readonly isLineStart: boolean
}

export class RestartFinder {
  /** Blanks and commas in front of the records that started on a line of their own. */
  indent = 0
  /** After `more`: from where the search has to be repeated. */
  waitFrom = 0
  /** Units before the search's start that it may look at. */
  readonly lookBehind = 2
  #signature: Buffer | null = null

  /** Remembers how a good record starts: up to its first colon. */
  learn(units: Buffer, start: number, end: number): void {
    if (this.#signature !== null) return
    const colon = units.subarray(start, Math.min(end, start + MAX_SIGNATURE_UNITS)).indexOf(58)
    this.#signature = colon > 3 ? Buffer.from(units.subarray(start, start + colon + 1)) : Buffer.alloc(0)
  }

  /**
   * The first new record that starts in [from, to); null: none; `more`: none so far, repeat from `waitFrom`.
   * `isLast`: `units` is all there is. `alsoAt`: a bracket that counts as well, 0 for none.
   */
  find(units: Buffer, from: number, to: number, isLast: boolean, alsoAt: number): Restart | null | 'more' {
    const bySignature = this.#findSignature(units, from, to)
    const before = bySignature?.resumeAt ?? to
    // The end of the window may hold the start of a signature.
    const unseen = Math.max(from, units.length - (this.#signature?.length ?? 0))
    for (let at = units.indexOf(LF, from); at >= 0 && at < before; at = units.indexOf(LF, at + 1)) {
      const restart = this.atLine(units, at + 1, isLast, alsoAt)
      if (restart === 'more') {
        this.waitFrom = Math.min(at, unseen)
        return 'more'
      }
      if (restart !== null && restart.resumeAt < to) return restart
    }
    if (bySignature !== null) return bySignature
    if (isLast) return null
    this.waitFrom = unseen
    return 'more'
  }

  /** Whether a new record starts on the line that starts at `lineStart`. */
  atLine(units: Buffer, lineStart: number, isLast: boolean, alsoAt: number): Restart | null | 'more' {
    let at = lineStart
    while (at < units.length && at - lineStart <= this.indent && isBlankOrComma(units[at])) at++
    if (at >= units.length) return isLast ? null : 'more'
    const unit = units[at]
    if (at - lineStart > this.indent || (unit !== OPEN_OBJECT && (unit !== alsoAt || alsoAt === 0))) return null
    return { rejectEnd: lineStart - (units[lineStart - 2] === 13 ? 2 : 1), resumeAt: lineStart, isLineStart: true }
  }

  #findSignature(units: Buffer, from: number, to: number): Restart | null {
    const signature = this.#signature
    if (signature === null || signature.length === 0) return null
    for (let at = units.indexOf(signature, from); at >= 0 && at < to; at = units.indexOf(signature, at + 1)) {
      const comma = units[at - 1] === 0x20 ? at - 2 : at - 1
      if (units[comma] === COMMA) return { rejectEnd: comma, resumeAt: at, isLineStart: false }
    }
    return null
  }
}

function isBlankOrComma(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === COMMA
}
