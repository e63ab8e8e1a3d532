/** Cells of events that were chosen one by one: the items of a sample. */
import { CellRedactor } from '../../shared/redaction/index.ts'
import { readerFor } from './caseColumns.ts'
import { cellReader } from './evidence/index.ts'
import type { OpenCase } from './openCase.ts'

/** Masked texts, kept for pages that are shown again. */
const redactor = new CellRedactor()

export interface FieldCells {
  /** Ids of the fields, as asked for. */
  readonly columns: readonly string[]
  /** Cells of rows (number of event - 1), in their order; an event that is missing from the case has none. */
  cellsOf(rows: readonly number[]): (string | null)[][]
}

/** Reads `columns` of events; times in `timeZone`, which must be known. Fails with `query/unknown-field`. */
export function fieldCells(
  file: OpenCase,
  names: readonly string[],
  isRedacted: boolean,
  timeZone = 'UTC',
): FieldCells {
  const columns = names.map((name) => file.columnId(name))
  const reader = readerFor(file, columns)
  const read = cellReader(columns, reader.fields, () => '', timeZone)
  return {
    columns,
    cellsOf(rows) {
      const byEvent = new Map<number, (string | null)[]>()
      for (const event of reader.rows(rows)) byEvent.set(event.id, read(event))
      return rows.map((row) => {
        const cells = byEvent.get(row + 1) ?? columns.map(() => null)
        return isRedacted ? cells.map((text, i) => (text === null ? null : redactor.cell(text, columns[i]))) : cells
      })
    },
  }
}
