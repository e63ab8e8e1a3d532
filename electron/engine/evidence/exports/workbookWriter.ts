/** Events as an Excel workbook: typed times and numbers, whole texts of long cells beside it, and a sheet about the export. */
import { microsFromUtcIso } from '../../../../shared/time/index.ts'
import type { EventRow } from '../../query/index.ts'
import { addAboutSheet } from './aboutSheet.ts'
import type { BesideFile } from './besideFile.ts'
import {
  type EventWriter,
  type ExportColumn,
  type FormatOptions,
  plainOutcome,
  type WriterOutcome,
} from './eventWriter.ts'
import { columnWidth } from './columnWidth.ts'
import { type Cell, exactNumber, type LongCell, type Table, Workbook } from './xlsx/index.ts'

/** Ending of the file with the whole texts of cells that were cut. */
const LONG_CELLS_ENDING = 'long-cells.ndjson'

/** Of the output a workbook needs what it writes to. */
type WorkbookOptions = Pick<FormatOptions, 'columns' | 'about'> & {
  readonly output: Pick<FormatOptions['output'], 'main' | 'beside'>
}

type CellOf = (text: string) => Cell

export class WorkbookWriter implements EventWriter {
  private readonly options: WorkbookOptions
  private readonly cellsOf: readonly CellOf[]
  private readonly workbook: Workbook
  private readonly beside: BesideFile
  private readonly table: Table
  private readonly cells: Cell[]
  /** Number of the event being written. */
  private event: number | null = null

  /** `maxSheetRows`: rows of a sheet, its header among them; left out: as many as Excel takes. */
  constructor(options: WorkbookOptions, sheetName = 'Events', maxSheetRows?: number) {
    const { columns, about, output } = options
    this.options = options
    this.cellsOf = columns.map(cellReader)
    this.cells = columns.map(() => null)
    this.workbook = new Workbook(output.main)
    this.beside = output.beside(LONG_CELLS_ENDING)
    this.table = this.workbook.addTable({
      name: sheetName,
      columns: columns.map(({ id, header, type }) => ({
        header: isEventTime({ id, type }) ? `${header} (${about.timeZone})` : header,
        width: columnWidth(id, header),
        isTime: isEventTime({ id, type }),
      })),
      maxSheetRows,
      // Without the name of the export, so that its bytes do not depend on where it is written.
      wholeText: `whole in *.${LONG_CELLS_ENDING}`,
      onLongCell: (cell) => this.beside.write(this.longCellLine(cell)),
    })
  }

  head(): undefined {}

  row(texts: readonly (string | null)[], event?: EventRow): Promise<void> | undefined {
    const { cells, cellsOf } = this
    this.event = event?.id ?? null
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i]
      cells[i] = text === null ? null : cellsOf[i](text)
    }
    return this.table.row(cells)
  }

  async foot(): Promise<WriterOutcome> {
    await this.table.end()
    const { cutCells } = this.table
    await addAboutSheet(this.workbook, this.options.about, {
      cells: cutCells,
      ending: LONG_CELLS_ENDING,
      sha256: (await this.beside.complete())?.sha256 ?? null,
    })
    await this.workbook.finish()
    return { ...plainOutcome, cutCells }
  }

  discard(): void {
    this.workbook.discard()
  }

  /** A line of the file beside: where the cell is, and its whole text. */
  private longCellLine({ sheet, row, column, text }: LongCell): string {
    const { header } = this.options.columns[column]
    const place = { sheet, row, column: header, ...(this.event === null ? {} : { event: this.event }), text }
    return `${JSON.stringify(place)}\n`
  }
}

/** The one column whose times are written in the export's zone; a profile's own stand as the record has them. */
function isEventTime({ id, type }: Pick<ExportColumn, 'id' | 'type'>): boolean {
  return id === 'time' && type === 'time'
}

function cellReader(column: ExportColumn): CellOf {
  if (isEventTime(column)) return timeCell
  switch (column.type) {
    case 'integer':
    case 'number':
      return (text) => exactNumber(text) ?? text
    default:
      return (text) => text
  }
}

/** A time as the export writes it, `…Z` or `…+02:00`, on the clock of its zone; what is no such time stays a text. */
function timeCell(text: string): Cell {
  const wall = microsFromUtcIso(`${text.replace(/(?:Z|[+-]\d\d:\d\d)$/, '')}Z`)
  return Number.isNaN(wall) ? text : wall
}
