/**
 * Bytes of one record → payload. Everything here runs once per record.
 */
import type { Failure } from '../../../../shared/failure.ts'
import type { Payload, RemarkCode } from '../profiles/event.ts'
import { type Encoding, type Format, MAX_DEPTH } from '../record.ts'
import { countKeyColons, hasDuplicateKeys, quoteInexactNumbers, takeCensus, type ValueCensus } from './jsonExact.ts'
import type { Decoded } from './decoded.ts'
import { lineDecoder } from './decodeLine.ts'
import { rowDecoder } from './decodeRow.ts'
import { sheetDecoder } from './decodeSheet.ts'
import { jsonFaultIndex } from './jsonFault.ts'
import { jsonBehindHeader } from './syslogHeader.ts'
import { TextDecoding } from './textDecoding.ts'

/** Decodes the records of one exhibit; `start` and `end` are positions in `bytes`. */
export type RecordDecoder = (bytes: Uint8Array, start: number, end: number) => Decoded

const noRemarks: readonly RemarkCode[] = []
/** Past this size brackets are counted before JSON.parse, which would build a value of any depth. */
const LARGE_BYTES = 64 * 1024

/**
 * A decoder for exhibits of `format`. Make one per exhibit: it remembers what it found out about the last buffer.
 *
 * JSON: numbers that a double cannot hold come out as their own text; `__proto__` is a key like any other; duplicate keys
 * (the last one wins) and invalid UTF-8 are remarked. CSV: one entry per column, texts, cells that hold JSON as values.
 * JSON behind a syslog header is read with a remark. Failures state `facts.offset`, the byte inside the record: `record/not-json`, `record/not-an-object`,
 * `record/too-deep`, `record/field-count`, `record/unknown-line`.
 */
export function decoderFor(format: Format): RecordDecoder {
  if (format.id === 'xlsx') return sheetDecoder(format)
  if (format.id === 'csv') return rowDecoder(format)
  if (format.id === 'lines') return lineDecoder(format)
  const decoding = new TextDecoding(format.encoding)
  const { encoding } = format
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be'
  return (bytes, start, end) => {
    if (end - start > LARGE_BYTES && maxBracketDepth(bytes, start, end) > MAX_DEPTH) return tooDeep
    const { text, isValid, isAscii } = decoding.decode(bytes, start, end)
    // Wide text is scanned as text: its colons are not single bytes.
    return payloadFromJson(text, isValid, isAscii, encoding, isWide ? null : bytes, start, end)
  }
}

const decoders = new WeakMap<Format, RecordDecoder>()

/** {@link decoderFor}, kept per format object: pass the same object for all records of an exhibit. */
export function payloadFromRecord(bytes: Uint8Array, start: number, end: number, format: Format): Decoded {
  let decoder = decoders.get(format)
  if (decoder === undefined) {
    decoder = decoderFor(format)
    decoders.set(format, decoder)
  }
  return decoder(bytes, start, end)
}

const census: ValueCensus = { keys: 0, isTooDeep: false, hasSuspectNumber: false, fewestChars: 0 }

function payloadFromJson(
  text: string,
  isValid: boolean,
  isAsciiText: boolean,
  encoding: Encoding,
  bytes: Uint8Array | null,
  start: number,
  end: number,
): Decoded {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return payloadBehindHeader(text, isValid, isAsciiText, encoding) ?? { ok: false, failure: notJson(text, encoding) }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`
    return {
      ok: false,
      failure: {
        code: 'record/not-an-object',
        message: `A record has to be a JSON object; this is ${found}`,
        facts: { found },
      },
    }
  }
  takeCensus(value, MAX_DEPTH, census)
  if (census.isTooDeep) return tooDeep
  const { keys, hasSuspectNumber, fewestChars } = census
  if (fewestChars === text.length && isValid)
    return { ok: true, payload: value as Payload, remarks: noRemarks, isAscii: isAsciiText }
  if (hasSuspectNumber) value = JSON.parse(quoteInexactNumbers(text))
  const hasDuplicates = (bytes === null || countKeyColons(bytes, start, end) !== keys) && hasDuplicateKeys(text)
  // Other characters, and NUL, can only come out of escapes.
  const isAscii = isAsciiText && !text.includes('\\u')
  if (isValid && !hasDuplicates) return { ok: true, payload: value as Payload, remarks: noRemarks, isAscii }
  const remarks: RemarkCode[] = []
  if (!isValid) remarks.push('invalid-utf8')
  if (hasDuplicates) remarks.push('duplicate-keys')
  return { ok: true, payload: value as Payload, remarks, isAscii }
}

/** The JSON behind a syslog header; null where there is no such header, or no JSON object behind it. */
function payloadBehindHeader(text: string, isValid: boolean, isAscii: boolean, encoding: Encoding): Decoded | null {
  const start = jsonBehindHeader(text)
  if (start === 0) return null
  const decoded = payloadFromJson(text.slice(start), isValid, isAscii, encoding, null, 0, 0)
  return decoded.ok ? { ...decoded, remarks: [...decoded.remarks, 'text-before-json'] } : null
}

const tooDeep: Decoded = {
  ok: false,
  failure: {
    code: 'record/too-deep',
    message: `Objects and arrays lie more than ${MAX_DEPTH} deep in each other`,
    kept: 'The bytes stay in the exhibit, unchanged.',
    facts: { maxDepth: MAX_DEPTH },
  },
}

/** Deepest nesting by brackets outside strings; unchecked otherwise. Works on wide text as well: other bytes do not matter. */
function maxBracketDepth(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte === 0x22) isInString = !isInString
    else if (isInString) {
      if (byte === 0x5c) at += bytes[at + 1] === 0 ? 2 : 1
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > deepest) deepest = depth
    } else if (byte === 0x7d || byte === 0x5d) depth--
  }
  return deepest
}

function notJson(text: string, encoding: Encoding): Failure {
  const index = Math.max(0, jsonFaultIndex(text))
  const offset =
    encoding === 'utf-8' ? Buffer.byteLength(text.slice(0, index)) : encoding === 'windows-1252' ? index : index * 2
  const found = index >= text.length ? 'its end' : JSON.stringify(text.slice(index, index + 1))
  return {
    code: 'record/not-json',
    message: `The record is not JSON: ${found} cannot stand at its byte ${offset.toLocaleString('en')}`,
    kept: 'The bytes stay in the exhibit, unchanged.',
    next: 'Look at the record; if the program that wrote it is at fault, ask for a new export.',
    facts: { offset, found: text.slice(index, index + 20) },
  }
}
