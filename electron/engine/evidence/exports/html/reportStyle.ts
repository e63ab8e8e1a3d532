/** How the report looks, on a screen and on paper. Light only: it is to be printed, and to look the same to everybody. */
import { cssString } from './htmlText.ts'

/** What stands at the top of each printed page, in characters. */
const MAX_RUNNING = 110

const SCREEN = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { background: #fff; color: #16191f; font: 13px/1.45 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
body { margin: 0 auto; max-width: 1400px; padding: 28px 32px 48px; }
h1 { font-size: 21px; font-weight: 600; line-height: 1.25; margin: 0 0 2px; overflow-wrap: anywhere; }
h2 { font-size: 14px; font-weight: 600; margin: 26px 0 8px; }
.by { color: #525a66; margin: 0 0 18px; }
code, pre, .mono { font-family: ui-monospace, "JetBrains Mono", "Liberation Mono", Menlo, Consolas, monospace; font-size: 12px; }
dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 18px; margin: 0; }
dl.facts dt { color: #525a66; }
dl.facts dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: #525a66; padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 5px 8px 5px 0; font-weight: 400; overflow-wrap: anywhere; unicode-bidi: isolate; }
thead th { font-weight: 600; color: #3a414c; border-bottom: 1.5px solid #16191f; background: #fff; }
.number { text-align: right; padding-right: 16px; }
table.small th, table.small td { overflow-wrap: break-word; padding-right: 18px; }
table.small tbody tr { border-bottom: 1px solid #dfe2e7; }
table.events { table-layout: fixed; }
table.events > thead th { position: sticky; top: 0; }
tbody.event { border-bottom: 1px solid #dfe2e7; }
tr.more td { padding: 0 0 8px 0; }
dl.rest { display: flex; flex-wrap: wrap; gap: 1px 22px; margin: 0 0 2px; font-size: 12px; }
dl.rest div { display: flex; gap: 7px; max-width: 100%; }
dl.rest dt { color: #525a66; white-space: nowrap; }
dl.rest dd { margin: 0; min-width: 0; overflow-wrap: anywhere; unicode-bidi: isolate; white-space: pre-wrap; }
details, section.part { margin: 4px 0 0; }
summary, .part h3 { font-size: 12px; font-weight: 600; color: #3a414c; margin: 0; cursor: default; }
summary:focus-visible { outline: 2px solid #1d5fd1; outline-offset: 2px; }
pre { margin: 4px 0 2px; padding: 8px 10px; background: #f5f6f8; border-left: 2px solid #c9ced6; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
table.changes { width: auto; min-width: 50%; margin: 4px 0 4px; font-size: 12px; }
table.changes thead th { border-bottom: 1px solid #9aa2ae; padding-right: 18px; }
table.changes td, table.changes tbody th { padding: 2px 18px 2px 0; white-space: pre-wrap; }
del { background: #fbe9e9; text-decoration: none; }
ins { background: #e7f4ea; text-decoration: none; }
.none { color: #525a66; }
ul.remarks { margin: 0; padding-left: 18px; }
.end { color: #525a66; margin: 18px 0 0; }
.skip { position: absolute; left: -9999px; }
.skip:focus { position: static; }
`

const PAPER = `
@media print {
  html { font-size: 9.5px; }
  body { max-width: none; padding: 0; }
  h1 { font-size: 17px; }
  h2 { font-size: 12px; }
  h2, h3, summary { break-after: avoid; }
  code, pre, .mono, dl.rest, summary, .part h3, table.changes { font-size: 8.5px; }
  table.events > thead th { position: static; }
  thead { display: table-header-group; }
  tr, tbody.event { break-inside: avoid; }
  .open tbody.event, .open tr.more { break-inside: auto; }
  tbody.event > tr:first-child { break-after: avoid; }
  th, td { padding: 3px 6px 3px 0; }
  pre { padding: 4px 6px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  del, ins { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  details:not([open]) { display: none; }
  .skip { display: none; }
}
`

/** The style sheet; `running` stands on every printed page, beside the number of the page. */
export function reportStyle(running: string): string {
  const shown = [...running].length > MAX_RUNNING ? `${[...running].slice(0, MAX_RUNNING - 1).join('')}…` : running
  const page = `
@page {
  size: A4 landscape;
  margin: 16mm 12mm 14mm;
  @top-left { content: ${cssString(shown)}; font: 8.5px system-ui, sans-serif; color: #525a66; width: 80%; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8.5px system-ui, sans-serif; color: #525a66; }
}
`
  return `${SCREEN}${PAPER}${page}`
}
