/** Plain text tables: columns aligned, numbers to the right, values that cannot be seen made visible. */
import { shortened, visible } from './safeText.ts'

/** Widest a column gets, in characters. */
const MAX_COLUMN = 48

/** Lines of a table with a header; `numeric` names columns that stand right. */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  numeric: ReadonlySet<string> = new Set(),
): string[] {
  const cells = rows.map((row) => row.map((cell) => shortened(visible(cell ?? ''), MAX_COLUMN)))
  const widths = columns.map((column, i) => Math.max(length(column), ...cells.map((row) => length(row[i]))))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) =>
        numeric.has(columns[i]) ? cell.padStart(widths[i]) : cell + ' '.repeat(widths[i] - length(cell)),
      )
      .join('  ')
      .trimEnd()
  return [line(columns), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(line)]
}

/** 1234567 → 1,234,567. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US')
}

/** Bytes as people say them, with the exact number where it is short. */
export function bytesText(bytes: number): string {
  if (bytes < 10_000) return `${grouped(bytes)} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = -1
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value.toFixed(value < 10 ? 2 : 1)} ${units[unit]}`
}

/** What a file that was written is: where, what is in it, how large, its hash. */
export function fileLine(
  path: string,
  holds: string,
  { sizeBytes, sha256 }: { readonly sizeBytes: number; readonly sha256: string },
): string {
  return `${visible(path)}${holds === '' ? '' : `: ${holds}`}, ${bytesText(sizeBytes)}, SHA-256 ${sha256}`
}

function length(text: string): number {
  return [...text].length
}
