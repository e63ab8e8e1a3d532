/**
 * Lines of text: a record per line. A lone CR ends none: whoever could type one into a log could else begin a line of their
 * own, and no logger writes it as a line's end.
 */
import { LineScanner } from './lineScanner.ts'
import { readerFromScanner } from './splitter.ts'

/** Reader for `lines`; `maxRecordBytes` for tests. */
export function linesReader(maxRecordBytes?: number) {
  return readerFromScanner('lines', (format, max) => new LineScanner(format, max, false), maxRecordBytes)
}
