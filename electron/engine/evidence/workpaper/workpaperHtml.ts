/**
 * A workpaper as one HTML file: no script, nothing fetched (its CSP names its one style sheet and forbids all else), every text escaped. It prints: tables go on
 * over pages with their headings, and rows are not torn.
 */
import { createHash } from 'node:crypto'
import { htmlLine, htmlLines } from '../exports/html/htmlText.ts'
import type { TablePart, Workpaper, WorkpaperCell, WorkpaperPart } from './workpaper.ts'

/** The file, piece by piece. */
export function* workpaperHtml({ title, parts }: Workpaper): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${STYLE_HASH}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlLine(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${htmlLine(title)}</h1>
`
  for (const part of parts) yield* partHtml(part)
  yield '</body>\n</html>\n'
}

function* partHtml(part: WorkpaperPart): Generator<string> {
  yield `<section>\n<h2>${htmlLines(part.title)}</h2>\n`
  if (part.kind === 'facts') {
    yield '<dl>\n'
    for (const [name, value] of part.facts) yield `<dt>${htmlLines(name)}</dt><dd>${cellHtml(value)}</dd>\n`
    yield '</dl>\n'
  } else if (part.rows.length === 0) yield `<p>${htmlLines(part.none)}</p>\n`
  else {
    yield `<div class="wide"><table>\n<thead><tr>${part.columns.map((column, i) => headerHtml(column, isNumeric(part, i))).join('')}</tr></thead>\n<tbody>\n`
    for (const row of part.rows)
      yield `<tr>${row.map((cell) => `<td${typeof cell === 'number' ? ' class="number"' : ''}>${cellHtml(cell)}</td>`).join('')}</tr>\n`
    yield '</tbody>\n</table></div>\n'
  }
  yield '</section>\n'
}

function headerHtml(column: string, isNumber: boolean): string {
  return `<th scope="col"${isNumber ? ' class="number"' : ''}>${htmlLines(column)}</th>`
}

/** Whether a column holds numbers alone, which stand right. */
function isNumeric({ rows }: TablePart, column: number): boolean {
  return rows.every((row) => row[column] === null || typeof row[column] === 'number')
}

const figures = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

function cellHtml(cell: WorkpaperCell): string {
  if (cell === null || cell === '') return '–'
  if (typeof cell === 'number') return figures.format(cell)
  const look = HASH.test(cell) ? ' class="hash"' : TIME.test(cell) ? ' class="time"' : ''
  return `<bdi${look}>${htmlLines(cell)}</bdi>`
}

/** SHA-256, or an entry of the custody log. */
const HASH = /^(?:\d+:)?[0-9a-f]{64}$/
/** As the workpaper writes times. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/

const STYLE = `
:root { color-scheme: light; }
body { margin: 32px auto; max-width: 1560px; padding: 0 24px; color: #1c2128; background: #fff;
  font: 13px/1.45 system-ui, "Segoe UI", "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 20px; font-weight: 600; margin: 0 0 20px; overflow-wrap: anywhere; }
h2 { font-size: 14px; font-weight: 600; margin: 28px 0 8px; padding-bottom: 4px; border-bottom: 1px solid #d5dae1; }
dl { display: grid; grid-template-columns: minmax(190px, max-content) 1fr; gap: 3px 20px; margin: 0; }
dt { color: #5a6472; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 12px; }
th { text-align: left; font-weight: 600; color: #5a6472; background: #f4f6f8; white-space: nowrap; }
th, td { padding: 4px 8px; border-bottom: 1px solid #e3e7ec; vertical-align: top; }
td { overflow-wrap: break-word; white-space: pre-wrap; max-width: 44ch; }
th.number { text-align: right; }
td.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
.hash { font-family: "JetBrains Mono", ui-monospace, "DejaVu Sans Mono", monospace; font-size: 11px; word-break: break-all; }
td .hash { display: block; min-width: 16ch; }
.time { white-space: nowrap; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { margin: 0; max-width: none; padding: 0; font-size: 10px; }
  table { font-size: 8px; }
  th { white-space: normal; }
  th, td { padding: 3px 5px; }
  .hash { font-size: 7px; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`

/** The one style sheet that the page's policy lets be. */
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
