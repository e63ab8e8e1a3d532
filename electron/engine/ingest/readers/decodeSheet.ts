/** The record of a sheet → payload: a text per column, as a row of CSV gives it, so that the same profiles fit. */
import type { Json } from '../../../../shared/failure.ts'
import { setOwn } from '../../base/index.ts'
import type { RemarkCode } from '../profiles/event.ts'
import type { Format } from '../record.ts'
import { type CellContext, type SheetRow, sheetRow } from '../workbook/sheetRow.ts'
import { XmlFault } from '../workbook/xmlPull.ts'
import { columnNames, valueOfCell } from './csvCells.ts'
import type { Decoded } from './decoded.ts'
import { sharedText } from './sheetStrings.ts'
import { decodeAll } from './textDecoding.ts'

/** What the cells of an exhibit of `format` refer to. */
export function cellContext(format: Format): CellContext {
  return {
    text: (index) => sharedText(format, index),
    dateStyles: new Map(format.sheet?.dateStyles ?? []),
    is1904: format.sheet?.is1904 ?? false,
  }
}

/** By number, the texts that the cells of a row refer to; none where the row cannot be read. */
export function textsOfRow(row: Uint8Array, format: Format): ReadonlyMap<number, string> {
  const context = cellContext(format)
  const texts = new Map<number, string>()
  const text = (index: number): string | null => {
    const found = context.text(index)
    if (found !== null) texts.set(index, found)
    return found
  }
  try {
    sheetRow(decodeAll(row, 'utf-8').text, { ...context, text })
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error
    texts.clear()
  }
  return texts
}

/**
 * A decoder for rows of a sheet. Cells that the row lacks are empty texts; cells beyond the header stand under `column 27`.
 * Failures: `record/not-xml`, `record/no-such-text`.
 */
export function sheetDecoder(format: Format): (bytes: Uint8Array, start: number, end: number) => Decoded {
  const context = cellContext(format)
  const names = columnNames(format.header)
  const isNamed = format.header.map((cell) => cell.trim() !== '')
  return (bytes, start, end) => {
    const { text, isValid } = decodeAll(bytes.subarray(start, end), 'utf-8')
    let row: SheetRow
    try {
      row = sheetRow(text, context)
    } catch (error) {
      if (error instanceof XmlFault) return { ok: false, failure: notXml(error, text) }
      throw error
    }
    if (row.missingText !== null) return { ok: false, failure: noSuchText(row.missingText) }
    return payloadFromCells(row, names, isNamed, isValid)
  }
}

function payloadFromCells(
  row: SheetRow,
  names: readonly string[],
  isNamed: readonly boolean[],
  isValid: boolean,
): Decoded {
  const payload: { [key: string]: Json } = {}
  const remarks: RemarkCode[] = []
  let isBadCell = false
  const width = Math.max(names.length, row.cells.length)
  for (let at = 0; at < width; at++) {
    const cell = row.cells[at] ?? ''
    if (cell === '' && !(isNamed[at] ?? false)) continue
    let name = names[at] ?? `column ${at + 1}`
    while (at >= names.length && Object.hasOwn(payload, name)) name += ' (2)'
    const code = cell.charCodeAt(0)
    let value: Json = cell
    if (code === 0x7b || code === 0x5b) {
      const found = valueOfCell(cell)
      value = found.value
      if (found.isBroken) isBadCell = true
    }
    setOwn(payload, name, value)
  }
  if (!isValid) remarks.push('invalid-utf8')
  if (isBadCell) remarks.push('cell-not-json')
  if (row.hasError) remarks.push('cell-error')
  if (row.hasUnknownResult) remarks.push('formula-without-result')
  return { ok: true, payload, remarks, isAscii: false }
}

function notXml(fault: XmlFault, text: string) {
  const offset = Buffer.byteLength(text.slice(0, fault.at))
  return {
    code: 'record/not-xml',
    message: `The row is not XML that is read here: ${fault.message}`,
    kept: 'The bytes stay in the exhibit, unchanged.',
    next: 'Open the workbook in a spreadsheet program, save it anew and import that.',
    facts: { offset },
  } as const
}

function noSuchText(index: string) {
  return {
    code: 'record/no-such-text',
    message: `A cell refers to text ${index} of the workbook, which has no such text`,
    kept: 'The bytes stay in the exhibit, unchanged.',
    next: 'Fetch the workbook again: its list of texts is damaged or of another workbook.',
    facts: { index },
  } as const
}
