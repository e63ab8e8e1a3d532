/** CSV lines as RFC 4180 has them, and the guard against formulas. */
import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { CsvFormatter, delimiters, unguarded } from '../../../../../../electron/engine/evidence/exports/csv.ts'

const cell = fc.option(
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', '=', '-', '$', '&', 'é', '😀', '\t') }),
)

test('a line reads back as its cells, a missing value as an empty one', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 8 }), (cells) => {
      const line = new CsvFormatter(false).line(cells)
      expect(line.endsWith('\r\n')).toBe(true)
      expect(parse(line, { record_delimiter: '\r\n' })).toEqual([cells.map((text) => text ?? '')])
    }),
  )
})

test('a missing value is empty, an empty text is quoted', () => {
  expect(new CsvFormatter(true).line([null, '', 'a', null])).toBe(',"",a,\r\n')
})

test('cells are quoted for a comma, a quote or a line end, and for nothing else', () => {
  expect(new CsvFormatter(true).line(['a b', 'a,b', 'say "x"', 'a\nb', 'a\rb', "it's; $& $1"])).toBe(
    'a b,"a,b","say ""x""","a\nb","a\rb",it\'s; $& $1\r\n',
  )
})

test('cells that a spreadsheet takes for a formula get an apostrophe, and are counted', () => {
  const csv = new CsvFormatter(true)
  expect(csv.line(['=1', '+1', '-1', '@x', '\tx', '\rx', 'x=1', ''])).toBe(`'=1,'+1,'-1,'@x,'\tx,"'\rx",x=1,""\r\n`)
  expect(csv.guardedCells).toBe(6)
  expect(new CsvFormatter(false).line(['=1'])).toBe('=1\r\n')
})

test('lines of different lengths do not mix', () => {
  const csv = new CsvFormatter(false)
  expect(csv.line(['a', 'b', 'c'])).toBe('a,b,c\r\n')
  expect(csv.line(['d'])).toBe('d\r\n')
})

test('the guard is undone by its rule alone, whatever the text was, between any delimiters', () => {
  const hostile = fc.string({
    unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', ',', ';', '|', '"', 'a'),
  })
  fc.assert(
    fc.property(
      fc.array(hostile, { minLength: 2, maxLength: 6 }),
      fc.constantFrom(...Object.values(delimiters)),
      (cells, delimiter) => {
        const line = new CsvFormatter(true, delimiter).line(cells)
        const [read] = parse(line, { record_delimiter: '\r\n', delimiter }) as string[][]
        expect(read.map(unguarded)).toEqual(cells)
        expect(read.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
      },
    ),
  )
})

test('each guarded cell is told by its column', () => {
  const told: number[] = []
  const csv = new CsvFormatter(true, ',', (column) => told.push(column))
  expect(csv.line(['=1', 'a', "'=1", "'a", "''-", "'"])).toBe("'=1,a,''=1,'a,'''-,'\r\n")
  expect(told).toEqual([0, 2, 4])
})

test('a line is the same as text and as bytes, within the room that was asked for, and so are its guarded cells', () => {
  const units = [
    '"',
    ',',
    ';',
    '\t',
    '|',
    '\r',
    '\n',
    "'",
    '=',
    'é',
    '漢',
    '😀',
    '\ud83d',
    '\ude00',
    '\0',
    '\u2028',
    'a',
  ]
  const hostile = fc.option(fc.string({ unit: fc.constantFrom(...units), maxLength: 40 }))
  fc.assert(
    fc.property(
      fc.array(fc.array(hostile, { maxLength: 8 }), { maxLength: 5 }),
      fc.boolean(),
      fc.constantFrom(...Object.values(delimiters)),
      (lines, guard, delimiter) => {
        const toldText: number[] = []
        const toldBytes: number[] = []
        const text = new CsvFormatter(guard, delimiter, (column) => toldText.push(column))
        const bytes = new CsvFormatter(guard, delimiter, (column) => toldBytes.push(column))
        for (const cells of lines) {
          const start = 3
          const buffer = Buffer.alloc(start + bytes.roomFor(cells))
          const end = bytes.writeLine(cells, buffer, start)
          expect(buffer.toString('latin1', start, end)).toBe(Buffer.from(text.line(cells)).toString('latin1'))
        }
        expect(toldBytes).toEqual(toldText)
        expect(bytes.guardedCells).toBe(text.guardedCells)
      },
    ),
  )
})
