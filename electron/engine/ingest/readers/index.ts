/** Bytes → records → payloads: sniffing, readers, decoding. */
import type { Format, Reader } from '../record.ts'
import { csvReader } from './csvReader.ts'
import { jsonReader } from './jsonReader.ts'
import { ndjsonReader } from './ndjsonReader.ts'
import { xlsxReader } from './xlsxReader.ts'

export { columnNames } from './csvCells.ts'
export { textsOfRow } from './decodeSheet.ts'
export { decoderFor, payloadFromRecord, type RecordDecoder } from './decode.ts'
export type { Decoded } from './decoded.ts'
export { hasStrings, keepStrings, unsafeXml } from './sheetStrings.ts'
export { jsonFromText } from './jsonInText.ts'
export { jsonBehindHeader } from './syslogHeader.ts'
export { sampleRecords } from './sampleRecords.ts'
export { decodeAll as decodedText } from './textDecoding.ts'
export { type RecordsCandidate, type Sniffed, type SniffOptions, sniff } from './sniff.ts'
export { sniffSheet } from './sniffSheet.ts'

const readers = { ndjson: ndjsonReader(), json: jsonReader(), csv: csvReader(), xlsx: xlsxReader() }

/** The reader for exhibits of that format. */
export function readerFor(format: Format): Reader {
  return readers[format.id]
}
