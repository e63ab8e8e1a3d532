/** Events written to a file. */
import type { CustodyPlace } from './cases.ts'
import type { Question, SortBy } from './question.ts'
import type { RedactionReport } from './redaction.ts'

/** Name of the column that holds the whole decoded record as JSON. */
export const PAYLOAD_COLUMN = 'payload'

/** What a file of events may be. */
export const fileFormats = ['csv', 'xlsx', 'ndjson', 'json', 'html'] as const
export type FileFormat = (typeof fileFormats)[number]

/** `zip`: one of the others in a ZIP. */
export const exportFormats = [...fileFormats, 'zip'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const csvDelimiters = ['comma', 'semicolon', 'tab', 'pipe'] as const
export type CsvDelimiter = (typeof csvDelimiters)[number]

export const reportDetails = ['folded', 'open'] as const
export type ReportDetails = (typeof reportDetails)[number]

export interface ExportRequest extends Question {
  readonly format: ExportFormat
  /** What is in the ZIP; left out: CSV. */
  readonly zipped?: FileFormat
  /** What the export is called in the list of exports; no part of the file. */
  readonly name?: string
  /** Path to write; must not exist unless `overwrite`. */
  readonly out: string
  readonly overwrite?: boolean
  /** Columns and headers of a known system, by the preset's name; goes before `columns`. */
  readonly preset?: string
  /** Left out: every column the case has values for, and the payload. */
  readonly columns?: readonly string[]
  /** Instead of the payload, a column for each value in it, named by its path: `payload.after.role`. */
  readonly flatten?: boolean
  readonly sort?: SortBy
  /** IANA zone that times are written in; left out: UTC. */
  readonly timeZone?: string
  /** A leading `'` on CSV cells that a spreadsheet would take for a formula; on unless false. */
  readonly formulaGuard?: boolean
  /** Of CSV; left out: comma. */
  readonly delimiter?: CsvDelimiter
  /** A byte order mark before CSV, by which Excel knows UTF-8; off unless true. */
  readonly bom?: boolean
  /** NDJSON of the records as they were received rather than of events; columns and zone mean nothing then. */
  readonly verbatim?: boolean
  /** Of HTML: whether payload and changes are folded, and then not on paper, or open. Left out: folded. */
  readonly details?: ReportDetails
  /** Id of a redaction profile that comes with Vouch, or the path of one; left out: nothing is redacted. */
  readonly redaction?: string
}

/** Rows of a CSV column that got the guard's `'`; both ends included. Row 1 is the first below the header, which is row 0. */
export interface GuardedStretch {
  /** Its header. */
  readonly column: string
  readonly firstRow: number
  readonly lastRow: number
}

/** A file written beside an export; in a ZIP, an entry of it. */
export interface BesideInfo {
  /** Without folder. */
  readonly name: string
  readonly sizeBytes: number
  readonly sha256: string
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
  /** Where they are; null: too many to tell here, all of them stand in a file beside. */
  readonly guarded: readonly GuardedStretch[] | null
  /** Cells that were too long for Excel; their whole texts stand in a file beside. */
  readonly cutCells: number
  /** Verbatim JSON records whose line ends were made blanks, and records that are no JSON and stand as JSON texts. */
  readonly foldedRecords: number
  readonly quotedRecords: number
  readonly beside: readonly BesideInfo[]
  /** What was redacted; it stands in the file beside the export, too. Left out: nothing was to be. */
  readonly redaction?: RedactionReport
  readonly seconds: number
  /** Whether it is entered in the custody log; false where the case cannot be written, as during an import. */
  readonly recorded?: boolean
  /**
   * Its own entry in the custody log, the end of the log when it was made; null: not entered. It is in no file that was written:
   * the next export of the same events has another, and the same bytes.
   */
  readonly custody?: CustodyPlace | null
}

/** An export that was made of a case, as its custody log has it. */
export interface PastExport {
  /** Number of its entry in the custody log. */
  readonly seq: number
  /** Of that entry, hexadecimal. */
  readonly hash: string
  /** ISO 8601 UTC. */
  readonly at: string
  readonly who: string
  readonly what: 'events' | 'sessions'
  /** What it was called; null: nothing. */
  readonly name: string | null
  /** Name of the file, without folder. */
  readonly file: string
  readonly format: string
  /** The filter as query text; empty: everything. */
  readonly query: string
  readonly rows: number
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

export interface PastExports {
  readonly total: number
  /** Latest first. */
  readonly exports: readonly PastExport[]
}
