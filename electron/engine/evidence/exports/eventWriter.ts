/** What writes events in one format, and the options that formats have. */
import type { CsvDelimiter, GuardedStretch, RedactionReport, ReportDetails } from '../../../../shared/api/index.ts'
import type { FieldType } from '../../../../shared/fields.ts'
import type { EventRow } from '../../query/index.ts'
import type { AboutExport } from './aboutExport.ts'
import type { ByteSink } from './byteSink.ts'
import type { ExportOutput } from './exportOutput.ts'
import type { ReportChange } from './reportChange.ts'
import type { TextFormat } from './textFormat.ts'

/** A column of an export: where its values come from, and what stands above them. */
export interface ExportColumn {
  /** Id of a field, `timeText`, `payload`, or a path of the payload. */
  readonly id: string
  readonly header: string
  readonly type: FieldType | 'json'
}

export interface FormatOptions {
  readonly columns: readonly ExportColumn[]
  readonly about: AboutExport
  readonly formulaGuard: boolean
  readonly delimiter: CsvDelimiter
  /** A byte order mark before CSV. */
  readonly bom: boolean
  /** Verbatim bytes of an event's record, and whether it is JSON in UTF-8. */
  readonly verbatim: (event: EventRow) => { readonly bytes: Buffer; readonly isJson: boolean }
  /** What was redacted so far, for what is written last; left out: nothing is redacted. */
  readonly redaction?: () => RedactionReport
  /** Of the HTML report: whether payload and changes are folded, or open. */
  readonly details?: ReportDetails
  /** Of the HTML report: the changes an event tells of, as they may be given. */
  readonly changesOf?: (event: EventRow) => readonly ReportChange[] | null
  readonly output: ExportOutput
}

/** What a format did besides writing rows. */
export interface WriterOutcome {
  /** Cells that got the guard's `'`. */
  readonly guardedCells: number
  /** Where they are; null: in the file beside. */
  readonly guarded: readonly GuardedStretch[] | null
  /** Cells that were too long for the format; their whole texts stand beside. */
  readonly cutCells: number
  /** Verbatim JSON records whose line ends were made blanks. */
  readonly foldedRecords: number
  /** Verbatim records that are no JSON, written as JSON texts. */
  readonly quotedRecords: number
}

export const plainOutcome: WriterOutcome = {
  guardedCells: 0,
  guarded: [],
  cutCells: 0,
  foldedRecords: 0,
  quotedRecords: 0,
}

/** Writes one export. Promises are to be waited for before the next call. */
export interface EventWriter {
  head(): Promise<void> | undefined
  row(cells: readonly (string | null)[], event: EventRow): Promise<void> | undefined
  foot(): Promise<WriterOutcome>
  /** Lets go of what is held; after it nothing is called. */
  discard?(): void
}

/** Writes a format that is text and has nothing to tell of itself. */
export function textWriter(format: TextFormat, sink: ByteSink): EventWriter {
  return {
    head: () => sink.write(format.head()),
    row: (cells, event) => sink.write(format.row(cells, event)),
    async foot() {
      await sink.write(format.foot())
      return plainOutcome
    },
  }
}
