/** Events written to a file. */
import type { Question, SortBy } from './question.ts'

/** Name of the column that holds the whole decoded record as JSON. */
export const PAYLOAD_COLUMN = 'payload'

export type ExportFormat = 'csv' | 'ndjson' | 'json'

export interface ExportRequest extends Question {
  readonly format: ExportFormat
  /** Path to write; must not exist unless `overwrite`. */
  readonly out: string
  readonly overwrite?: boolean
  /** Left out: every column the case has values for, and the payload. */
  readonly columns?: readonly string[]
  readonly sort?: SortBy
  /** IANA zone that times are written in; left out: UTC. */
  readonly timeZone?: string
  /** A leading `'` on CSV cells that a spreadsheet would take for a formula; on unless false. */
  readonly formulaGuard?: boolean
}

export interface ExportReport {
  readonly out: string
  readonly format: ExportFormat
  readonly rows: number
  /** Events that match as well and are left out: an earlier one has the same content. */
  readonly leftOut: number
  readonly sizeBytes: number
  readonly sha256: string
  /** Cells that got the guard's `'`. */
  readonly guardedCells: number
  readonly seconds: number
  /** Whether it is entered in the custody log; false where the case cannot be written, as during an import. */
  readonly recorded?: boolean
}
