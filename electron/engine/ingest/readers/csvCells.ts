/**
 * Cells of a CSV row, names of columns, and JSON inside cells.
 */
import type { Json } from '../../../../shared/failure.ts'
import { jsonFromText } from './jsonInText.ts'

const QUOTE = 34

/** The cells of one row (without its line end), quotes taken off (RFC 4180 §2). Text behind a closing quote is kept. */
export function cellsOfRow(row: string, delimiter: string): string[] {
  if (row.indexOf('"') < 0) return row.split(delimiter)
  const cells: string[] = []
  const { length } = row
  let at = 0
  for (;;) {
    if (row.charCodeAt(at) !== QUOTE) {
      const end = row.indexOf(delimiter, at)
      if (end < 0) {
        cells.push(row.slice(at))
        return cells
      }
      cells.push(row.slice(at, end))
      at = end + 1
      continue
    }
    const close = closingQuote(row, at + 1)
    let cell = row.slice(at + 1, close)
    // A regular expression with a plain text is replaced in one go; replaceAll looks for one match after the other.
    if (cell.indexOf('"') >= 0) cell = cell.replace(/""/g, '"')
    const end = close >= length ? -1 : row.indexOf(delimiter, close + 1)
    if (end !== close + 1 && close + 1 < length) cell += row.slice(close + 1, end < 0 ? length : end)
    cells.push(cell)
    if (end < 0) return cells
    at = end + 1
  }
}

/** Up to here the end of a cell is looked for by a regular expression, whose memory grows with the cell. */
const MAX_MATCHED_CHARS = 64 * 1024

const quotedText = /(?:[^"]+|"")*/y

/** Position of the quote that ends a cell whose text starts at `start`; the row's length where none does. */
function closingQuote(row: string, start: number): number {
  if (row.length - start <= MAX_MATCHED_CHARS) {
    quotedText.lastIndex = start
    quotedText.test(row)
    return quotedText.lastIndex
  }
  let quote = row.indexOf('"', start)
  while (quote >= 0 && row.charCodeAt(quote + 1) === QUOTE) quote = row.indexOf('"', quote + 2)
  return quote < 0 ? row.length : quote
}

/** Header cells as names: blanks around them off, empty ones `column 3`, repeated ones with ` (2)`. Applying it twice changes nothing. */
export function columnNames(header: readonly string[]): string[] {
  const taken = new Set<string>()
  return header.map((cell, at) => {
    const wanted = cell.trim() === '' ? `column ${at + 1}` : cell.trim()
    let name = wanted
    for (let number = 2; taken.has(name); number++) name = `${wanted} (${number})`
    taken.add(name)
    return name
  })
}

/** Texts that start like this were meant as JSON; `[REDACTED]`, `[::1]` and `{5f…}` were not. */
const looksLikeJson = /^(?:\{\s*["}]|\[\s*(?:[{["\]]|\d+\s*[,\]]))/

/** The value of a cell that starts with a bracket: what it holds as JSON, else its text. `isBroken`: it looked like JSON. */
export function valueOfCell(cell: string): { readonly value: Json; readonly isBroken: boolean } {
  if (!looksLikeJson.test(cell)) return { value: cell, isBroken: false }
  const value = jsonFromText(cell)
  return value === undefined ? { value: cell, isBroken: true } : { value, isBroken: false }
}
