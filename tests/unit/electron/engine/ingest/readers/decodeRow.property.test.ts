/** Laws of rows of CSV: the quick way through a row of ASCII agrees with the plain one, and what is called ASCII is. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../../../../shared/failure.ts'
import { AsciiCells } from '../../../../../../electron/engine/ingest/readers/asciiCells.ts'
import { cellsOfRow } from '../../../../../../electron/engine/ingest/readers/csvCells.ts'
import { rowDecoder } from '../../../../../../electron/engine/ingest/readers/decodeRow.ts'
import { bytesOf, formatOf } from './reading.ts'

const asciiPieces = ['a', 'bcd', '""', '"', ',', ';', '"x"', '"x,y"', '"""q"""', ' ', '\\', 'u00e9', '\u007f', '{', '}']
const jsonPieces = [
  '{""a"":""x""}',
  '"{""a"":""\\u00e9""}"',
  '"{""a"":""\\u0000""}"',
  '"{""a"":""\\"u00e9"}',
  '[1]',
  '"[""\\n""]"',
]
const otherPieces = ['\u00e9', '\u20ac', '\u{1f600}', '\u0000']

const row = (pieces: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join(''))

/** Texts in a value, names included. */
function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Array.isArray(value)
    ? value.flatMap(textsIn)
    : Object.entries(value).flatMap(([key, of]) => [key, ...textsIn(of as Json)])
}

/** The text decoded as the only row of its buffer, or between others. */
function decodedRow(text: string, around = ''): ReturnType<ReturnType<typeof rowDecoder>> {
  const header = cellsOfRow(text, ',').map((_, i) => `c${i}`)
  const bytes = bytesOf(`${around}\n${text}\n${around}`)
  const start = bytesOf(around).length + 1
  return rowDecoder(formatOf('csv', { header }))(bytes, start, start + bytesOf(text).length)
}

describe('a row of ASCII', () => {
  test('gives the same cells the quick and the plain way, whichever rows were before', () => {
    fc.assert(
      fc.property(
        fc.array(row(asciiPieces), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.boolean(),
        (texts, delimiter, isBackwards) => {
          const buffer = bytesOf(`${texts.join('\n')}\n`)
          const cells = new AsciiCells(delimiter)
          let start = 0
          const rows = texts.map((text) => {
            const range = { text, start, end: start + text.length }
            start = range.end + 1
            return range
          })
          for (const { text, start, end } of isBackwards ? rows.reverse() : rows)
            expect(cells.of(buffer, start, end)).toEqual(cellsOfRow(text, delimiter))
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('longer than the quick way goes gives the same cells', () => {
    const text = `a,"${'x""'.repeat(30_000)}",b`
    expect(new AsciiCells(',').of(bytesOf(text), 0, text.length)).toEqual(['a', 'x"'.repeat(30_000), 'b'])
  })
})

describe('a decoded row', () => {
  test('is called ASCII only if every text in it is, without NUL', () => {
    fc.assert(
      fc.property(
        row([...asciiPieces, ...jsonPieces, ...otherPieces, ',']),
        fc.constantFrom('', 'x', '\u00e9', '\u0000'),
        (text, around) => {
          const decoded = decodedRow(text, around)
          if (!decoded.ok || !decoded.isAscii) return
          for (const found of textsIn(decoded.payload)) expect(found).toMatch(/^[\x01-\x7f]*$/)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('is the same beside rows of other characters', () => {
    fc.assert(
      fc.property(row([...asciiPieces, ...jsonPieces, ',']), (text) => {
        const alone = decodedRow(text)
        expect(decodedRow(text, '\u00e9')).toEqual(alone)
        expect(decodedRow(text, '\u0000')).toEqual({ ...alone, ...(alone.ok ? { isAscii: false } : {}) })
      }),
    )
  })

  test('is called ASCII with JSON in a cell and beside rows of other characters, and not under a header that is none', () => {
    const text = 'a,"{""b"":""x \\n y""}"'
    expect(decodedRow(text)).toMatchObject({ payload: { c0: 'a', c1: { b: 'x \n y' } }, isAscii: true })
    expect(decodedRow(text, '\u00e9')).toMatchObject({ isAscii: true })
    const bytes = bytesOf(text)
    expect(rowDecoder(formatOf('csv', { header: ['a', 'gr\u00f6\u00dfe'] }))(bytes, 0, bytes.length)).toMatchObject({
      isAscii: false,
    })
  })

  test('with a letter made by taking quotes off an escape is not called ASCII', () => {
    expect(decodedRow('"{""a"":""\\"u00e9"}')).toMatchObject({ payload: { c0: { a: '\u00e9' } }, isAscii: false })
  })
})
