/** Rows of sheets: what becomes of every byte, however the bytes are cut into chunks. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { xlsxReader } from '../../../../../../electron/engine/ingest/readers/xlsxReader.ts'
import type { Format, SheetLayout } from '../../../../../../electron/engine/ingest/record.ts'
import { bytesOf, expectTiled, formatOf, readIn } from './reading.ts'

const layout = (parts: readonly string[] = []): SheetLayout => ({
  name: 'Sheet',
  isHidden: false,
  is1904: false,
  dateStyles: [],
  parts: parts.map((part, i) => ({
    name: `xl/${i}.xml`,
    sizeBytes: Buffer.byteLength(part),
    sha256: '',
    isStrings: part.includes('<sst'),
  })),
  part: 'xl/worksheets/sheet1.xml',
})
const formatWith = (parts: readonly string[] = [], preambleRows = -1): Format =>
  formatOf('xlsx', { sheet: layout(parts), preambleRows })

/** Everything but blanks between rows is named. */
const blank = /^[ \t\r\n]*$/
const row = (n: number, value: string): string => `<row r="${n}"><c r="A${n}"><v>${value}</v></c></row>`

function spansOf(sheet: string, format = formatWith(), cuts: readonly number[] = []) {
  const bytes = bytesOf(sheet)
  const reading = readIn(xlsxReader(), format, bytes, cuts)
  expectTiled(reading, bytes, blank)
  return reading.spans.map(({ startByte, endByte, what }) => `${what} ${bytes.toString('utf8', startByte, endByte)}`)
}

describe('a sheet', () => {
  test('gives a record per row, the bytes of its element; the header, empty rows and all around them are gaps', () => {
    const sheet = `<w><sheetData>\n${row(1, 'h')} ${row(3, '1')}<row r="4"/><row r="5"><c r="A5" s="1"/></row>${row(6, '2')}</sheetData><a/></w>`
    expect(spansOf(sheet, formatWith([], 0))).toEqual([
      'wrapper <w><sheetData>',
      `header ${row(1, 'h')}`,
      `record ${row(3, '1')}`,
      'empty-row <row r="4"/><row r="5"><c r="A5" s="1"/></row>',
      `record ${row(6, '2')}`,
      'wrapper </sheetData><a/></w>',
    ])
  })

  test('numbers its rows as the sheet does', () => {
    const reading = readIn(
      xlsxReader(),
      formatWith(),
      bytesOf(`<sheetData>${row(7, 'a')}<row><c><v>b</v></c></row></sheetData>`),
    )
    expect(reading.spans.filter(({ what }) => what === 'record').map(({ line }) => line)).toEqual([7, 8])
  })

  test('may use a prefix, comments and CDATA that look like rows', () => {
    const rowWithTraps = '<x:row><x:c t="str"><x:v><![CDATA[</x:row>]]></x:v></x:c><!-- </x:row> --></x:row>'
    expect(
      spansOf(`<x:w><!-- <x:sheetData> --><x:sheetData>${rowWithTraps}<!-- <x:row/> --></x:sheetData></x:w>`),
    ).toEqual([
      'wrapper <x:w><!-- <x:sheetData> --><x:sheetData>',
      `record ${rowWithTraps}`,
      'wrapper <!-- <x:row/> --></x:sheetData></x:w>',
    ])
  })

  test('goes on with rows in a second list of them, and does not take other names for the end of a row', () => {
    const odd = '<row r="2"><c><v>2</v></c><rowX></rowX></row>'
    const sheet = `<w><sheetData>${row(1, 'a')}</sheetData><sheetData>${odd}</sheetData></w>`
    expect(spansOf(sheet).filter((span) => span.startsWith('record'))).toEqual([
      `record ${row(1, 'a')}`,
      `record ${odd}`,
    ])
  })

  test('that ends inside a row has a reject there', () => {
    expect(spansOf(`<w><sheetData>${row(1, 'a')}<row r="2"><c><v>1`)).toEqual([
      'wrapper <w><sheetData>',
      `record ${row(1, 'a')}`,
      'record/truncated <row r="2"><c><v>1',
    ])
  })

  test('has a row that is too long rejected, and goes on behind it', () => {
    const long = row(2, 'x'.repeat(200))
    const bytes = bytesOf(`<w><sheetData>${row(1, 'a')}${long}${row(3, 'b')}</sheetData></w>`)
    for (const cuts of [[], [60, 90, 120, 200, 250]]) {
      const reading = readIn(xlsxReader(100), formatWith(), bytes, cuts)
      expectTiled(reading, bytes, blank)
      expect(reading.spans.map(({ what }) => what)).toEqual([
        'wrapper',
        'record',
        'record/too-long',
        'record',
        'wrapper',
      ])
    }
  })

  test('with a document type declaration is not read', () => {
    expect(() => readIn(xlsxReader(), formatWith(), bytesOf('<!DOCTYPE a [<!ENTITY b "c">]><w/>'))).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'import/unsafe-xml' }) }),
    )
  })

  test('has the parts in front of it as gaps of their own', () => {
    const parts = ['<workbook><row/></workbook>', '<sst><si><t>text</t></si></sst>']
    expect(spansOf(`${parts.join('')}<w><sheetData>${row(1, 'a')}</sheetData></w>`, formatWith(parts))[0]).toBe(
      `part ${parts.join('')}`,
    )
  })
})

const pieces = fc.constantFrom(
  '<sheetData>',
  '</sheetData>',
  '<sheetData/>',
  row(1, 'a'),
  row(2, '&lt;é€'),
  '<row r="3"/>',
  '<row>',
  '<rowX></rowX>',
  '</row>',
  '<c><v>1</v></c>',
  '<!-- a -->',
  '<!--',
  '-->',
  '<![CDATA[</row>]]>',
  '<?x y?>',
  '<a b="</row>">',
  ' ',
  '\n',
  'text',
  '<',
  '>',
  '"',
  '<x:row><x:v>',
  '<mergeCell ref="A1:B9"/>',
)

test('records, rejects and gaps tile the bytes, the same however they are cut', () => {
  const cuts = fc.array(fc.nat(), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), cuts, fc.integer({ min: 20, max: 80 }), (texts, at, max) => {
      const parts = ['<sst><si><t>é</t></si></sst>']
      const bytes = bytesOf(`${parts[0]}<w>${texts.join('')}`)
      const whole = readIn(xlsxReader(max), formatWith(parts), bytes)
      expectTiled(whole, bytes, blank)
      expect(readIn(xlsxReader(max), formatWith(parts), bytes, at)).toEqual(whole)
    }),
    { numRuns: 1000 },
  )
})
