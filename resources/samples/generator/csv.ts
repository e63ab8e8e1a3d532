/** Writes delimited text the way different products do: delimiter, line end and byte order mark are a matter of style. */

export interface CsvStyle {
  readonly delimiter: ',' | ';' | '\t'
  readonly lineEnd: '\n' | '\r\n'
  /** Whether U+FEFF stands in front, as spreadsheet-minded exports have it. */
  readonly bom: boolean
  /** Quote every cell (`all`) or only those that need it (`needed`, RFC 4180 §2). */
  readonly quotes: 'all' | 'needed'
}

/** A cell: null is an empty one, objects and arrays are written as compact JSON. */
export type Cell = null | boolean | number | string | object

/** Header and rows as text; the last line ends with a line end too. */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[], style: CsvStyle): string {
  const lines = [header, ...rows].map((row) => row.map((cell) => quoted(cellText(cell), style)).join(style.delimiter))
  return `${style.bom ? '\uFEFF' : ''}${lines.join(style.lineEnd)}${style.lineEnd}`
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

function quoted(text: string, style: CsvStyle): string {
  const needed = /["\r\n]|^\s|\s$/.test(text) || text.includes(style.delimiter)
  return needed || style.quotes === 'all' ? `"${text.replaceAll('"', '""')}"` : text
}
