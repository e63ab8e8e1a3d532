/** Exports text line by line: lists that are no table. Counted, and put in place once it is whole. */
import { plainOutcome } from './eventWriter.ts'
import { FileOutput } from './exportOutput.ts'
import { type ExportDone, exportRows } from './exportRows.ts'

export interface LinesExport {
  readonly out: string
  readonly overwrite: boolean
  /** With their line ends. */
  readonly lines: Iterable<string>
  /** How many there must be. */
  readonly expected: number
}

/** Fails, and rejects when aborted, as `exportRows` does. */
export async function exportLines(
  { out, overwrite, lines, expected }: LinesExport,
  signal: AbortSignal,
  onLines: (done: number) => void,
): Promise<ExportDone> {
  const output = await FileOutput.create(out, overwrite)
  const writer = { head: () => undefined, row: () => undefined, foot: async () => plainOutcome }
  const write = (_: unknown, line: string) => output.main.write(line)
  return exportRows({ out, output, writer, rows: lines, write, expected }, signal, onLines)
}
