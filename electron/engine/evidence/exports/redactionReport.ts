/** The report about what was redacted, beside a redacted export: JSON, there whatever the format is. */
import type { RedactionReport } from '../../../../shared/api/index.ts'
import type { EventWriter } from './eventWriter.ts'
import type { ExportOutput } from './exportOutput.ts'

/** Ending of the report's name, behind that of the export. */
export const REDACTION_ENDING = 'redaction.json'

/** Writes as `writer` does, and the report once all is written. */
export function reportingWriter(
  writer: EventWriter,
  output: ExportOutput,
  redactor: { report(): RedactionReport },
): EventWriter {
  return {
    head: () => writer.head(),
    row: (cells, event) => writer.row(cells, event),
    async foot() {
      const outcome = await writer.foot()
      await output.beside(REDACTION_ENDING).write(`${JSON.stringify(redactor.report(), null, 2)}\n`)
      return outcome
    },
    discard: () => writer.discard?.(),
  }
}
