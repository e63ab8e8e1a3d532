/** Exports: formats, files and ZIPs, workbooks. */
export type { AboutExhibit, AboutExport } from './aboutExport.ts'
export { ABOUT_SHEET } from './aboutSheet.ts'
export type { ByteSink } from './byteSink.ts'
export { CsvFormatter, type Delimiter, unguarded } from './csv.ts'
export { CsvWriter } from './csvWriter.ts'
export { cellReader, jsonLine, oneLineJson, payloadJson, timeCell } from './eventText.ts'
export {
  type EventWriter,
  type ExportColumn,
  type FormatOptions,
  textWriter,
  type WriterOutcome,
} from './eventWriter.ts'
export { ExportFile } from './exportFile.ts'
export { type ExportOutput, FileOutput } from './exportOutput.ts'
export { type ExportDone, type ExportJob, exportRows, writeEvent } from './exportRows.ts'
export { formatWriters, verbatimWriter } from './formats.ts'
export { openOutput } from './openOutput.ts'
export type { TextFormat } from './textFormat.ts'
export { WorkbookWriter } from './workbookWriter.ts'
export { type Cell, type LongCell, type Table, type TableColumn, type TableSpec, Workbook } from './xlsx/index.ts'
export { ZipOutput } from './zipOutput.ts'
