/** NDJSON: a record per line. A lone CR ends a line, too: raw, it cannot stand inside a JSON string. */
import { LineScanner } from './lineScanner.ts'
import { readerFromScanner } from './splitter.ts'

/** Reader for `ndjson`; `maxRecordBytes` for tests. */
export function ndjsonReader(maxRecordBytes?: number) {
  return readerFromScanner('ndjson', (format, max) => new LineScanner(format, max, true), maxRecordBytes)
}
