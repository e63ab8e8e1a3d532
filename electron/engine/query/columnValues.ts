/** Values of a column, row by row: from its dictionary, and where they stand inline from the events. */
import type { Database } from 'better-sqlite3'
import type { FieldType } from '../../../shared/fields.ts'
import { inlineSql } from '../case/index.ts'
import { type Column, isInline } from '../store/index.ts'
import { type Comparison, comparisonOf } from './compare.ts'
import type { TiedValues } from './valueOrder.ts'

export class ColumnValues implements TiedValues {
  readonly compare: Comparison
  private readonly db: Database
  private readonly column: Column

  constructor(db: Database, column: Column, type: FieldType) {
    this.compare = comparisonOf(type)
    this.db = db
    this.column = column
  }

  /** Values by row; of a damaged case, some may be gone. */
  valuesOf(rows: readonly number[]): ReadonlyMap<number, string> {
    const { codes, values, field } = this.column
    const found = new Map<number, string>()
    const inline: number[] = []
    for (const row of rows) {
      if (isInline(codes[row])) inline.push(row)
      else found.set(row, values[codes[row]])
    }
    if (inline.length === 0) return found
    const texts = this.db
      .prepare<[string], [number, string]>(
        `SELECT e.id - 1, ${inlineSql(field, 'e')} FROM json_each(?) wanted CROSS JOIN event e ON e.id = wanted.value + 1`,
      )
      .raw()
      .all(JSON.stringify(inline))
    for (const [row, text] of texts) found.set(row, text)
    return found
  }
}
