/** CSV as RFC 4180 has it, with CRLF line ends, and a guard against cells that spreadsheets take for formulas. */

/** Characters that a spreadsheet may take for the start of a formula (OWASP, "CSV Injection"). */
const FORMULA_STARTS = new Set(Array.from('=+-@\t\r', (character) => character.charCodeAt(0)))

const NEEDS_QUOTES = /[",\r\n]/

export class CsvFormatter {
  /** Cells that got the guard's `'` so far. */
  guardedCells = 0
  private readonly guard: boolean

  constructor(guard: boolean) {
    this.guard = guard
  }

  /** One line with its CRLF. A missing value is an empty cell; an empty text is a quoted empty cell. */
  line(cells: readonly (string | null)[]): string {
    let line = ''
    for (let i = 0; i < cells.length; i++) line += i === 0 ? this.cell(cells[i]) : `,${this.cell(cells[i])}`
    return `${line}\r\n`
  }

  private cell(value: string | null): string {
    if (value === null) return ''
    if (value === '') return '""'
    let text = value
    if (this.guard && FORMULA_STARTS.has(text.charCodeAt(0))) {
      text = `'${text}`
      this.guardedCells++
    }
    return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
}
