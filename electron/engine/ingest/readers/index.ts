/** Bytes → records → payloads: sniffing, readers, decoding. */
import type { Format, Reader } from '../record.ts'
import { csvReader } from './csvReader.ts'
import { jsonReader } from './jsonReader.ts'
import { ndjsonReader } from './ndjsonReader.ts'

export { columnNames } from './csvCells.ts'
export { type Decoded, decoderFor, payloadFromRecord, type RecordDecoder } from './decode.ts'
export { jsonFromText } from './jsonInText.ts'
export { sampleRecords } from './sampleRecords.ts'
export { decodeAll as decodedText } from './textDecoding.ts'
export { type RecordsCandidate, type Sniffed, type SniffOptions, sniff } from './sniff.ts'

const readers = { ndjson: ndjsonReader(), json: jsonReader(), csv: csvReader() }

/** The reader for exhibits of that format. */
export function readerFor(format: Format): Reader {
  return readers[format.id]
}
