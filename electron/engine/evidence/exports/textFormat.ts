/** Formats that are text, and how they are written to a sink. */
import type { EventRow } from '../../query/index.ts'

/** A format that is text, line after line: csv, ndjson, json, html. */
export interface TextFormat {
  /** What stands before the first row. */
  head(): string
  /** One event: its cells, in the order of the columns, null where it has no value. */
  row(cells: readonly (string | null)[], event: EventRow): string
  /** What stands behind the last row. */
  foot(): string
}
