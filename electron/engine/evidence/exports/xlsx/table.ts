/**
 * A table of a workbook, streamed: a header that stays in sight, filters, and as many sheets as its rows need.
 *
 * exceljs makes an object of every cell: 7,400 rows a second of 28 columns. So its streaming writer makes the sheet, and
 * the rows are handed to the sheet's stream as the XML they are (43,000 a second on the same machine). Texts are inline
 * strings, never formulas or links.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type ExcelJS from 'exceljs'
import { isoText } from '../../../../../shared/time/index.ts'
import { excelSerial } from './cellValue.ts'
import { xmlText, xstring } from './xmlText.ts'

/** Rows of a sheet, its header among them ("Excel specifications and limits", learn.microsoft.com, 2025). */
export const MAX_SHEET_ROWS = 1_048_576
/** Columns of a sheet (same page). */
export const MAX_SHEET_COLUMNS = 16_384
/** UTF-16 code units of a cell (same page). */
export const MAX_CELL_UNITS = 32_767

/** Text gathered before it is handed on, in UTF-16 code units. */
const FLUSH_UNITS = 1 << 16

/** A text, a number, or, in a column of times, microseconds since 1970 on the clock of the header's zone. */
export type Cell = string | number | null

export interface TableColumn {
  readonly header: string
  /** In characters. */
  readonly width: number
  /** Its numbers are times. */
  readonly isTime?: boolean
}

/** A text that a cell cannot hold whole. */
export interface LongCell {
  readonly sheet: string
  /** 1-based row of the sheet, and number of the row in the table from 0. */
  readonly row: number
  readonly rowIndex: number
  /** 0-based. */
  readonly column: number
  readonly text: string
}

export interface TableSpec {
  /** Of its first sheet; further ones are numbered from 2. */
  readonly name: string
  readonly columns: readonly TableColumn[]
  /** False: a plain table without filter buttons. */
  readonly hasFilter?: boolean
  /** Rows of a sheet, its header among them; left out: {@link MAX_SHEET_ROWS}. */
  readonly maxSheetRows?: number
  /** Told of each text that is cut; returns what to wait for. Cells are cut visibly in any case. */
  readonly onLongCell?: (cell: LongCell) => Promise<void> | undefined
  /** Said in a cell that is cut, where the whole text is: `whole in notes.ndjson`. */
  readonly wholeText?: string
}

/** What the table needs of its workbook. */
export interface SheetSource {
  /** Style number of dates. */
  readonly dateStyle: number
  open(name: string, columns: readonly TableColumn[]): OpenSheet
  /** Rejects when the workbook can no longer be written. */
  readonly failed: Promise<never>
}

/** A sheet of exceljs's writer, with the stream that its types do not show. */
export type OpenSheet = ExcelJS.Worksheet & { readonly stream: Writable; commit(): void }

export class Table {
  /** Rows written, on all sheets. */
  rows = 0
  /** Cells that were cut. */
  cutCells = 0
  private readonly spec: TableSpec
  private readonly source: SheetSource
  private readonly maxRows: number
  /** Of the columns: A, B, … */
  private readonly letters: readonly string[]
  private sheet: OpenSheet
  private sheets = 1
  /** Rows of the present sheet, its header among them. */
  private sheetRows = 1
  private text = ''
  private isEnded = false

  constructor(spec: TableSpec, source: SheetSource) {
    this.spec = spec
    this.source = source
    this.maxRows = spec.maxSheetRows ?? MAX_SHEET_ROWS
    this.letters = spec.columns.map((_, column) => columnLetters(column))
    this.sheet = source.open(spec.name, spec.columns)
  }

  /** Adds a row. Where it returns a promise, wait for it before the next one. */
  row(cells: readonly Cell[]): Promise<void> | undefined {
    if (this.sheetRows >= this.maxRows) this.turn()
    const row = ++this.sheetRows
    let wait: Promise<void> | undefined
    let xml = `<row r="${row}">`
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column]
      if (cell === null) continue
      const place = `<c r="${this.letters[column]}${row}"`
      if (typeof cell === 'number') xml += place + this.number(cell, column)
      else if (cell.length <= MAX_CELL_UNITS) xml += place + textCell(cell)
      else {
        const long = { sheet: this.sheet.name, row, rowIndex: this.rows, column, text: cell }
        const told = this.spec.onLongCell?.(long)
        if (told !== undefined) wait = wait === undefined ? told : Promise.all([wait, told]).then(() => undefined)
        xml += place + textCell(this.cut(cell))
      }
    }
    this.text += `${xml}</row>`
    this.rows++
    if (this.text.length >= FLUSH_UNITS) {
      const flushed = this.flush()
      wait = wait === undefined ? flushed : Promise.all([wait, flushed]).then(() => undefined)
    }
    return wait
  }

  /** Completes the table; the next one may be begun. */
  async end(): Promise<void> {
    if (this.isEnded) return
    this.isEnded = true
    await this.flush()
    this.closeSheet()
  }

  private number(cell: number, column: number): string {
    if (this.spec.columns[column].isTime !== true) return `><v>${cell}</v></c>`
    const serial = excelSerial(cell)
    return serial === null ? textCell(wallText(cell)) : ` s="${this.source.dateStyle}"><v>${serial}</v></c>`
  }

  /** As much of a text as a cell holds, with a mark that it is not all. */
  private cut(text: string): string {
    this.cutCells++
    const { wholeText } = this.spec
    const mark = ` … [cut: ${text.length} characters${wholeText === undefined ? '' : `, ${wholeText}`}]`
    const end = MAX_CELL_UNITS - mark.length
    // Half a pair is no character.
    return `${text.slice(0, isPairSplit(text, end) ? end - 1 : end)}${mark}`
  }

  /** Goes on with a further sheet. */
  private turn(): void {
    this.closeSheet()
    this.sheets++
    this.sheet = this.source.open(`${this.spec.name} ${this.sheets}`, this.spec.columns)
    this.sheetRows = 1
  }

  private closeSheet(): void {
    const { columns, hasFilter = true } = this.spec
    this.handOn()
    if (hasFilter)
      this.sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: this.sheetRows, column: columns.length } }
    this.sheet.commit()
  }

  private handOn(): void {
    if (this.text !== '') this.sheet.stream.write(this.text)
    this.text = ''
  }

  /** Hands on what is gathered, and waits until the archive has taken it. */
  private async flush(): Promise<void> {
    this.handOn()
    if (this.sheet.stream.writableNeedDrain) await Promise.race([once(this.sheet.stream, 'drain'), this.source.failed])
  }
}

/** Of a cell, what stands behind its place. */
function textCell(text: string): string {
  return ` t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`
}

/** A time that Excel has no number for: `1815-12-10T09:00:00.000`. */
function wallText(wallMicros: number): string {
  return (isoText(wallMicros) ?? '').replace(/Z$/, '')
}

function isPairSplit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at - 1)
  return unit >= 0xd800 && unit <= 0xdbff
}

/** A … Z, AA … of a column from 0. */
export function columnLetters(column: number): string {
  const first = Math.floor(column / 26)
  const last = String.fromCharCode(65 + (column % 26))
  return first === 0 ? last : columnLetters(first - 1) + last
}

/** A header as exceljs takes it: it leaves out control characters, so they are escaped before. */
export function headerText(header: string): string {
  return xstring(header).slice(0, MAX_CELL_UNITS)
}
