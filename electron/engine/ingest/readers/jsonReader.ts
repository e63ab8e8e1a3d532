/**
 * JSON that is not a record per line: arrays, arrays inside a wrapping object, objects one after the other, pretty-printed.
 *
 * Records are found by strings and brackets alone; whether they are valid JSON is the decoder's matter. With a
 * `recordsPath` every top-level object (or element of a top-level array) is a wrapper: the array at the path holds the
 * records, everything else in it is gap `wrapper`. A wrapper without that path is handed out as a record itself, so that
 * nothing is lost.
 *
 * Broken records (a line end inside a string, brackets that do not match, text right behind a string, no end) are
 * rejected up to where the next record can be made out, see `jsonRestart.ts`. What was scanned once and given up is
 * scanned a second time with stricter eyes and never a third time.
 */
import type { Failure } from '../../../../shared/failure.ts'
import type { Format } from '../record.ts'
import { type Restart, RestartFinder } from './jsonRestart.ts'
import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA, isJsonBlank, LF, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './jsonTables.ts'
import { tokenEnd, tokenFailure } from './jsonTokens.ts'
import { JsonValueScan } from './jsonValueScan.ts'
import type { RecordWindow } from './recordWindow.ts'
import { notJson, tooLong, truncated } from './rejections.ts'
import { readerFromScanner, type Scanner } from './splitter.ts'

/** An open array or object around records. `level`: segments of the records path that lead to what is inside. */
interface Frame {
  readonly kind: 'array' | 'object'
  readonly level: number
}

interface Span {
  readonly startByte: number
  readonly endByte: number
  readonly line: number
}

type FailureOf = (span: Span) => Failure

type Mode = 'between' | 'key' | 'colon' | 'value' | 'skipped' | 'item' | 'token' | 'restart'

/** Longest key of a wrapper, in units. */
const MAX_KEY_UNITS = 64 * 1024

class JsonScanner implements Scanner {
  readonly #path: readonly string[]
  readonly #maxUnits: number
  readonly #maxRecordBytes: number
  readonly #isUtf8: boolean
  readonly #value = new JsonValueScan()
  readonly #restart = new RestartFinder()
  #mode: Mode = 'between'
  #frames: Frame[] = []
  #at = 0
  #line = 1
  /** Blanks and commas since the line began; -1 once something else stood there. */
  #indent = 0
  /** Start of the item, token or broken span under way. */
  #itemStart = 0
  #itemStartByte = 0
  #itemLine = 1
  /** The item is too long: scanned to its end, but not held. */
  #isDropped = false
  #isKeyOnPath = false
  /** A wrapper is open: where its bytes start that are not reported yet, and whether its records were found. */
  #wrapperStart = 0
  #wrapperByte = 0
  #wrapperLine = 1
  #isWrapperOpen = false
  #isPathFound = false
  /** End of what was reported last, and the line it is on. */
  #reportedByte = 0
  #reportedLine = 1
  /** Up to here bytes were scanned before and given up. */
  #strictUntilByte = 0
  /** Line ends before this unit are counted in `#line`, while a broken span is left. */
  #countedFrom = 0
  #brokenFailure: FailureOf = (span) => notJson(span, '')

  constructor(format: Format, maxRecordBytes: number) {
    this.#path = format.recordsPath
    this.#maxRecordBytes = maxRecordBytes
    this.#maxUnits = Math.floor(maxRecordBytes / (format.encoding.startsWith('utf-16') ? 2 : 1))
    this.#isUtf8 = format.encoding === 'utf-8'
  }

  begin(unit: number): void {
    this.#at = unit
  }

  shift(units: number): void {
    this.#at -= units
    this.#itemStart -= units
    this.#wrapperStart -= units
    this.#value.at -= units
  }

  scan(window: RecordWindow, isLast: boolean): number {
    while (this.#step(window, isLast)) {
      // one thing after the other
    }
    const count = window.units.length
    if (isLast) {
      this.#endInside(window)
      return count
    }
    return Math.max(0, Math.min(this.#keep(window), count))
  }

  /** One step; false: more units are needed. */
  #step(window: RecordWindow, isLast: boolean): boolean {
    switch (this.#mode) {
      case 'between':
        return this.#between(window, isLast)
      case 'key':
        return this.#key(window)
      case 'colon':
        return this.#colon(window)
      case 'value':
        return this.#wrapperValue(window)
      case 'skipped':
        return this.#skipped(window)
      case 'item':
        return this.#item(window, isLast)
      case 'token':
        return this.#token(window, isLast)
      case 'restart':
        return this.#goOn(window, isLast)
    }
  }

  /** From which unit the window is needed: an item is held, what may break off is looked at a little behind. */
  #keep(window: RecordWindow): number {
    const mode = this.#mode
    if (mode === 'between') return this.#at
    if (mode === 'token' || (mode === 'item' && !this.#isDropped)) return this.#itemStart
    const at = mode === 'item' || mode === 'skipped' ? this.#value.at : this.#at
    if (mode !== 'item' && mode !== 'restart' && this.#isWrapperOpen && !this.#isPathFound) {
      const isHeld = this.#wrapperByte === window.byteAt(this.#wrapperStart)
      if (isHeld && at - this.#wrapperStart <= this.#maxUnits) return this.#wrapperStart
    }
    const reported = (this.#reportedByte - window.baseByte) / window.unitBytes
    return Math.max(at - this.#restart.lookBehind, reported)
  }

  get #top(): Frame | undefined {
    return this.#frames.at(-1)
  }

  #between(window: RecordWindow, isLast: boolean): boolean {
    const { units } = window
    const count = units.length
    const frame = this.#top
    let at = this.#at
    let unit = 0
    for (; at < count; at++) {
      unit = units[at]
      if (unit === LF) {
        this.#line++
        this.#indent = 0
      } else if (unit === COMMA || isJsonBlank(unit) || unit === 0x1e) {
        if (this.#indent >= 0) this.#indent++
      } else break
    }
    this.#at = at
    if (at >= count) return false
    if (unit === OPEN_OBJECT && (frame?.level ?? 0) < this.#path.length) this.#openWrapper(window)
    else if (unit === OPEN_OBJECT || (unit === OPEN_ARRAY && frame !== undefined)) this.#beginItem(window, 'item')
    else if (unit === OPEN_ARRAY) {
      this.#frames.push({ kind: 'array', level: 0 })
      this.#reportGap(window, window.byteAt(at), window.byteAt(at + 1))
      this.#at++
      this.#indent = -1
    } else if (unit === CLOSE_ARRAY && frame !== undefined) this.#closeArray(window)
    else if (this.#isUtf8 && unit === 0xef && frame === undefined) return this.#laterMark(window, isLast)
    else this.#beginItem(window, 'token')
    return true
  }

  /** A byte order mark in front of a later value, as in files put together. */
  #laterMark(window: RecordWindow, isLast: boolean): boolean {
    const { units } = window
    if (units.length - this.#at < 3 && !isLast) return false
    if (units[this.#at + 1] === 0xbb && units[this.#at + 2] === 0xbf) {
      window.gap('bom', window.byteAt(this.#at), window.byteAt(this.#at + 3))
      this.#at += 3
    } else this.#beginItem(window, 'token')
    return true
  }

  #beginItem(window: RecordWindow, mode: 'item' | 'token'): void {
    if (mode === 'item' && this.#indent >= 0) this.#restart.indent = this.#indent
    this.#indent = -1
    this.#itemStart = this.#at
    this.#itemStartByte = window.byteAt(this.#at)
    this.#itemLine = this.#line
    this.#isDropped = false
    this.#value.begin(this.#at)
    this.#mode = mode
  }

  #item(window: RecordWindow, isLast: boolean): boolean {
    const value = this.#value
    const limit = this.#itemStart + this.#maxUnits
    const units = this.#isDropped || window.units.length <= limit ? window.units : window.units.subarray(0, limit)
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
      const restart = this.#restart.atLine(window.units, value.at, isLast, 0)
      if (restart === 'more') {
        value.at--
        value.lineEnds--
        return false
      }
      if (restart === null) return true
      this.#rejectItem(window, restart.rejectEnd, (span) =>
        notJson(span, 'it is not closed before the next one starts'),
      )
      this.#resume(window, restart)
      return true
    }
    if (!this.#isDropped && window.units.length > limit) {
      const restart = this.#restart.find(window.units.subarray(0, limit), this.#itemStart + 1, limit, true, 0)
      if (restart === null || restart === 'more') {
        this.#isDropped = true
        return true
      }
      this.#strictUntilByte = window.byteAt(limit)
      this.#rejectItem(window, restart.rejectEnd, (span) =>
        notJson(span, 'it is not closed before the next one starts'),
      )
      this.#resume(window, restart)
      return true
    }
    if (isLast && !this.#isDropped) {
      const restart = this.#isRescan(window)
        ? null
        : this.#restart.find(units, this.#itemStart + 1, units.length, true, 0)
      if (restart === null || restart === 'more') return false
      this.#strictUntilByte = window.byteAt(units.length)
      this.#rejectItem(window, restart.rejectEnd, (span) =>
        notJson(span, 'it is not closed before the next one starts'),
      )
      this.#resume(window, restart)
      return true
    }
    return false
  }

  #isRescan(window: RecordWindow): boolean {
    return window.byteAt(this.#value.at) <= this.#strictUntilByte
  }

  #endItem(window: RecordWindow): void {
    const end = this.#value.at
    const endByte = window.byteAt(end)
    this.#line += this.#value.lineEnds
    if (this.#isDropped) {
      const span = { startByte: this.#itemStartByte, endByte, line: this.#itemLine }
      window.reject(span.startByte, endByte, tooLong(span, this.#maxRecordBytes))
    } else {
      this.#restart.learn(window.units, this.#itemStart, end)
      window.record(this.#itemStart, end, this.#itemLine)
    }
    this.#reportedByte = endByte
    this.#reportedLine = this.#line
    this.#wrapperByte = endByte
    this.#wrapperLine = this.#line
    this.#at = end
    this.#mode = this.#top?.kind === 'object' ? 'key' : 'between'
  }

  /** The item turned out broken at `at`: looks for the next one, from its own start where that was not done before. */
  #giveUp(window: RecordWindow, at: number, failure: FailureOf): void {
    const isRescan = this.#isDropped || this.#isRescan(window)
    if (!isRescan) this.#strictUntilByte = window.byteAt(at)
    this.#line = isRescan ? this.#line + this.#value.lineEnds : this.#itemLine
    this.#startRestart(isRescan ? at : this.#itemStart + 1, failure)
  }

  #startRestart(at: number, failure: FailureOf): void {
    this.#at = at
    this.#brokenFailure = failure
    this.#mode = 'restart'
  }

  #goOn(window: RecordWindow, isLast: boolean): boolean {
    const { units } = window
    const frame = this.#top
    const alsoAt = frame === undefined ? OPEN_ARRAY : frame.kind === 'array' ? CLOSE_ARRAY : 0
    const restart = this.#restart.find(units, this.#at, units.length, isLast, alsoAt)
    if (restart === null || restart === 'more') {
      const next = restart === null ? units.length : this.#restart.waitFrom
      this.#line += lineEndsIn(units, this.#at, next)
      this.#at = next
      return false
    }
    this.#rejectItem(window, restart.rejectEnd, this.#brokenFailure, this.#at)
    this.#resume(window, restart)
    return true
  }

  /** Rejects from the item's start to `end`; `countedFrom`: line ends before it are counted already. */
  #rejectItem(window: RecordWindow, end: number, failure: FailureOf, countedFrom?: number): void {
    const span = {
      startByte: this.#itemStartByte,
      endByte: Math.max(window.byteAt(end), this.#itemStartByte),
      line: this.#itemLine,
    }
    window.reject(span.startByte, span.endByte, failure(span))
    if (countedFrom === undefined) this.#line = this.#itemLine
    this.#countedFrom = countedFrom ?? this.#itemStart
    this.#reportedByte = span.endByte
  }

  #resume(window: RecordWindow, restart: Restart): void {
    this.#line += lineEndsIn(window.units, this.#countedFrom, restart.resumeAt)
    this.#reportedLine = restart.isLineStart ? this.#line - 1 : this.#line
    this.#at = restart.resumeAt
    this.#indent = restart.isLineStart ? 0 : -1
    this.#mode = 'between'
    if (this.#top?.kind === 'object') {
      // A wrapper that broke off: what comes next stands on its own.
      this.#frames = []
      this.#isWrapperOpen = false
    }
  }

  /** Something that is neither object nor array where a record should stand. */
  #token(window: RecordWindow, isLast: boolean): boolean {
    if (this.#frames.length === 0) {
      this.#startRestart(this.#itemStart, (span) => notJson(span, 'there is text between the records'))
      return true
    }
    const { units } = window
    const end = tokenEnd(units, this.#itemStart)
    if (end < 0 && !isLast && units.length - this.#itemStart <= MAX_KEY_UNITS) return false
    if (end < 0 && !isLast) {
      this.#startRestart(this.#itemStart + 1, (span) => notJson(span, 'there is text between the records'))
      return true
    }
    const stop = end < 0 ? units.length : end
    const span = { startByte: this.#itemStartByte, endByte: window.byteAt(stop), line: this.#itemLine }
    window.reject(span.startByte, span.endByte, tokenFailure(units, this.#itemStart, stop, span))
    this.#reportedByte = span.endByte
    this.#reportedLine = this.#line
    this.#at = stop
    this.#mode = 'between'
    return true
  }

  #openWrapper(window: RecordWindow): void {
    this.#frames.push({ kind: 'object', level: this.#top?.level ?? 0 })
    if (this.#indent >= 0) this.#restart.indent = this.#indent
    this.#wrapperStart = this.#at
    this.#wrapperByte = window.byteAt(this.#at)
    this.#wrapperLine = this.#line
    this.#isWrapperOpen = true
    this.#isPathFound = false
    this.#at++
    this.#mode = 'key'
  }

  /** Passes over blanks (and commas); the next unit, -1 where there is none yet. */
  #nextUnit(window: RecordWindow, withCommas: boolean): number {
    const { units } = window
    for (; this.#at < units.length; this.#at++) {
      const unit = units[this.#at]
      if (unit === LF) this.#line++
      else if (!isJsonBlank(unit) && !(withCommas && unit === COMMA)) return unit
    }
    return -1
  }

  #key(window: RecordWindow): boolean {
    const unit = this.#nextUnit(window, true)
    if (unit < 0) return false
    if (unit === CLOSE_OBJECT) {
      this.#closeObject(window)
      return true
    }
    const { units } = window
    let end = this.#at + 1
    while (end < units.length && units[end] !== QUOTE && units[end] !== LF) {
      end += units[end] === 92 && units[end + 1] !== LF ? 2 : 1
    }
    if (unit === QUOTE && end >= units.length && units.length - this.#at <= MAX_KEY_UNITS) return false
    if (unit !== QUOTE || end >= units.length || units[end] === LF)
      return this.#breakWrapper(window, 'a key was expected')
    const key = units.toString(this.#isUtf8 ? 'utf8' : 'latin1', this.#at + 1, end)
    const level = this.#top?.level ?? 0
    this.#isKeyOnPath = level < this.#path.length && key === this.#path[level]
    this.#at = end + 1
    this.#mode = 'colon'
    return true
  }

  #colon(window: RecordWindow): boolean {
    const unit = this.#nextUnit(window, false)
    if (unit < 0) return false
    if (unit !== 58) return this.#breakWrapper(window, 'a colon was expected')
    this.#at++
    this.#mode = 'value'
    return true
  }

  #wrapperValue(window: RecordWindow): boolean {
    const unit = this.#nextUnit(window, false)
    if (unit < 0) return false
    const level = (this.#top?.level ?? 0) + 1
    if (this.#isKeyOnPath && level < this.#path.length && unit === OPEN_OBJECT) {
      this.#frames.push({ kind: 'object', level })
      this.#at++
      this.#mode = 'key'
    } else if (this.#isKeyOnPath && level === this.#path.length && unit === OPEN_ARRAY) {
      this.#frames.push({ kind: 'array', level })
      this.#isPathFound = true
      this.#reportGap(window, this.#wrapperByte, window.byteAt(this.#at + 1))
      this.#at++
      this.#indent = -1
      this.#mode = 'between'
    } else if (this.#isKeyOnPath && level === this.#path.length && unit === OPEN_OBJECT) {
      // One record alone, as converters from XML write it.
      this.#isPathFound = true
      this.#reportGap(window, this.#wrapperByte, window.byteAt(this.#at))
      this.#beginItem(window, 'item')
    } else if (unit === OPEN_OBJECT || unit === OPEN_ARRAY || unit === QUOTE) {
      this.#value.begin(this.#at)
      this.#mode = 'skipped'
    } else {
      const end = tokenEnd(window.units, this.#at)
      if (end < 0 && window.units.length - this.#at <= MAX_KEY_UNITS) return false
      if (end <= this.#at) return this.#breakWrapper(window, 'a value was expected')
      this.#at = end
      this.#mode = 'key'
    }
    return true
  }

  #skipped(window: RecordWindow): boolean {
    const step = this.#value.step(window.units, false)
    if (step === 'more') return false
    this.#line += this.#value.lineEnds
    this.#at = this.#value.at
    if (step === 'broken') return this.#breakWrapper(window, this.#value.reason)
    this.#mode = 'key'
    return true
  }

  #breakWrapper(window: RecordWindow, reason: string): boolean {
    this.#itemStartByte = this.#wrapperByte
    this.#itemLine = this.#wrapperLine
    this.#startRestart(this.#at, (span) => notJson(span, reason))
    return true
  }

  #closeArray(window: RecordWindow): void {
    this.#frames.pop()
    const startByte = window.byteAt(this.#at)
    if (this.#frames.length === 0) {
      this.#reportGap(window, startByte, window.byteAt(this.#at + 1))
    } else {
      this.#wrapperByte = startByte
      this.#wrapperLine = this.#line
      this.#mode = 'key'
    }
    this.#at++
    this.#indent = -1
  }

  #closeObject(window: RecordWindow): void {
    this.#frames.pop()
    this.#at++
    if (this.#top?.kind === 'object') return
    this.#isWrapperOpen = false
    this.#indent = -1
    this.#mode = 'between'
    const endByte = window.byteAt(this.#at)
    const span = { startByte: this.#wrapperByte, endByte, line: this.#wrapperLine }
    if (this.#isPathFound) this.#reportGap(window, this.#wrapperByte, endByte)
    else if (this.#at - this.#wrapperStart <= this.#maxUnits)
      window.record(this.#wrapperStart, this.#at, this.#wrapperLine)
    else window.reject(span.startByte, endByte, tooLong(span, this.#maxRecordBytes))
    this.#reportedByte = endByte
    this.#reportedLine = this.#line
  }

  #reportGap(window: RecordWindow, startByte: number, endByte: number): void {
    window.gap('wrapper', startByte, endByte)
    this.#reportedByte = endByte
    this.#reportedLine = this.#line
  }

  /** The exhibit ends: whatever is open is named. */
  #endInside(window: RecordWindow): void {
    const endByte = window.byteAt(window.units.length)
    const reject = (startByte: number, line: number, what: string): void => {
      const span = { startByte, endByte, line }
      window.reject(startByte, endByte, truncated(span, what))
    }
    if (this.#mode === 'restart') {
      const span = { startByte: this.#itemStartByte, endByte, line: this.#itemLine }
      window.reject(span.startByte, endByte, this.#brokenFailure(span))
    } else if (this.#mode === 'item') reject(this.#itemStartByte, this.#itemLine, 'inside a record')
    else if (this.#isWrapperOpen && !this.#isPathFound)
      reject(this.#wrapperByte, this.#wrapperLine, 'before the list of records')
    else if (this.#top?.kind === 'array')
      reject(this.#reportedByte, this.#reportedLine, 'before the list of records is closed')
    else if (this.#isWrapperOpen)
      reject(this.#wrapperByte, this.#wrapperLine, 'before the object around the records is closed')
    this.#mode = 'between'
    this.#frames = []
    this.#at = window.units.length
  }
}

function lineEndsIn(units: Buffer, start: number, end: number): number {
  let lines = 0
  for (let at = units.indexOf(LF, start); at >= 0 && at < end; at = units.indexOf(LF, at + 1)) lines++
  return lines
}

/** Reader for `json`; `maxRecordBytes` for tests. */
export function jsonReader(maxRecordBytes?: number) {
  return readerFromScanner('json', (format, max) => new JsonScanner(format, max), maxRecordBytes)
}
