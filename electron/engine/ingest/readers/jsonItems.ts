/**
 * The part of the JSON scanner that deals with single items: finding their end, giving up broken ones, going on behind them.
 *
 * State is shared with the walk through arrays and wrappers in `jsonReader.ts`, which extends this class.
 */
import type { Failure } from '../../../../shared/failure.ts'
import type { Format } from '../record.ts'
import { type Restart, RestartFinder } from './jsonRestart.ts'
import { CLOSE_ARRAY, LF, OPEN_ARRAY } from './jsonTables.ts'
import { tokenEnd, tokenFailure } from './jsonTokens.ts'
import { JsonValueScan } from './jsonValueScan.ts'
import type { RecordWindow } from './recordWindow.ts'
import { notJson, tooLong } from './rejections.ts'

/** An open array or object around records. `level`: segments of the records path that lead to what is inside. */
export interface Frame {
  readonly kind: 'array' | 'object'
  readonly level: number
}

interface Span {
  readonly startByte: number
  readonly endByte: number
  readonly line: number
}

export type FailureOf = (span: Span) => Failure

export type Mode = 'between' | 'key' | 'colon' | 'value' | 'skipped' | 'item' | 'token' | 'restart'

/** Longest key of a wrapper, or word between records, in units. */
export const MAX_KEY_UNITS = 64 * 1024

export abstract class JsonItemScan {
  protected readonly path: readonly string[]
  protected readonly maxUnits: number
  protected readonly maxRecordBytes: number
  protected readonly isUtf8: boolean
  protected readonly value = new JsonValueScan()
  protected readonly restart = new RestartFinder()
  protected mode: Mode = 'between'
  protected frames: Frame[] = []
  protected at = 0
  protected line = 1
  /** Blanks and commas since the line began; -1 once something else stood there. */
  protected indent = 0
  /** Start of the item, token or broken span under way. */
  protected itemStart = 0
  protected itemStartByte = 0
  protected itemLine = 1
  /** The item is too long: scanned to its end, but not held. */
  protected isDropped = false
  /** A wrapper is open: from where and which line its bytes are not reported yet. */
  protected isWrapperOpen = false
  protected wrapperByte = 0
  protected wrapperLine = 1
  /** End of what was reported last, and the line it is on. */
  protected reportedByte = 0
  protected reportedLine = 1
  protected brokenFailure: FailureOf = (span) => notJson(span, '')
  /** Up to here bytes were scanned before and given up. */
  #strictUntilByte = 0
  /** Line ends before this unit are counted in `line`, while a broken span is left. */
  #countedFrom = 0

  constructor(format: Format, maxRecordBytes: number) {
    this.path = format.recordsPath
    this.maxRecordBytes = maxRecordBytes
    this.maxUnits = Math.floor(maxRecordBytes / (format.encoding.startsWith('utf-16') ? 2 : 1))
    this.isUtf8 = format.encoding === 'utf-8'
  }

  protected get top(): Frame | undefined {
    return this.frames.at(-1)
  }

  protected beginItem(window: RecordWindow, mode: 'item' | 'token'): void {
    if (mode === 'item' && this.indent >= 0) this.restart.indent = this.indent
    this.indent = -1
    this.itemStart = this.at
    this.itemStartByte = window.byteAt(this.at)
    this.itemLine = this.line
    this.isDropped = false
    this.value.begin(this.at)
    this.mode = mode
  }

  protected item(window: RecordWindow, isLast: boolean): boolean {
    const value = this.value
    const limit = this.itemStart + this.maxUnits
    const units = this.isDropped || window.units.length <= limit ? window.units : window.units.subarray(0, limit)
    const step = value.step(units, window.byteAt(value.at) < this.#strictUntilByte)
    if (step === 'done') {
      this.#endItem(window)
      return true
    }
    if (step === 'broken') {
      const { reason } = value
      this.#giveUp(window, value.at, (span) => notJson(span, reason))
      return true
    }
    if (step === 'line') {
      const restart = this.restart.atLine(window.units, value.at, isLast, 0)
      if (restart === 'more') {
        value.at--
        value.lineEnds--
        return false
      }
      if (restart === null) return true
      this.#cutItem(window, restart)
      return true
    }
    if (!this.isDropped && window.units.length > limit) {
      const restart = this.restart.find(window.units.subarray(0, limit), this.itemStart + 1, limit, true, 0)
      if (restart === null || restart === 'more') {
        this.isDropped = true
        return true
      }
      this.#strictUntilByte = window.byteAt(limit)
      this.#cutItem(window, restart)
      return true
    }
    if (isLast && !this.isDropped) {
      const restart = this.#isRescan(window)
        ? null
        : this.restart.find(units, this.itemStart + 1, units.length, true, 0)
      if (restart === null || restart === 'more') return false
      this.#strictUntilByte = window.byteAt(units.length)
      this.#cutItem(window, restart)
      return true
    }
    return false
  }

  /** Gives the item up at the start of the next one. */
  #cutItem(window: RecordWindow, restart: Restart): void {
    this.#rejectItem(window, restart.rejectEnd, (span) => notJson(span, 'it is not closed before the next one starts'))
    this.#resume(window, restart)
  }

  #isRescan(window: RecordWindow): boolean {
    return window.byteAt(this.value.at) <= this.#strictUntilByte
  }

  #endItem(window: RecordWindow): void {
    const end = this.value.at
    const endByte = window.byteAt(end)
    this.line += this.value.lineEnds
    if (this.isDropped) {
      const span = { startByte: this.itemStartByte, endByte, line: this.itemLine }
      window.reject(span.startByte, endByte, tooLong(span, this.maxRecordBytes))
    } else {
      this.restart.learn(window.units, this.itemStart, end)
      window.record(this.itemStart, end, this.itemLine)
    }
    this.reportedByte = endByte
    this.reportedLine = this.line
    this.wrapperByte = endByte
    this.wrapperLine = this.line
    this.at = end
    this.mode = this.top?.kind === 'object' ? 'key' : 'between'
  }

  /** The item turned out broken at `at`: looks for the next one, from its own start where that was not done before. */
  #giveUp(window: RecordWindow, at: number, failure: FailureOf): void {
    const isRescan = this.isDropped || this.#isRescan(window)
    if (!isRescan) this.#strictUntilByte = window.byteAt(at)
    this.line = isRescan ? this.line + this.value.lineEnds : this.itemLine
    this.startRestart(isRescan ? at : this.itemStart + 1, failure)
  }

  protected startRestart(at: number, failure: FailureOf): void {
    this.at = at
    this.brokenFailure = failure
    this.mode = 'restart'
  }

  protected goOn(window: RecordWindow, isLast: boolean): boolean {
    const { units } = window
    const frame = this.top
    const alsoAt = frame === undefined ? OPEN_ARRAY : frame.kind === 'array' ? CLOSE_ARRAY : 0
    const restart = this.restart.find(units, this.at, units.length, isLast, alsoAt)
    if (restart === null || restart === 'more') {
      const next = restart === null ? units.length : this.restart.waitFrom
      this.line += lineEndsIn(units, this.at, next)
      this.at = next
      return false
    }
    this.#rejectItem(window, restart.rejectEnd, this.brokenFailure, this.at)
    this.#resume(window, restart)
    return true
  }

  /** Rejects from the item's start to `end`; `countedFrom`: line ends before it are counted already. */
  #rejectItem(window: RecordWindow, end: number, failure: FailureOf, countedFrom?: number): void {
    const span = {
      startByte: this.itemStartByte,
      endByte: Math.max(window.byteAt(end), this.itemStartByte),
      line: this.itemLine,
    }
    window.reject(span.startByte, span.endByte, failure(span))
    if (countedFrom === undefined) this.line = this.itemLine
    this.#countedFrom = countedFrom ?? this.itemStart
    this.reportedByte = span.endByte
  }

  #resume(window: RecordWindow, restart: Restart): void {
    this.line += lineEndsIn(window.units, this.#countedFrom, restart.resumeAt)
    this.reportedLine = restart.isLineStart ? this.line - 1 : this.line
    this.at = restart.resumeAt
    this.indent = restart.isLineStart ? 0 : -1
    this.mode = 'between'
    if (this.top?.kind === 'object') {
      // A wrapper that broke off: what comes next stands on its own.
      this.frames = []
      this.isWrapperOpen = false
    }
  }

  /** Something that is neither object nor array where a record should stand. */
  protected token(window: RecordWindow, isLast: boolean): boolean {
    if (this.frames.length === 0) {
      this.startRestart(this.itemStart, (span) => notJson(span, 'there is text between the records'))
      return true
    }
    const { units } = window
    const end = tokenEnd(units, this.itemStart)
    if (end < 0 && !isLast && units.length - this.itemStart <= MAX_KEY_UNITS) return false
    if (end < 0 && !isLast) {
      this.startRestart(this.itemStart + 1, (span) => notJson(span, 'there is text between the records'))
      return true
    }
    const stop = end < 0 ? units.length : end
    const span = { startByte: this.itemStartByte, endByte: window.byteAt(stop), line: this.itemLine }
    window.reject(span.startByte, span.endByte, tokenFailure(units, this.itemStart, stop, span))
    this.reportedByte = span.endByte
    this.reportedLine = this.line
    this.at = stop
    this.mode = 'between'
    return true
  }
}

function lineEndsIn(units: Buffer, start: number, end: number): number {
  let lines = 0
  for (let at = units.indexOf(LF, start); at >= 0 && at < end; at = units.indexOf(LF, at + 1)) lines++
  return lines
}
