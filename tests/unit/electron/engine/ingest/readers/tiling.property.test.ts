/**
 * Laws of all readers: records, rejects, gaps and separators tile the bytes, however the bytes are cut into chunks.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvReader } from '../../../../../../electron/engine/ingest/readers/csvReader.ts'
import { jsonReader } from '../../../../../../electron/engine/ingest/readers/jsonReader.ts'
import { linesReader } from '../../../../../../electron/engine/ingest/readers/linesReader.ts'
import { ndjsonReader } from '../../../../../../electron/engine/ingest/readers/ndjsonReader.ts'
import type { Encoding, Format } from '../../../../../../electron/engine/ingest/record.ts'
import { expectTiled, formatOf, lineOf, readIn } from './reading.ts'

const cuts = fc.array(fc.nat(), { maxLength: 12 })
/** Small enough that generated records cross it. */
const MAX_RECORD_BYTES = 40

const jsonPieces = fc.constantFrom(
  '{"a":1}',
  '{"a":"x y"}',
  '{"a":{"b":[1,2]}}',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\"',
  '"a"',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '  ',
  '\t',
  '{"Records":[',
  ']}',
  ',"next":null}',
  'null',
  '12',
  'text',
  '\u00e9',
  '\u20ac',
  '\ufeff',
  '\u001e',
  '{"a":"unclosed',
  '\n{"a":2}',
  ',{"a":3}',
  '{\n  "a": {\n    "b": 1\n  }\n}',
)
const csvPieces = fc.constantFrom(
  'a',
  'bc',
  ',',
  ';',
  '"',
  '""',
  '"x"',
  '"x,y"',
  '"x\ny"',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\u00e9',
  '\ufeff',
  ',,,\n',
  '1,2,3\n',
  '"un\n',
  'x"y',
)

const linePieces = fc.constantFrom(
  'May  1 10:00:00 web01 x: y',
  'a=1 b=2 c=3',
  'CEF:0|a|b|1|2|c|3|d=e',
  'text',
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  ' ',
  '\t',
  '\0',
  '\u00e9',
  '\u20ac',
  '\ufeff',
  '\u001e',
)

function encoded(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  return Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'latin1')
}

/** Blanks, the record separator of RFC 7464, and `more`. */
const separators = (more: string): RegExp => new RegExp(`^[\\s${String.fromCharCode(0x1e)}${more}]*$`)

const encodings = fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252')

function law(
  reader: typeof ndjsonReader,
  pieces: fc.Arbitrary<string>,
  separator: RegExp,
  more: fc.Arbitrary<Partial<Format>>,
  id: Format['id'],
): void {
  const limits = fc.constantFrom(MAX_RECORD_BYTES, 1_000_000)
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 40 }),
      encodings,
      limits,
      more,
      cuts,
      fc.nat(3),
      (parts, encoding, limit, format, at, odd) => {
        const lineEnds = id === 'json' || id === 'lines' ? /\n/g : /\r\n|\n|\r/g
        const whole = encoded(parts.join(''), encoding)
        const bytes = odd === 0 ? whole.subarray(0, Math.max(0, whole.length - 1)) : whole
        const reading = { ...formatOf(id), ...format, encoding }
        const once = readIn(reader(limit), reading, bytes)
        expectTiled(once, bytes, separator, encoding.startsWith('utf-16') ? 2 : 1)
        for (const span of once.spans) {
          if (span.line > 0) expect(span.line).toBe(lineOf(bytes, span.startByte, encoding, lineEnds))
        }
        expect(readIn(reader(limit), reading, bytes, at)).toEqual(once)
        expect(
          readIn(
            reader(limit),
            reading,
            bytes,
            Array.from(bytes, (_, i) => i),
          ),
        ).toEqual(once)
      },
    ),
    { numRuns: 1500 },
  )
}

describe('records, rejects, gaps and separators tile the bytes, independent of chunks', () => {
  test('ndjson', () => law(ndjsonReader, jsonPieces, separators(''), fc.constant({}), 'ndjson'))
  test('lines', () => law(linesReader, linePieces, separators(''), fc.constant({}), 'lines'))
  test('json', () => {
    const paths = fc.constantFrom(
      { recordsPath: [] },
      { recordsPath: ['Records'] },
      { recordsPath: ['a', 'b'] },
      { recordsPath: ['a', '*'] },
    )
    law(jsonReader, jsonPieces, separators(','), paths, 'json')
  })
  test('csv', () => {
    const more = fc.constantFrom<Partial<Format>>({}, { delimiter: ';' }, { preambleRows: 1 })
    law(csvReader, csvPieces, /^[\r\n]*$/, more, 'csv')
  })
})
