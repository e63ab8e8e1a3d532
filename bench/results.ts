/** The results as one Markdown table: read in the terminal as it is, and written to `RESULTS.md`. */
import { type Figure, floorText, valueText, verdictOf } from './measure/figure.ts'

export interface ResultSection {
  readonly title: string
  readonly figures: readonly Figure[]
}

const HEAD = ['What', 'Events', 'Floor', 'Median', 'p95', 'n', 'Verdict'] as const
const NUMERIC = new Set<string>(['Events', 'Median', 'p95', 'n'])

/** The table and the notes below it. */
export function resultTable(sections: readonly ResultSection[]): string {
  const notes: string[] = []
  const rows = sections.flatMap(({ title, figures }) => [
    [`**${title}**`, '', '', '', '', '', ''],
    ...figures.map((figure) => rowOf(figure, notes)),
  ])
  const widths = HEAD.map((head, i) => Math.max(2, head.length, ...rows.map((row) => row[i].length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (NUMERIC.has(HEAD[i]) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`
  const rule = `| ${HEAD.map((head, i) => (NUMERIC.has(head) ? `${'-'.repeat(widths[i] - 1)}:` : '-'.repeat(widths[i]))).join(' | ')} |`
  const table = [line(HEAD), rule, ...rows.map(line)]
  return [...table, ...(notes.length > 0 ? ['', ...notes.map((note, i) => `${i + 1}. ${note}`)] : [])].join('\n')
}

/** How many floors hold, which do not, and how much was skipped. */
export function summaryLine(sections: readonly ResultSection[]): string {
  const figures = sections.flatMap((section) => section.figures)
  const left = figures.filter((figure) => figure.kind === 'skipped')
  const judged = figures.filter((figure) => figure.kind === 'measured' && figure.floor !== undefined)
  const failed = judged.filter((figure) => verdictOf(figure).startsWith('FAIL'))
  const names = failed.map((figure) => figure.what.trim()).join('; ')
  return `${judged.length - failed.length} of ${judged.length} floors that were measured hold, ${failed.length} fail${names === '' ? '' : ` (${names})`}; ${left.length} skipped or broken off`
}

function rowOf(figure: Figure, notes: string[]): string[] {
  const { what, unit } = figure
  const note =
    figure.kind === 'skipped' ? `${figure.isBroken ? 'Broken off' : 'Skipped'}: ${figure.reason}` : figure.note
  let mark = ''
  if (note !== undefined) {
    if (!notes.includes(note)) notes.push(note)
    mark = ` (${notes.indexOf(note) + 1})`
  }
  // Markdown drops leading blanks.
  const name = what.replace(/^ {2}/, '– ') + mark
  if (figure.kind === 'skipped') return [name, '', floorText(figure), '', '', '', verdictOf(figure)]
  const { events, sample } = figure
  return [
    name,
    events.toLocaleString('en-US'),
    floorText(figure),
    valueText(sample.median, unit),
    sample.n > 1 ? valueText(sample.p95, unit) : '',
    String(sample.n),
    verdictOf(figure),
  ]
}
