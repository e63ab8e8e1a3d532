/** Bytes of a line of text → payload: its header apart, what is behind it opened. */
import type { RemarkCode } from '../profiles/event.ts'
import type { Format } from '../record.ts'
import type { Decoded } from './decoded.ts'
import { lineFromText } from './lines/index.ts'
import { TextDecoding } from './textDecoding.ts'

const noRemarks: readonly RemarkCode[] = []
const invalid: readonly RemarkCode[] = ['invalid-utf8']

/** A decoder for lines of `format`. Failures: `record/unknown-line`. */
export function lineDecoder(format: Format): (bytes: Uint8Array, start: number, end: number) => Decoded {
  const decoding = new TextDecoding(format.encoding)
  const newestMicros = format.newestMicros ?? null
  return (bytes, start, end) => {
    const { text, isValid, isAscii } = decoding.decode(bytes, start, end)
    const line = lineFromText(text, newestMicros)
    if (line === null) return unknownLine
    return {
      ok: true,
      payload: line.payload,
      remarks: isValid ? noRemarks : invalid,
      // Other characters can come out of JSON inside the line.
      isAscii: isAscii && !text.includes('\\u'),
    }
  }
}

const unknownLine: Decoded = {
  ok: false,
  failure: {
    code: 'record/unknown-line',
    message: 'The line is neither syslog nor CEF, LEEF, key=value, nor of another shape that is known here',
    kept: 'The bytes stay in the exhibit, unchanged.',
    next: 'Look at the lines before it: it may go on what they begin, such as a trace of a program.',
  },
}
