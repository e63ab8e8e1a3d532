/**
 * Finds the end of one JSON value, over any number of windows: strings, escapes and brackets, nothing else.
 */
import { CLOSE_OBJECT, insideKind, LF, mayFollowString, OPEN_OBJECT, outsideKind } from './jsonTables.ts'

/** Brackets deeper than this are counted, but not checked to match. */
const CHECKED_DEPTH = 1024

export type ValueStep = 'more' | 'done' | 'broken' | 'line'

export class JsonValueScan {
  /** Where scanning goes on; after `done` just behind the value, after `broken` where it went wrong. */
  at = 0
  /** Line ends passed since `begin`. */
  lineEnds = 0
  /** Why the value is broken, for people. */
  reason = ''
  #depth = 0
  #isInString = false
  #isAfterString = false
  readonly #open = new Uint8Array(CHECKED_DEPTH)

  get isInString(): boolean {
    return this.#isInString
  }

  /** Starts at the first unit of a value: a bracket or a quote. */
  begin(at: number): void {
    this.at = at
    this.lineEnds = 0
    this.#depth = 0
    this.#isInString = false
    this.#isAfterString = false
  }

  /**
   * Goes on to the end of `units`. `more`: the value goes on; `done`; `broken`: it cannot be JSON.
   * `line`: stopped behind a line end outside strings, where `stopAtLines` asks for it.
   */
  step(units: Uint8Array, stopAtLines: boolean): ValueStep {
    const count = units.length
    const inside = insideKind
    const outside = outsideKind
    let { at, lineEnds } = this
    let depth = this.#depth
    let isInString = this.#isInString
    let result: ValueStep = 'more'
    scan: while (at < count) {
      if (isInString) {
        let kind = 0
        while (at < count) {
          kind = inside[units[at]]
          if (kind !== 0) break
          at++
        }
        if (at >= count) break
        if (kind === 1) {
          at++
          isInString = false
          if (depth === 0) {
            result = 'done'
            break
          }
          this.#isAfterString = true
        } else if (kind === 2) {
          if (at + 1 >= count) break
          // A line end cannot be escaped either; it is met again as the next unit.
          at += units[at + 1] === LF ? 1 : 2
        } else {
          this.reason = 'a line ends inside a string'
          result = 'broken'
          break
        }
        continue
      }
      if (this.#isAfterString) {
        if (mayFollowString[units[at]] === 0) {
          this.reason = 'a string ends where it should not'
          result = 'broken'
          break
        }
        this.#isAfterString = false
      }
      let kind = 0
      while (at < count) {
        kind = outside[units[at]]
        if (kind !== 0) break
        at++
      }
      if (at >= count) break
      const unit = units[at]
      at++
      switch (kind) {
        case 1:
          isInString = true
          break
        case 2:
          if (depth < CHECKED_DEPTH) this.#open[depth] = unit
          depth++
          break
        case 3:
          depth--
          if (depth < CHECKED_DEPTH && (unit === CLOSE_OBJECT) !== (this.#open[depth] === OPEN_OBJECT)) {
            at--
            depth++
            this.reason = 'brackets do not match'
            result = 'broken'
            break scan
          }
          if (depth === 0) {
            result = 'done'
            break scan
          }
          break
        default:
          lineEnds++
          if (stopAtLines) {
            result = 'line'
            break scan
          }
      }
    }
    this.at = at
    this.lineEnds = lineEnds
    this.#depth = depth
    this.#isInString = isInString
    return result
  }
}
