/** The formats that events are exported in; a further one is a line here. */
import type { FileFormat } from '../../../../shared/api/index.ts'
import { CsvWriter } from './csvWriter.ts'
import { type EventWriter, type FormatOptions, textWriter } from './eventWriter.ts'
import { htmlReport } from './html/index.ts'
import { jsonFormat, ndjsonFormat } from './jsonFormats.ts'
import { VerbatimWriter } from './verbatimWriter.ts'
import { WorkbookWriter } from './workbookWriter.ts'

type OpenWriter = (options: FormatOptions) => EventWriter

/** By their name, which is the ending of their files, too. */
export const formatWriters: { readonly [format in FileFormat]: OpenWriter } = {
  csv: (options) =>
    new CsvWriter(
      options.columns.map(({ header }) => header),
      options,
    ),
  xlsx: (options) => new WorkbookWriter(options),
  ndjson: (options) => textWriter(ndjsonFormat(options), options.output.main),
  json: (options) => textWriter(jsonFormat(options), options.output.main),
  html: (options) => textWriter(htmlReport(options), options.output.main),
}

/** Records as they were received, as NDJSON. */
export const verbatimWriter: OpenWriter = (options) => new VerbatimWriter(options)
