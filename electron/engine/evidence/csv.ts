/** CSV as RFC 4180 has it, with CRLF line ends, and a guard against cells that spreadsheets take for formulas. */

const NEEDS_QUOTES = /[",\r\n]/
// Twice as fast in V8 as `replaceAll` with a text, where there are many.
const QUOTES = /"/g

export class CsvFormatter {
  /** Cells that got the guard's `'` so far. */
  guardedCells = 0
  private readonly guard: boolean
  /** Cells of the line in the making. */
  private readonly texts: (string | null)[] = []

  constructor(guard: boolean) {
    this.guard = guard
  }

  /** One line with its CRLF. A missing value is an empty cell; an empty text is a quoted empty cell. */
  line(cells: readonly (string | null)[]): string {
    const { texts } = this
    texts.length = cells.length
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]
      texts[i] = cell === null ? null : this.cell(cell)
    }
    // Joined, null is an empty text.
    return `${texts.join(',')}\r\n`
  }

  private cell(value: string): string {
    if (value === '') return '""'
    let text = value
    if (this.guard && startsFormula(text.charCodeAt(0))) {
      text = `'${text}`
      this.guardedCells++
    }
    return NEEDS_QUOTES.test(text) ? `"${text.replace(QUOTES, '""')}"` : text
  }
}

/** Characters that a spreadsheet may take for the start of a formula: = + - @, tab and CR (OWASP, "CSV Injection"). */
function startsFormula(unit: number): boolean {
  return unit === 0x3d || unit === 0x2b || unit === 0x2d || unit === 0x40 || unit === 0x09 || unit === 0x0d
}
