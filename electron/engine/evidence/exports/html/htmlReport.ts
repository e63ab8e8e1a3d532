/**
 * The report: one HTML file that needs nothing else, runs nothing and loads nothing, reads well on a screen and on paper.
 * It is written event by event; nothing of the events is held.
 */
import type { RedactionReport, ReportDetails } from '../../../../../shared/api/index.ts'
import type { EventRow } from '../../../query/index.ts'
import type { AboutExport } from '../aboutExport.ts'
import type { ExportColumn } from '../eventWriter.ts'
import type { ReportChange } from '../reportChange.ts'
import type { TextFormat } from '../textFormat.ts'
import { htmlLine, htmlLines } from './htmlText.ts'
import { indentedJson } from './indentedJson.ts'
import { type ReportColumn, reportColumns } from './reportColumns.ts'
import { reportHead } from './reportHead.ts'
import { redactionSection } from './reportRedaction.ts'

export interface HtmlOptions {
  readonly about: AboutExport
  readonly columns: readonly ExportColumn[]
  /** Whether payload and changes are folded, and then not on paper, or open. Left out: folded. */
  readonly details?: ReportDetails
  /** The changes that an event tells of; null: none. Left out: they are not told. */
  readonly changesOf?: (event: EventRow) => readonly ReportChange[] | null
  readonly redaction?: () => RedactionReport
}

export function htmlReport(options: HtmlOptions): TextFormat {
  const { about, changesOf, redaction, details = 'folded' } = options
  const { side, below, json } = reportColumns(options.columns)
  let rows = 0
  const more = (cells: readonly (string | null)[], event: EventRow): string =>
    rest(below, cells) + changesPart(changesOf?.(event) ?? null, details) + jsonParts(json, cells, details)
  return {
    head: () => `${reportHead(about, details)}${tableHead(side)}`,
    row(cells, event) {
      rows++
      const inside = more(cells, event)
      const second = inside === '' ? '' : `<tr class="more"><td colspan="${side.length}">${inside}</td></tr>\n`
      return `<tbody class="event"><tr>${side.map((column, i) => sideCell(column, cells[column.place], i)).join('')}</tr>\n${second}</tbody>\n`
    },
    foot: () =>
      `${rows === 0 ? noEvent(side.length) : ''}</table>
</section>
${redaction === undefined ? '' : redactionSection(redaction())}</main>
<footer><p class="end">End of the report: ${rows.toLocaleString('en-US')} events.</p></footer>
</body>
</html>
`,
  }
}

function tableHead(side: readonly ReportColumn[]): string {
  const widths = side.map(({ width }) => `<col width="${width}%">`).join('')
  const headers = side.map(({ label, isNumber }) => `<th scope="col"${numberClass(isNumber)}>${htmlLine(label)}</th>`)
  return `<table class="events">
<caption>One event after the other, in the order stated above. What does not fit beside stands below its event.</caption>
<colgroup>${widths}</colgroup>
<thead><tr>${headers.join('')}</tr></thead>
`
}

function sideCell({ isNumber, isMono }: ReportColumn, text: string | null, index: number): string {
  const names = [...(isNumber ? ['number'] : []), ...(isMono ? ['mono'] : [])]
  const attributes = names.length === 0 ? '' : ` class="${names.join(' ')}"`
  const content = text === null ? '' : htmlLine(text)
  return index === 0 ? `<th scope="row"${attributes}>${content}</th>` : `<td${attributes}>${content}</td>`
}

/** Values that do not fit beside; those that are missing are left out. */
function rest(columns: readonly ReportColumn[], cells: readonly (string | null)[]): string {
  const entries = columns.flatMap(({ place, label, isMono }) => {
    const text = cells[place]
    const mono = isMono ? ' class="mono"' : ''
    return text === null ? [] : [`<div><dt>${htmlLine(label)}</dt><dd${mono}>${htmlLines(text)}</dd></div>`]
  })
  return entries.length === 0 ? '' : `<dl class="rest">${entries.join('')}</dl>`
}

function jsonParts(
  columns: readonly ReportColumn[],
  cells: readonly (string | null)[],
  details: ReportDetails,
): string {
  return columns
    .map(({ place, label }) => {
      const text = cells[place]
      return text === null ? '' : part(htmlLine(label), `<pre>${htmlLines(indentedJson(text))}</pre>`, details)
    })
    .join('')
}

function changesPart(changes: readonly ReportChange[] | null, details: ReportDetails): string {
  if (changes === null || changes.length === 0) return ''
  const rows = changes.map(
    ({ path, before, after }) =>
      `<tr><th scope="row" class="mono">${htmlLine(path)}</th><td>${sideOf('del', before)}</td><td>${sideOf('ins', after)}</td></tr>\n`,
  )
  const head = '<thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>'
  const table = `<table class="changes">${head}<tbody>\n${rows.join('')}</tbody></table>`
  return part(`Changes (${changes.length.toLocaleString('en-US')})`, table, details)
}

function sideOf(mark: 'del' | 'ins', text: string | null): string {
  return text === null ? '<span class="none">no value</span>' : `<${mark}>${htmlLines(text)}</${mark}>`
}

function part(title: string, content: string, details: ReportDetails): string {
  return details === 'folded'
    ? `<details><summary>${title}</summary>${content}</details>`
    : `<section class="part"><h3>${title}</h3>${content}</section>`
}

function noEvent(columns: number): string {
  return `<tbody><tr><td colspan="${columns}" class="none">No event matches.</td></tr></tbody>\n`
}

function numberClass(isNumber: boolean): string {
  return isNumber ? ' class="number"' : ''
}
