/**
 * Which cells of a CSV the formula guard changed, as stretches of rows in a column. A few are told in the export's report
 * and the custody log; where there are more, all of them stand in a file beside the export.
 */
import type { GuardedStretch } from '../../../../shared/api/index.ts'
import type { BesideFile } from './besideFile.ts'
import { CsvFormatter } from './csv.ts'

/** Stretches told in the report. */
export const MAX_STRETCHES = 500

export class GuardLog {
  private readonly columns: readonly string[]
  private readonly beside: BesideFile
  /** The last stretch of each column, still growing. */
  private readonly open: ({ firstRow: number; lastRow: number } | undefined)[]
  private stretches: GuardedStretch[] = []
  private hasSpilled = false
  private writing: Promise<void> | undefined

  constructor(columns: readonly string[], beside: BesideFile) {
    this.columns = columns
    this.beside = beside
    this.open = columns.map(() => undefined)
  }

  /** Notes a cell, row by row; `row` counts from 1, the header is row 0. */
  add(row: number, column: number): void {
    const open = this.open[column]
    if (open !== undefined && open.lastRow === row - 1) open.lastRow = row
    else {
      if (open !== undefined) this.close(column, open)
      this.open[column] = { firstRow: row, lastRow: row }
    }
  }

  /** What to wait for before the next row. */
  takeWait(): Promise<void> | undefined {
    const { writing } = this
    this.writing = undefined
    return writing
  }

  /** All stretches, by column and row; null: there are more than {@link MAX_STRETCHES}, and all stand in the file beside. */
  async finish(): Promise<readonly GuardedStretch[] | null> {
    for (const [column, open] of this.open.entries()) if (open !== undefined) this.close(column, open)
    await this.writing
    if (!this.hasSpilled) {
      const place = new Map(this.columns.map((column, i) => [column, i]))
      return this.stretches.sort(
        (a, b) => (place.get(a.column) ?? 0) - (place.get(b.column) ?? 0) || a.firstRow - b.firstRow,
      )
    }
    await this.spill()
    return null
  }

  private close(column: number, { firstRow, lastRow }: { firstRow: number; lastRow: number }): void {
    this.stretches.push({ column: this.columns[column], firstRow, lastRow })
    if (this.stretches.length > MAX_STRETCHES)
      this.writing = Promise.all([this.writing, this.spill()]).then(() => undefined)
  }

  private spill(): Promise<void> {
    const csv = new CsvFormatter(false)
    const head = this.hasSpilled ? '' : csv.line(['column', 'firstRow', 'lastRow'])
    this.hasSpilled = true
    const lines = this.stretches.map((stretch) =>
      csv.line([stretch.column, String(stretch.firstRow), String(stretch.lastRow)]),
    )
    this.stretches = []
    return this.beside.write(head + lines.join(''))
  }
}
