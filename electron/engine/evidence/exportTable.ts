/** Exports a table that is no list of events as CSV: guarded, counted, put in place once it is whole. */
import { CsvFormatter } from './csv.ts'
import { ExportFile } from './exportFile.ts'

export interface TableExport {
  readonly out: string
  readonly overwrite: boolean
  readonly columns: readonly string[]
  /** Cells of each row, in the order of `columns`. */
  readonly rows: Iterable<readonly (string | null)[]>
  /** How many there must be. */
  readonly expected: number
}

/** Rejects with the signal's reason when aborted, leaving nothing behind. Fails as `ExportFile` does. */
export async function exportTable(
  { out, overwrite, columns, rows, expected }: TableExport,
  signal: AbortSignal,
): Promise<{ rows: number; sizeBytes: number; sha256: string; guardedCells: number }> {
  const file = await ExportFile.create(out, overwrite)
  const csv = new CsvFormatter(true)
  let written = 0
  try {
    await file.write(csv.line(columns))
    for (const cells of rows) {
      signal.throwIfAborted()
      await file.write(csv.line(cells))
      written++
    }
  } catch (error) {
    await file.discard()
    throw error
  }
  const sha256 = await file.finish(written, expected)
  return { rows: written, sizeBytes: file.sizeBytes, sha256, guardedCells: csv.guardedCells }
}
