/** Exports: formats, files and ZIPs, workbooks. */
export type { AboutExhibit, AboutExport } from './aboutExport.ts'
export { ABOUT_SHEET } from './aboutSheet.ts'
export { BesideFile } from './besideFile.ts'
export { type ByteSink, sinkStream } from './byteSink.ts'
export { EntrySink } from './entrySink.ts'
export { CsvFormatter, type Delimiter, unguarded } from './csv.ts'
export { CsvWriter } from './csvWriter.ts'
export { cellReader, jsonLine, oneLineJson, ownCells, type PayloadText, payloadJson, timeCell } from './eventText.ts'
export {
  type EventWriter,
  type ExportColumn,
  type FormatOptions,
  textWriter,
  type WriterOutcome,
} from './eventWriter.ts'
export { ExportFile } from './exportFile.ts'
export { type ExportOutput, FileOutput } from './exportOutput.ts'
export { exportLines } from './exportLines.ts'
export { type ExportDone, type ExportJob, exportRows, writeEvent } from './exportRows.ts'
export { formatWriters, verbatimWriter } from './formats.ts'
export { htmlReport, type HtmlOptions } from './html/index.ts'
export { openOutput } from './openOutput.ts'
export { REDACTION_ENDING, reportingWriter } from './redactionReport.ts'
export type { ReportChange } from './reportChange.ts'
export type { TextFormat } from './textFormat.ts'
export { WorkbookWriter } from './workbookWriter.ts'
export {
  type Cell,
  excelSerial,
  type LongCell,
  MAX_CELL_UNITS,
  MAX_SHEET_COLUMNS,
  type Table,
  type TableColumn,
  type TableSpec,
  textOfXstring,
  Workbook,
} from './xlsx/index.ts'
export { ZipOutput } from './zipOutput.ts'
