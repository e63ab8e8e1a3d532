/** Events as CSV: the header, the rows, and a log of what the formula guard changed. */
import { CsvFormatter, delimiters } from './csv.ts'
import type { EventWriter, FormatOptions, WriterOutcome } from './eventWriter.ts'
import { plainOutcome } from './eventWriter.ts'
import { GuardLog } from './guardLog.ts'

/** Ending of the list of guarded cells, where the report does not hold it. */
export const GUARDED_ENDING = 'guarded-cells.csv'

const BYTE_ORDER_MARK = '\ufeff'

/** A table of texts as CSV; also for rows that are no events. */
export class CsvWriter implements EventWriter {
  private readonly headers: readonly string[]
  private readonly options: Pick<FormatOptions, 'bom' | 'output'>
  private readonly csv: CsvFormatter
  private readonly log: GuardLog
  /** The one being written: 0 is the header. */
  private rowNumber = 0

  constructor(
    headers: readonly string[],
    options: Pick<FormatOptions, 'formulaGuard' | 'delimiter' | 'bom' | 'output'>,
  ) {
    this.headers = headers
    this.options = options
    this.log = new GuardLog(headers, options.output.beside(GUARDED_ENDING))
    this.csv = new CsvFormatter(options.formulaGuard, delimiters[options.delimiter], (column) =>
      this.log.add(this.rowNumber, column),
    )
  }

  head(): Promise<void> | undefined {
    const { bom, output } = this.options
    return output.main.write((bom ? BYTE_ORDER_MARK : '') + this.csv.line(this.headers))
  }

  row(cells: readonly (string | null)[]): Promise<void> | undefined {
    this.rowNumber++
    const wait = this.options.output.main.write(this.csv.line(cells))
    const listed = this.log.takeWait()
    return listed === undefined ? wait : Promise.all([wait, listed]).then(() => undefined)
  }

  async foot(): Promise<WriterOutcome> {
    return { ...plainOutcome, guardedCells: this.csv.guardedCells, guarded: await this.log.finish() }
  }
}
