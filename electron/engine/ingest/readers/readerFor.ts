/** The readers by format. */
import type { Format, FormatId, Reader } from '../record.ts'
import { csvReader } from './csvReader.ts'
import { jsonReader } from './jsonReader.ts'
import { linesReader } from './linesReader.ts'
import { ndjsonReader } from './ndjsonReader.ts'
import type { Splitter } from './splitter.ts'
import { xlsxReader } from './xlsxReader.ts'

type SplittingReader = Reader & { split(format: Format): Splitter }

const readers: { readonly [id in FormatId]: SplittingReader } = {
  ndjson: ndjsonReader(),
  json: jsonReader(),
  csv: csvReader(),
  xlsx: xlsxReader(),
  lines: linesReader(),
}

/** The reader for exhibits of that format. */
export function readerFor(format: Format): SplittingReader {
  return readers[format.id]
}
