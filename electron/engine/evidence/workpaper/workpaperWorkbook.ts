/**
 * A workpaper as an Excel workbook: facts on the first sheet, a sheet per table. Whatever a spreadsheet could take for a
 * formula is a text.
 */
import { type ByteSink, type TableColumn, Workbook } from '../exports/index.ts'
import type { FactsPart, TablePart, Workpaper } from './workpaper.ts'

/** Widths of columns, in characters: as the widest cell, within these bounds. */
const LEAST_WIDTH = 8
const MOST_WIDTH = 60

/** Names and values of facts. */
const FACT_WIDTHS = [36, 90]

/** Writes it to a sink; rejects with the signal's reason when aborted, and fails as the sink does. */
export async function writeWorkbook(paper: Workpaper, sink: ByteSink, signal: AbortSignal): Promise<void> {
  const workbook = new Workbook(sink)
  try {
    await addFacts(workbook, paper)
    for (const part of paper.parts) if (part.kind === 'table') await addTable(workbook, part, signal)
    await workbook.finish()
  } catch (error) {
    workbook.discard()
    throw error
  }
}

/** All facts, one below the other, each kind under its title. */
async function addFacts(workbook: Workbook, { title, parts }: Workpaper): Promise<void> {
  const table = workbook.addTable({
    name: 'Workpaper',
    columns: FACT_WIDTHS.map((width, i) => ({ header: i === 0 ? title : '', width })),
    hasFilter: false,
  })
  for (const part of parts.filter((candidate): candidate is FactsPart => candidate.kind === 'facts')) {
    await table.row([null])
    await table.row([part.title.toUpperCase()])
    for (const [name, value] of part.facts) await table.row([name, value])
  }
  await table.end()
}

async function addTable(workbook: Workbook, part: TablePart, signal: AbortSignal): Promise<void> {
  const isEmpty = part.rows.length === 0
  const table = workbook.addTable({
    name: part.title,
    columns: part.columns.map((header, column) => ({ header, width: isEmpty ? MOST_WIDTH : widthOf(part, column) })),
    hasFilter: !isEmpty,
  })
  if (isEmpty) await table.row([part.none])
  for (const row of part.rows) {
    signal.throwIfAborted()
    await table.row(row)
  }
  await table.end()
}

function widthOf({ columns, rows }: TablePart, column: number): TableColumn['width'] {
  const widest = rows.reduce((most, row) => Math.max(most, String(row[column] ?? '').length), columns[column].length)
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, widest + 2))
}
