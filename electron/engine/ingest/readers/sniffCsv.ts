/**
 * Whether text is CSV: which delimiter divides its rows evenly, and which row is the header.
 */
import type { Format } from '../record.ts'
import { cellsOfRow, columnNames } from './csvCells.ts'

type Delimiter = Format['delimiter']

export interface CsvGuess {
  readonly delimiter: Delimiter
  /** Names of the columns, made distinct. */
  readonly header: readonly string[]
  readonly preambleRows: number
  /** Rows looked at below the header, and how many of them have as many cells. */
  readonly rows: number
  readonly evenRows: number
}

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|']
const LOOKED_AT_ROWS = 500
/** Titles before the header row at most. */
export const MAX_PREAMBLE_ROWS = 10
const MAX_CELL_LENGTH = 300

/** The best reading of `text` as CSV, null where there is none; or why not, in words. `isWhole`: the last row is whole. */
export function sniffCsv(text: string, isWhole: boolean): CsvGuess | string {
  let best: CsvGuess | null = null
  let bestScore = 0
  let reason = 'no delimiter (comma, semicolon, tab, |) divides its lines into columns'
  for (const delimiter of delimiters) {
    const rows = rowsOf(text, delimiter, isWhole)
    if (rows.length === 0) continue
    const headerRow = headerRowIn(rows)
    if (headerRow < 0) {
      if (rows.length > 1 && rows.every((row) => row.length === rows[0].length && row.length > 1)) {
        reason = `its lines have ${rows[0].length} columns each, but no header row names them`
      }
      continue
    }
    const header = rows[headerRow]
    const below = rows.slice(headerRow + 1)
    const evenRows = below.filter((row) => row.length === header.length).length
    // A file of nothing but a header is told from a line of prose by its names.
    const evenness = below.length === 0 ? (header.every(isPlainName) ? 1 : 0) : evenRows / below.length
    // Titles before the header are rare, lines of prose with as many commas are not.
    if (evenness < (headerRow === 0 ? 0.5 : 0.8)) continue
    const score = (evenness * Math.log2(header.length + 1)) / (headerRow === 0 ? 1 : 2)
    if (score > bestScore) {
      bestScore = score
      best = { delimiter, header: columnNames(header), preambleRows: headerRow, rows: below.length, evenRows }
    }
  }
  return best ?? reason
}

/** Rows that are not blank, quotes respected; the last one only where it is whole. */
function rowsOf(text: string, delimiter: Delimiter, isWhole: boolean): string[][] {
  const rows: string[][] = []
  let start = 0
  while (start < text.length && rows.length < LOOKED_AT_ROWS) {
    const end = rowEnd(text, start, delimiter)
    if (end < 0 && !isWhole) break
    const row = text.slice(start, end < 0 ? text.length : end)
    if (row.trim() !== '') rows.push(cellsOfRow(row, delimiter))
    if (end < 0) break
    start = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1)
  }
  return rows
}

/** The line end that ends the row at `start`; -1 where there is none. */
function rowEnd(text: string, start: number, delimiter: Delimiter): number {
  let isQuoted = false
  let isCellStart = true
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (isQuoted) {
      if (character === '"') isQuoted = false
      continue
    }
    if (character === '\n' || character === '\r') return at
    // A quote behind a closing quote doubles it, and goes on quoting.
    if (character === '"' && (isCellStart || text[at - 1] === '"')) isQuoted = true
    isCellStart = character === delimiter
  }
  return -1
}

/** The first row that can be a header: as many cells as most rows have, all of them names. */
function headerRowIn(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  for (let at = 0; at < Math.min(rows.length, MAX_PREAMBLE_ROWS + 1); at++) {
    const row = rows[at]
    if (row.length < 2 || !isHeaderRow(row)) continue
    if (at > 0 && (counts.get(row.length) ?? 0) < rows.length / 2) continue
    return at
  }
  return -1
}

/** Whether a row's cells are names, and at least half of them are there. */
export function isHeaderRow(row: readonly string[]): boolean {
  const named = row.filter((cell) => cell.trim() !== '')
  if (named.length < 2 || named.length < row.length / 2) return false
  return named.every((cell) => cell.length <= MAX_CELL_LENGTH && /\p{L}/u.test(cell) && !isValue(cell.trim()))
}

/** Splunk writes the name of a list so: `sourceIPs{}`, `target{}.id`. */
const listMark = /(?<=\w)\{\}(?=\.|$)/g

/** What stands in data rather than in headers: times, numbers with units, addresses, JSON, sentences. */
function isValue(cell: string): boolean {
  return (
    /^[\d.,:+\-/ TZ]+$/.test(cell) ||
    /^\d{4}-\d\d-\d\d/.test(cell) ||
    /^\d{1,2}[/.]\d{1,2}[/.]\d{4}/.test(cell) ||
    /^(?:true|false|null)$/i.test(cell) ||
    /^[[{<']|["{}]|[.!?]$/.test(cell.replaceAll(listMark, '')) ||
    /^[^\s@]+@[^\s@]+\.[a-z]+$/i.test(cell) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i.test(cell) ||
    cell.split(/\s+/).length > 8
  )
}

function isPlainName(cell: string): boolean {
  return /^[\p{L}_@#$][\p{L}\p{N}_ .\-/()[\]#@$:]{0,60}$/u.test(cell.trim().replaceAll(listMark, ''))
}
