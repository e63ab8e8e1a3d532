/**
 * JSON that is not a record per line: arrays, arrays inside a wrapping object, objects one after the other, pretty-printed.
 *
 * Records are found by strings and brackets alone; whether they are valid JSON is the decoder's matter. With a
 * `recordsPath` every top-level object (or element of a top-level array) is a wrapper: the array at the path holds the
 * records, everything else in it is gap `wrapper`. A wrapper without that path is handed out as a record itself, so that
 * nothing is lost. A last segment `*` means that the members of an object are the records, whatever they are called.
 *
 * Broken records (a line end inside a string, brackets that do not match, text right behind a string, no end) are
 * rejected up to where the next record can be made out, see `jsonRestart.ts`. What was scanned once and given up is
 * scanned a second time with stricter eyes and never a third time.
 */
import { JsonItemScan, MAX_KEY_UNITS } from './jsonItems.ts'
import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA, isJsonBlank, LF, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './jsonTables.ts'
import { tokenEnd } from './jsonTokens.ts'
import type { RecordWindow } from './recordWindow.ts'
import { notJson, tooLong, truncated } from './rejections.ts'
import { readerFromScanner, type Scanner } from './splitter.ts'

/** Segment of a records path that every key fits. */
const EACH_MEMBER = '*'

class JsonScanner extends JsonItemScan implements Scanner {
  #isKeyOnPath = false
  /** Where the open wrapper starts, and whether its records were found. */
  #wrapperStart = 0
  #isPathFound = false

  begin(unit: number): void {
    this.at = unit
  }

  shift(units: number): void {
    this.at -= units
    this.itemStart -= units
    this.#wrapperStart -= units
    this.value.at -= units
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
    switch (this.mode) {
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
        return this.item(window, isLast)
      case 'token':
        return this.token(window, isLast)
      case 'restart':
        return this.goOn(window, isLast)
    }
  }

  /** From which unit the window is needed: an item is held, what may break off is looked at a little behind. */
  #keep(window: RecordWindow): number {
    const mode = this.mode
    if (mode === 'between') return this.at
    if (mode === 'token' || (mode === 'item' && !this.isDropped)) return this.itemStart
    const at = mode === 'item' || mode === 'skipped' ? this.value.at : this.at
    if (mode !== 'item' && mode !== 'restart' && this.isWrapperOpen && !this.#isPathFound) {
      const isHeld = this.wrapperByte === window.byteAt(this.#wrapperStart)
      if (isHeld && at - this.#wrapperStart <= this.maxUnits) return this.#wrapperStart
    }
    const reported = (this.reportedByte - window.baseByte) / window.unitBytes
    return Math.max(at - this.restart.lookBehind, reported)
  }

  #between(window: RecordWindow, isLast: boolean): boolean {
    const { units } = window
    const count = units.length
    const frame = this.top
    let at = this.at
    let unit = 0
    for (; at < count; at++) {
      unit = units[at]
      if (unit === LF) {
        this.line++
        this.indent = 0
      } else if (unit === COMMA || isJsonBlank(unit) || unit === 0x1e) {
        if (this.indent >= 0) this.indent++
      } else break
    }
    this.at = at
    if (at >= count) return false
    if (unit === OPEN_OBJECT && (frame?.level ?? 0) < this.path.length) this.#openWrapper(window)
    else if (unit === OPEN_OBJECT || (unit === OPEN_ARRAY && frame !== undefined)) this.beginItem(window, 'item')
    else if (unit === OPEN_ARRAY) {
      this.frames.push({ kind: 'array', level: 0 })
      this.#reportGap(window, window.byteAt(at), window.byteAt(at + 1))
      this.at++
      this.indent = -1
    } else if (unit === CLOSE_ARRAY && frame !== undefined) this.#closeArray(window)
    else if (this.isUtf8 && unit === 0xef && frame === undefined) return this.#laterMark(window, isLast)
    else this.beginItem(window, 'token')
    return true
  }

  /** A byte order mark in front of a later value, as in files put together. */
  #laterMark(window: RecordWindow, isLast: boolean): boolean {
    const { units } = window
    if (units.length - this.at < 3 && !isLast) return false
    if (units[this.at + 1] === 0xbb && units[this.at + 2] === 0xbf) {
      window.gap('bom', window.byteAt(this.at), window.byteAt(this.at + 3))
      this.at += 3
    } else this.beginItem(window, 'token')
    return true
  }

  #openWrapper(window: RecordWindow): void {
    this.frames.push({ kind: 'object', level: this.top?.level ?? 0 })
    if (this.indent >= 0) this.restart.indent = this.indent
    this.#wrapperStart = this.at
    this.wrapperByte = window.byteAt(this.at)
    this.wrapperLine = this.line
    this.isWrapperOpen = true
    this.#isPathFound = false
    this.at++
    this.mode = 'key'
  }

  /** Passes over blanks (and commas); the next unit, -1 where there is none yet. */
  #nextUnit(window: RecordWindow, withCommas: boolean): number {
    const { units } = window
    for (; this.at < units.length; this.at++) {
      const unit = units[this.at]
      if (unit === LF) this.line++
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
    let end = this.at + 1
    while (end < units.length && units[end] !== QUOTE && units[end] !== LF) {
      end += units[end] === 92 && units[end + 1] !== LF ? 2 : 1
    }
    if (unit === QUOTE && end >= units.length && units.length - this.at <= MAX_KEY_UNITS) return false
    if (unit !== QUOTE || end >= units.length || units[end] === LF) return this.#breakWrapper('a key was expected')
    const key = units.toString(this.isUtf8 ? 'utf8' : 'latin1', this.at + 1, end)
    const level = this.top?.level ?? 0
    this.#isKeyOnPath = level < this.path.length && (key === this.path[level] || this.path[level] === EACH_MEMBER)
    this.at = end + 1
    this.mode = 'colon'
    return true
  }

  #colon(window: RecordWindow): boolean {
    const unit = this.#nextUnit(window, false)
    if (unit < 0) return false
    if (unit !== 58) return this.#breakWrapper('a colon was expected')
    this.at++
    this.mode = 'value'
    return true
  }

  #wrapperValue(window: RecordWindow): boolean {
    const unit = this.#nextUnit(window, false)
    if (unit < 0) return false
    const level = (this.top?.level ?? 0) + 1
    if (this.#isKeyOnPath && level < this.path.length && unit === OPEN_OBJECT) {
      this.frames.push({ kind: 'object', level })
      this.at++
      this.mode = 'key'
    } else if (this.#isKeyOnPath && level === this.path.length && unit === OPEN_ARRAY) {
      this.frames.push({ kind: 'array', level })
      this.#isPathFound = true
      this.#reportGap(window, this.wrapperByte, window.byteAt(this.at + 1))
      this.at++
      this.indent = -1
      this.mode = 'between'
    } else if (this.#isKeyOnPath && level === this.path.length && unit === OPEN_OBJECT) {
      // One record alone, as converters from XML write it.
      this.#isPathFound = true
      this.#reportGap(window, this.wrapperByte, window.byteAt(this.at))
      this.beginItem(window, 'item')
    } else if (unit === OPEN_OBJECT || unit === OPEN_ARRAY || unit === QUOTE) {
      this.value.begin(this.at)
      this.mode = 'skipped'
    } else {
      const end = tokenEnd(window.units, this.at)
      if (end < 0 && window.units.length - this.at <= MAX_KEY_UNITS) return false
      if (end <= this.at) return this.#breakWrapper('a value was expected')
      this.at = end
      this.mode = 'key'
    }
    return true
  }

  #skipped(window: RecordWindow): boolean {
    const step = this.value.step(window.units, false)
    if (step === 'more') return false
    this.line += this.value.lineEnds
    this.at = this.value.at
    if (step === 'broken') return this.#breakWrapper(this.value.reason)
    this.mode = 'key'
    return true
  }

  #breakWrapper(reason: string): boolean {
    this.itemStartByte = this.wrapperByte
    this.itemLine = this.wrapperLine
    this.startRestart(this.at, (span) => notJson(span, reason))
    return true
  }

  #closeArray(window: RecordWindow): void {
    this.frames.pop()
    const startByte = window.byteAt(this.at)
    if (this.frames.length === 0) {
      this.#reportGap(window, startByte, window.byteAt(this.at + 1))
    } else {
      this.wrapperByte = startByte
      this.wrapperLine = this.line
      this.mode = 'key'
    }
    this.at++
    this.indent = -1
  }

  #closeObject(window: RecordWindow): void {
    this.frames.pop()
    this.at++
    if (this.top?.kind === 'object') return
    this.isWrapperOpen = false
    this.indent = -1
    this.mode = 'between'
    const endByte = window.byteAt(this.at)
    const span = { startByte: this.wrapperByte, endByte, line: this.wrapperLine }
    if (this.#isPathFound) this.#reportGap(window, this.wrapperByte, endByte)
    else if (this.at - this.#wrapperStart <= this.maxUnits) window.record(this.#wrapperStart, this.at, this.wrapperLine)
    else window.reject(span.startByte, endByte, tooLong(span, this.maxRecordBytes))
    this.reportedByte = endByte
    this.reportedLine = this.line
  }

  #reportGap(window: RecordWindow, startByte: number, endByte: number): void {
    window.gap('wrapper', startByte, endByte)
    this.reportedByte = endByte
    this.reportedLine = this.line
  }

  /** The exhibit ends: whatever is open is named. */
  #endInside(window: RecordWindow): void {
    const endByte = window.byteAt(window.units.length)
    const reject = (startByte: number, line: number, what: string): void => {
      const span = { startByte, endByte, line }
      window.reject(startByte, endByte, truncated(span, what))
    }
    if (this.mode === 'restart') {
      const span = { startByte: this.itemStartByte, endByte, line: this.itemLine }
      window.reject(span.startByte, endByte, this.brokenFailure(span))
    } else if (this.mode === 'item') reject(this.itemStartByte, this.itemLine, 'inside a record')
    else if (this.isWrapperOpen && !this.#isPathFound)
      reject(this.wrapperByte, this.wrapperLine, 'before the list of records')
    else if (this.top?.kind === 'array')
      reject(this.reportedByte, this.reportedLine, 'before the list of records is closed')
    else if (this.isWrapperOpen)
      reject(this.wrapperByte, this.wrapperLine, 'before the object around the records is closed')
    this.mode = 'between'
    this.frames = []
    this.at = window.units.length
  }
}

/** Reader for `json`; `maxRecordBytes` for tests. */
export function jsonReader(maxRecordBytes?: number) {
  return readerFromScanner('json', (format, max) => new JsonScanner(format, max), maxRecordBytes)
}
