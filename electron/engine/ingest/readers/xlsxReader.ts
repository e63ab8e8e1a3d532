/**
 * Sheets of workbooks: a record per `<row>` of `<sheetData>`, its bytes those of the element.
 *
 * The bytes are looked at as XML as far as it takes to find rows: tags, quoted attribute values, comments, CDATA. What a
 * row holds is found out by the decoder. Rows without a value are gaps (`empty-row`), so is everything around the rows
 * (`wrapper`), and the parts of the workbook in front (`part`). A document type declaration ends the reading.
 */
import { fail } from '../../../../shared/failure.ts'
import type { RemarkCode } from '../profiles/event.ts'
import type { Format, SheetLayout } from '../record.ts'
import { keepStrings } from './sheetStrings.ts'
import { tooLong, truncated } from './rejections.ts'
import type { RecordWindow } from './recordWindow.ts'
import { readerFromScanner, type Scanner } from './splitter.ts'

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f

const CDATA = '<![CDATA['

/** A tag or comment longer than this is taken for damage. */
const MAX_TAG_BYTES = 1024 * 1024

const inParts = 0
const beforeRows = 1
const inRows = 2
const behindRows = 3
/** Passing over the rest of a row that is too long. */
const inLongRow = 4

class XlsxScanner implements Scanner {
  readonly #format: Format
  readonly #layout: SheetLayout
  readonly #maxRecordBytes: number
  readonly #headerRow: number
  #state = inParts
  #part = 0
  /** Byte of the exhibit where the part under way ends. */
  #partEnd = 0
  #strings: { readonly bytes: Buffer } | null = null
  #at = 0
  /** Start of the row under way, and where the search for its end goes on. */
  #rowStart = -1
  #searched = 0
  /** The next `<!` at or after it, in the window as it is; -1 not looked for, Infinity none. */
  #nextOther = -1
  /** Name of the row under way: `row`, with the prefix that the sheet gives it. */
  #rowName = 'row'
  #rowCount = 0
  #rowNumber = 0
  #longStartByte = -1
  #longRow = 0
  /** What ends the comment or CDATA section under way in a row that is too long; null: there is none. */
  #awaited: string | null = null
  /** Number of the header row, and how many records came behind it. */
  #headerNumber = 0
  #records = 0
  #merged = 0

  constructor(format: Format, maxRecordBytes: number) {
    if (format.sheet === undefined) throw new Error('a sheet has no layout')
    this.#format = format
    this.#layout = format.sheet
    this.#maxRecordBytes = maxRecordBytes
    this.#headerRow = format.preambleRows ?? 0
    this.#beginPart(0)
  }

  begin(unit: number): void {
    this.#at = unit
  }

  shift(units: number): void {
    this.#at -= units
    this.#searched -= units
    if (this.#rowStart >= 0) this.#rowStart -= units
  }

  scan(window: RecordWindow, isLast: boolean): number {
    this.#nextOther = -1
    if (this.#state === inParts) this.#parts(window)
    while (this.#step(window, isLast));
    if (isLast) this.#end(window)
    return this.#rowStart >= 0 ? this.#rowStart : this.#at
  }

  /** Remarks on the whole sheet, once it was read. */
  takeRemarks(): { code: RemarkCode; count: number }[] {
    const remarks: { code: RemarkCode; count: number }[] = []
    if (this.#merged > 0) remarks.push({ code: 'merged-cells', count: this.#merged })
    if (this.#layout.isHidden) remarks.push({ code: 'hidden-sheet', count: this.#records })
    return remarks
  }

  #beginPart(startByte: number): void {
    const part = this.#layout.parts.at(this.#part)
    if (part === undefined || this.#part >= this.#layout.parts.length) {
      this.#state = beforeRows
      return
    }
    this.#partEnd = startByte + part.sizeBytes
    this.#strings = part.isStrings ? { bytes: Buffer.alloc(part.sizeBytes) } : null
  }

  #parts(window: RecordWindow): void {
    const { units } = window
    while (this.#state === inParts) {
      const startByte = window.byteAt(this.#at)
      const endByte = Math.min(this.#partEnd, window.byteAt(units.length))
      window.gap('part', startByte, endByte)
      const end = this.#at + (endByte - startByte)
      if (this.#strings !== null) {
        // A byte order mark in front of the exhibit is not handed to scanners; it belongs to no text.
        const { bytes } = this.#strings
        bytes.set(units.subarray(this.#at, end), bytes.length - (this.#partEnd - startByte))
      }
      this.#at = end
      if (endByte < this.#partEnd) return
      if (this.#strings !== null) keepStrings(this.#format, this.#strings.bytes)
      this.#part++
      this.#beginPart(endByte)
    }
  }

  /** Looks at the next thing. False: more units are needed, or none are left. */
  #step(window: RecordWindow, isLast: boolean): boolean {
    if (this.#state === inParts) return false
    if (this.#rowStart >= 0 || this.#state === inLongRow) return this.#row(window)
    const { units } = window
    if (this.#at >= units.length) return false
    if (units[this.#at] !== LT) return this.#textBetween(window)
    const end = markupEnd(units, this.#at)
    if (end < 0) {
      if (!isLast && units.length - this.#at > MAX_TAG_BYTES) fail(noSheet('a tag or comment in it does not end'))
      return false
    }
    const start = this.#at
    if (units[start + 1] === 0x21 || units[start + 1] === 0x3f) return this.#pass(window, end)
    const isEnd = units[start + 1] === SLASH
    const fullName = nameAt(units, start + (isEnd ? 2 : 1))
    const name = fullName.slice(fullName.indexOf(':') + 1)
    // A sheet has one of them; what a second one held would else be lost in silence.
    if ((this.#state === beforeRows || this.#state === behindRows) && name === 'sheetData' && !isEnd) {
      this.#state = units[end - 2] === SLASH ? behindRows : inRows
    } else if (this.#state === inRows) {
      if (isEnd && name === 'sheetData') this.#state = behindRows
      else if (!isEnd && name === 'row') {
        this.#rowName = fullName
        this.#rowStart = start
        this.#searched = end
        this.#rowNumber = rowNumberIn(units.toString('latin1', start, end)) ?? this.#rowNumber + 1
        if (units[end - 2] !== SLASH) return true
        this.#endRow(window, end)
        return true
      }
    } else if (name === 'mergeCell' && !isEnd) {
      if (lastRowOf(units.toString('latin1', start, end)) > this.#headerNumber) this.#merged++
    }
    return this.#pass(window, end)
  }

  /** Text between tags: blanks are separators, anything else is no sheet's. */
  #textBetween(window: RecordWindow): boolean {
    const { units } = window
    const next = units.indexOf(LT, this.#at)
    const end = next < 0 ? units.length : next
    if (this.#state !== inRows) this.#pass(window, end)
    // Run by run, as a text may come in pieces.
    while (this.#at < end) {
      const isSeparator = isBlank(units[this.#at])
      let behindRun = this.#at + 1
      while (behindRun < end && isBlank(units[behindRun]) === isSeparator) behindRun++
      if (isSeparator) this.#at = behindRun
      else this.#pass(window, behindRun)
    }
    return next >= 0
  }

  #pass(window: RecordWindow, end: number): boolean {
    window.gap('wrapper', window.byteAt(this.#at), window.byteAt(end))
    this.#at = end
    return true
  }

  /** Looks for the end of the row under way. */
  #row(window: RecordWindow): boolean {
    const { units } = window
    const mark = `</${this.#rowName}`
    let isOpen = false
    for (;;) {
      if (this.#awaited !== null) {
        const end = behind(units, this.#awaited, this.#searched)
        if (end < 0) break
        this.#awaited = null
        this.#searched = end
      }
      const close = units.indexOf(mark, this.#searched)
      if (this.#nextOther < this.#searched) this.#nextOther = found(units.indexOf('<!', this.#searched))
      if (this.#nextOther < (close < 0 ? units.length : close)) {
        const end = markupEnd(units, this.#nextOther)
        if (end < 0) {
          isOpen = true
          break
        }
        this.#searched = end
        continue
      }
      if (close < 0) {
        this.#searched = Math.max(this.#searched, units.length - mark.length)
        break
      }
      const behindName = close + mark.length
      if (behindName < units.length && !isNameEnd(units[behindName])) {
        this.#searched = behindName
        continue
      }
      const end = units.indexOf(GT, close)
      if (end < 0) break
      this.#endRow(window, end + 1)
      return true
    }
    const from = this.#rowStart
    if (from >= 0 && (units.length - from) * window.unitBytes > this.#maxRecordBytes) {
      this.#longStartByte = window.byteAt(from)
      this.#longRow = this.#rowNumber
      this.#rowStart = -1
      this.#state = inLongRow
    }
    if (this.#state === inLongRow) {
      // Of a comment that goes on no more is held than what its end may begin with.
      if (isOpen && units.length - this.#nextOther >= CDATA.length) {
        const isComment = units.toString('latin1', this.#nextOther, this.#nextOther + 4) === '<!--'
        this.#awaited = isComment ? '-->' : ']]>'
        this.#searched = this.#nextOther + (isComment ? 4 : CDATA.length)
      }
      if (this.#awaited !== null) this.#searched = Math.max(this.#searched, units.length - this.#awaited.length + 1)
      this.#at = Math.min(this.#searched, units.length)
    }
    return false
  }

  #endRow(window: RecordWindow, end: number): void {
    const { units } = window
    const endByte = window.byteAt(end)
    const line = this.#rowNumber
    const start = this.#rowStart
    const startByte = this.#state === inLongRow ? this.#longStartByte : window.byteAt(start)
    this.#rowStart = -1
    this.#state = inRows
    this.#at = end
    if (endByte - startByte > this.#maxRecordBytes) {
      window.reject(startByte, endByte, tooLong({ startByte, endByte, line }, this.#maxRecordBytes))
      this.#rowCount++
    } else if (!holdsValue(units, start, end)) window.gap('empty-row', startByte, endByte)
    else {
      const row = this.#rowCount++
      if (row > this.#headerRow) {
        this.#records++
        window.record(start, end, line)
      } else {
        this.#headerNumber = line
        window.gap(row === this.#headerRow ? 'header' : 'wrapper', startByte, endByte)
      }
    }
  }

  /** The end of the exhibit, which may be one in the middle of something. */
  #end(window: RecordWindow): void {
    const endByte = window.byteAt(window.units.length)
    const isLong = this.#state === inLongRow
    const startByte = isLong ? this.#longStartByte : window.byteAt(this.#rowStart >= 0 ? this.#rowStart : this.#at)
    if (startByte < endByte) {
      const isInRow = isLong || this.#rowStart >= 0
      const line = Math.max(1, isLong ? this.#longRow : this.#rowNumber)
      const what = isInRow ? 'inside a row of the sheet' : 'inside a tag or comment of the sheet'
      window.reject(startByte, endByte, truncated({ startByte, endByte, line }, what))
    }
    this.#rowStart = -1
    this.#state = behindRows
    this.#at = window.units.length
  }
}

function found(index: number): number {
  return index < 0 ? Number.POSITIVE_INFINITY : index
}

/** Where the tag, comment, CDATA section or instruction that starts at `at` ends; -1 where that is not there yet. */
function markupEnd(units: Buffer, at: number): number {
  const next = units[at + 1]
  if (next === 0x3f) return behind(units, '?>', at + 2)
  if (next === 0x21) {
    if (units.length - at < CDATA.length) return -1
    const head = units.toString('latin1', at, at + CDATA.length)
    if (head.startsWith('<!--')) return behind(units, '-->', at + 4)
    if (head === CDATA) return behind(units, ']]>', at + CDATA.length)
    fail({
      code: 'import/unsafe-xml',
      message: 'The sheet has a document type declaration, which workbooks do not have and which is not read',
      next: 'Ask where the workbook comes from: ordinary programs do not write such a thing.',
    })
  }
  let quote = 0
  for (let i = at + 1; i < units.length; i++) {
    const unit = units[i]
    if (quote !== 0) {
      if (unit === quote) quote = 0
    } else if (unit === GT) return i + 1
    else if (unit === 0x22 || unit === 0x27) quote = unit
  }
  return -1
}

function behind(units: Buffer, mark: string, from: number): number {
  const at = units.indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}

function nameAt(units: Buffer, start: number): string {
  let end = start
  while (end < units.length && end - start < 256 && !isNameEnd(units[end])) end++
  return units.toString('latin1', start, end)
}

function rowNumberIn(tag: string): number | null {
  const stated = /\sr\s*=\s*["']\s*(\d{1,7})\s*["']/.exec(tag)
  return stated === null ? null : Number(stated[1])
}

/** Number of the last row that a `<mergeCell ref="A1:C2"/>` covers; 0 where it does not say. */
function lastRowOf(tag: string): number {
  const stated = /\sref\s*=\s*["'][^"']*?[A-Z]+(\d{1,7})\s*["']/.exec(tag)
  return stated === null ? 0 : Number(stated[1])
}

/** Whether a cell of the row has a value: an element `v` or `is`, or a formula, whatever their prefix. */
function holdsValue(units: Buffer, start: number, end: number): boolean {
  for (let at = units.indexOf(LT, start + 1); at >= 0 && at < end; at = units.indexOf(LT, at + 1)) {
    let name = at + 1
    for (let i = name; i < name + 16 && units[i] !== GT && units[i] !== 0x20 && units[i] !== SLASH; i++)
      if (units[i] === 0x3a) name = i + 1
    const first = units[name]
    const behindName = first === 0x69 && units[name + 1] === 0x73 ? units[name + 2] : units[name + 1]
    if ((first === 0x76 || first === 0x66 || first === 0x69) && isNameEnd(behindName)) return true
  }
  return false
}

function isNameEnd(unit: number): boolean {
  return unit === GT || unit === SLASH || isBlank(unit)
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 10 || unit === 13 || unit === 9
}

function noSheet(why: string) {
  return {
    code: 'import/workbook-damaged',
    message: `The sheet cannot be read: ${why}`,
    next: 'Open the workbook in a spreadsheet program, save it anew and import that.',
  } as const
}

/** Reader for `xlsx`; `maxRecordBytes` for tests. */
export function xlsxReader(maxRecordBytes?: number) {
  return readerFromScanner('xlsx', (format, max) => new XlsxScanner(format, max), maxRecordBytes)
}
