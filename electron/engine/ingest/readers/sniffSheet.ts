/** Which row of a sheet is its header, told from its first rows. */
import { FailureError } from '../../../../shared/failure.ts'
import type { Format, SheetLayout } from '../record.ts'
import { sheetRow } from '../workbook/sheetRow.ts'
import { XmlFault } from '../workbook/xmlPull.ts'
import { cellContext } from './decodeSheet.ts'
import { columnNames } from './csvCells.ts'
import type { Sniffed } from './sniff.ts'
import { isHeaderRow, MAX_PREAMBLE_ROWS } from './sniffCsv.ts'
import { xlsxReader } from './xlsxReader.ts'

const LOOKED_AT_ROWS = 500
const reader = xlsxReader()

/**
 * The format of an exhibit that is a sheet and starts with `bytes`: its parts whole, and the beginning of the sheet.
 * Fails with `import/empty` (no row below a header), `import/unrecognised` (no header row), and what the reader fails with.
 */
export function sniffSheet(bytes: Uint8Array, isWhole: boolean, sheet: SheetLayout): Sniffed {
  // Before the header is known every row is a record.
  const format: Format = {
    id: 'xlsx',
    encoding: 'utf-8',
    recordsPath: [],
    delimiter: ',',
    header: [],
    preambleRows: -1,
    sheet,
  }
  try {
    const rows = firstRows(bytes, isWhole, format)
    return sniffed(rows, format, sheet)
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure }
    throw error
  }
}

function sniffed(rows: readonly (readonly string[])[], format: Format, sheet: SheetLayout): Sniffed {
  if (rows.length === 0) return refused('import/empty', 'The sheet has no row with a value')
  const at = headerRowIn(rows)
  if (at < 0)
    return refused('import/unrecognised', 'The sheet is no table: none of its first rows names the columns below it')
  if (rows.length === at + 1) return refused('import/empty', 'The sheet holds a header row and no records')
  const header = columnNames(rows[at])
  const why = [
    `a sheet of a workbook (.xlsx), “${sheet.name}”: ${header.length} columns`,
    `header: ${header.slice(0, 6).join(', ')}${header.length > 6 ? ', …' : ''}`,
  ]
  if (at > 0) why.push(`${at} rows stand before the header`)
  if (sheet.isHidden) why.push('the sheet is hidden in the workbook')
  if (sheet.is1904) why.push('its days count from 1904')
  return { ok: true, format: { ...format, header, preambleRows: at }, why, candidates: [] }
}

/** The cells of the first rows that have any, empty ones at their ends left out. */
function firstRows(bytes: Uint8Array, isWhole: boolean, format: Format): string[][] {
  const splitter = reader.split(format)
  const context = cellContext(format)
  const rows: string[][] = []
  for (const step of [() => splitter.push(bytes), () => (isWhole ? splitter.finish() : [])]) {
    for (const run of step()) {
      for (let i = 0; i < run.count && rows.length < LOOKED_AT_ROWS; i++) {
        const xml = Buffer.from(run.bytes.subarray(run.starts[i], run.ends[i])).toString('utf8')
        try {
          const cells = Array.from(sheetRow(xml, context).cells, (cell) => cell ?? '')
          rows.push(cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1))
        } catch (error) {
          if (!(error instanceof XmlFault)) throw error
          rows.push([])
        }
      }
    }
  }
  return rows
}

/** The first row that names columns, as many as the rows below have cells; lines of a title name fewer. */
function headerRowIn(rows: readonly (readonly string[])[]): number {
  for (let at = 0; at < Math.min(rows.length, MAX_PREAMBLE_ROWS + 1); at++) {
    const below = rows
      .slice(at + 1, at + 51)
      .map(filled)
      .sort((a, b) => a - b)
    const usual = below.length === 0 ? 0 : below[Math.floor(below.length / 2)]
    if (rows[at].length >= 2 && isHeaderRow(rows[at]) && filled(rows[at]) * 2 >= usual && !isOutnamed(rows, at))
      return at
  }
  return -1
}

/** Whether one of the next rows names more columns: this one is a line of the title, such as “Created by”, “…”. */
function isOutnamed(rows: readonly (readonly string[])[], at: number): boolean {
  return rows
    .slice(at + 1, MAX_PREAMBLE_ROWS + 1)
    .some((row) => filled(row) > filled(rows[at]) && isHeaderRow(row) && filled(row) >= 3)
}

function filled(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== '').length
}

function refused(code: 'import/empty' | 'import/unrecognised', message: string): Sniffed {
  return {
    ok: false,
    failure: { code, message, next: 'Look at the sheet; other sheets of the workbook come in by themselves.' },
  }
}
