/**
 * A workbook (.xlsx, ECMA-376) written as a stream to a sink, table after table, in constant memory. The same tables give
 * the same bytes: entries and properties are dated with a fixed day.
 */
import type { Writable } from 'node:stream'
import { type ByteSink, sinkStream } from '../byteSink.ts'
import { DatedWriter, FIXED_DATE } from './datedWriter.ts'
import { headerText, type OpenSheet, type SheetSource, Table, type TableColumn, type TableSpec } from './table.ts'

/** Fast rather than small: level 6 takes a fifth longer for a quarter less. */
const COMPRESSION_LEVEL = 6

const DATE_FORMAT = 'yyyy-mm-dd hh:mm:ss.000'
/** exceljs's number for cells that are dates. */
const DATE_CELL = 4

/** Characters of a sheet's name, and those it may not have ("Rename a worksheet", support.microsoft.com, 2025). */
const MAX_NAME = 31
const NOT_IN_NAMES = /[\\/?*:[\]\0-\x1f\x7f]/g

export class Workbook {
  private readonly writer: DatedWriter
  private readonly stream: Writable
  private readonly source: SheetSource
  private readonly names = new Set<string>()
  private table: Table | undefined

  constructor(sink: ByteSink) {
    this.stream = sinkStream(sink)
    this.writer = new DatedWriter({
      stream: this.stream,
      useStyles: true,
      useSharedStrings: false,
      zip: { zlib: { level: COMPRESSION_LEVEL } },
      created: FIXED_DATE,
      modified: FIXED_DATE,
      creator: 'Vouch',
      lastModifiedBy: 'Vouch',
    })
    const failed = new Promise<never>((_, reject) => {
      this.stream.on('error', reject)
      this.writer.zip.on('error', reject)
    })
    // Whoever waits is told; until then it must not count as unhandled.
    failed.catch(() => undefined)
    this.source = {
      failed,
      dateStyle: this.writer.styles.addStyleModel({ numFmt: DATE_FORMAT }, DATE_CELL),
      open: (name, columns) => this.open(name, columns),
    }
  }

  /** Begins a table; the one before must have ended. */
  addTable(spec: TableSpec): Table {
    this.table = new Table(spec, this.source)
    return this.table
  }

  /** Writes what is left, as far as the sink. Fails as the sink does. */
  async finish(): Promise<void> {
    await this.table?.end()
    await Promise.race([this.writer.commit(), this.source.failed])
  }

  /** Lets go of a workbook that will not be finished. */
  discard(): void {
    this.writer.zip.abort()
    this.stream.destroy()
  }

  private open(name: string, columns: readonly TableColumn[]): OpenSheet {
    const sheet = this.writer.addWorksheet(this.freeName(name), { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.columns = columns.map(({ width }) => ({ width }))
    const header = sheet.addRow(columns.map((column) => headerText(column.header)))
    header.font = { bold: true }
    header.commit()
    return sheet as OpenSheet
  }

  /** A name that Excel takes and no other sheet has; Excel does not tell capitals from small letters. */
  private freeName(name: string): string {
    const wanted = name.replace(NOT_IN_NAMES, '_').replace(/^'|'$/g, '_')
    for (let number = 1; ; number++) {
      const ending = number === 1 ? '' : ` (${number})`
      const free = `${wanted.slice(0, MAX_NAME - ending.length)}${ending}`
      if (this.names.has(free.toLowerCase())) continue
      this.names.add(free.toLowerCase())
      return free
    }
  }
}
