/** Exports events as CSV, NDJSON or JSON: every matching row, counted, in the order asked for. */
import type { ExportFormat } from '../../../shared/api/index.ts'
import type { EventRow } from '../query/index.ts'
import { CsvFormatter } from './csv.ts'
import { cellReader, jsonLine, type PayloadText } from './eventText.ts'
import { ExportFile } from './exportFile.ts'

export interface ExportJob {
  readonly out: string
  readonly overwrite: boolean
  readonly format: ExportFormat
  readonly columns: readonly string[]
  readonly formulaGuard: boolean
  /** The events, each once, in order. */
  readonly events: Iterable<EventRow>
  /** Fields of `EventRow.values`. */
  readonly fields: readonly string[]
  /** How many there must be. */
  readonly expected: number
  readonly payloadText: PayloadText
  /** Zone of the times, by its IANA name; must be known. Left out: UTC. */
  readonly timeZone?: string
}

/** Rows between two looks at the signal and two reports. */
const ROWS_PER_REPORT = 2_048

/** Runs the job; reports rows written. Rejects with the signal's reason when aborted, leaving nothing behind. */
export async function exportEvents(
  job: ExportJob,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<{ rows: number; sizeBytes: number; sha256: string; guardedCells: number }> {
  const file = await ExportFile.create(job.out, job.overwrite)
  const csv = new CsvFormatter(job.formulaGuard)
  const cellsOf = cellReader(job.columns, job.fields, job.payloadText, job.timeZone)
  let rows = 0
  try {
    if (job.format === 'csv') file.write(csv.line(job.columns))
    if (job.format === 'json') file.write('[')
    for (const event of job.events) {
      const cells = cellsOf(event)
      const wait = file.write(lineOf(job, csv, cells, rows === 0))
      rows++
      if (wait !== undefined) await wait
      if (rows % ROWS_PER_REPORT === 0) {
        signal.throwIfAborted()
        onRows(rows)
      }
    }
    if (job.format === 'json') file.write(rows === 0 ? ']\n' : '\n]\n')
  } catch (error) {
    await file.discard()
    throw error
  }
  const sha256 = await file.finish(rows, job.expected)
  return { rows, sizeBytes: file.sizeBytes, sha256, guardedCells: csv.guardedCells }
}

function lineOf(job: ExportJob, csv: CsvFormatter, cells: readonly (string | null)[], isFirst: boolean): string {
  switch (job.format) {
    case 'csv':
      return csv.line(cells)
    case 'ndjson':
      return `${jsonLine(job.columns, cells)}\n`
    case 'json':
      return `${isFirst ? '\n' : ',\n'}${jsonLine(job.columns, cells)}`
  }
}
