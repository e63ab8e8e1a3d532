/** Exports events: every matching row, counted, in the order asked for, in one of the formats. */
import type { EventRow } from '../../query/index.ts'
import { fail } from '../../../../shared/failure.ts'
import type { EventWriter, WriterOutcome } from './eventWriter.ts'
import type { ExportOutput, Written } from './exportOutput.ts'

export interface ExportJob<Row> {
  /** Path of the export, for failures. */
  readonly out: string
  readonly output: ExportOutput
  readonly writer: EventWriter
  /** The rows, each once, in order. */
  readonly rows: Iterable<Row>
  readonly write: (writer: EventWriter, row: Row) => Promise<void> | undefined
  /** How many there must be. */
  readonly expected: number
}

export interface ExportDone extends Written, WriterOutcome {
  readonly rows: number
}

/** Rows between two looks at the signal and two reports. */
const ROWS_PER_REPORT = 2_048

/**
 * Writes rows and puts the files in place; reports rows written. Rejects with the signal's reason when aborted, leaving
 * nothing behind. Fails with `export/count-mismatch`, `export/write-failed`.
 */
export async function exportRows<Row>(
  { out, output, writer, rows, write, expected }: ExportJob<Row>,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<ExportDone> {
  let done = 0
  try {
    await writer.head()
    for (const row of rows) {
      const wait = write(writer, row)
      done++
      if (wait !== undefined) await wait
      if (done % ROWS_PER_REPORT === 0) {
        signal.throwIfAborted()
        onRows(done)
      }
    }
    signal.throwIfAborted()
    if (done !== expected) failMiscounted(out, expected, done)
    const outcome = await writer.foot()
    return { rows: done, ...outcome, ...(await output.finish()) }
  } catch (error) {
    writer.discard?.()
    await output.discard()
    throw error
  }
}

/** Rows of an export of events. */
export function writeEvent(
  cellsOf: (event: EventRow) => readonly (string | null)[],
): (writer: EventWriter, event: EventRow) => Promise<void> | undefined {
  return (writer, event) => writer.row(cellsOf(event), event)
}

function failMiscounted(out: string, expected: number, found: number): never {
  fail({
    code: 'export/count-mismatch',
    message: `${expected} rows match, but ${found} were read`,
    where: { path: out },
    kept: 'No file was written.',
    next: 'Run `vouch verify` on the case.',
    facts: { expected, found },
  })
}
