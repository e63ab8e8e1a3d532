/** Events as CSV: the header, the rows, and a log of what the formula guard changed. */
import { CsvFormatter, delimiters } from './csv.ts'
import type { EventWriter, FormatOptions, WriterOutcome } from './eventWriter.ts'
import { plainOutcome } from './eventWriter.ts'
import { GuardLog } from './guardLog.ts'

/** Ending of the list of guarded cells, where the report does not hold it. */
export const GUARDED_ENDING = 'guarded-cells.csv'

const BYTE_ORDER_MARK = '\ufeff'

/** Bytes of lines gathered before they are handed on, and room behind them for one more line of usual length. */
const FLUSH_BYTES = 1 << 16
const BUFFER_BYTES = 8 * FLUSH_BYTES

/** A table of texts as CSV; also for rows that are no events. */
export class CsvWriter implements EventWriter {
  private readonly headers: readonly string[]
  private readonly options: Pick<FormatOptions, 'bom' | 'output'>
  private readonly csv: CsvFormatter
  private readonly log: GuardLog
  /** Lines to be handed on: `used` bytes. */
  private readonly buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  private used = 0
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
    const wait = this.put(cells)
    const listed = this.log.takeWait()
    return listed === undefined ? wait : Promise.all([wait, listed]).then(() => undefined)
  }

  async foot(): Promise<WriterOutcome> {
    await this.flush()
    return { ...plainOutcome, guardedCells: this.csv.guardedCells, guarded: await this.log.finish() }
  }

  private put(cells: readonly (string | null)[]): Promise<void> | undefined {
    const room = this.csv.roomFor(cells)
    if (room > BUFFER_BYTES - FLUSH_BYTES) return this.putLong(cells)
    this.used = this.csv.writeLine(cells, this.buffer, this.used)
    return this.used < FLUSH_BYTES ? undefined : this.flush()
  }

  /** A line for which there may be no room. */
  private async putLong(cells: readonly (string | null)[]): Promise<void> {
    const line = this.csv.line(cells)
    await this.flush()
    await this.options.output.main.write(line)
  }

  private flush(): Promise<void> | undefined {
    const wait = this.options.output.main.writeBytes(this.buffer.subarray(0, this.used))
    this.used = 0
    return wait
  }
}
