/** Bytes of a row of CSV → payload: one entry per column, texts, cells that hold JSON as values. */
import type { Json } from '../../../../shared/failure.ts'
import { setOwn } from '../../base/index.ts'
import type { RemarkCode } from '../profiles/event.ts'
import type { Format } from '../record.ts'
import { AsciiCells } from './asciiCells.ts'
import { cellsOfRow, columnNames, valueOfCell } from './csvCells.ts'
import type { Decoded } from './decoded.ts'
import { TextDecoding } from './textDecoding.ts'

const noRemarks: readonly RemarkCode[] = []

const plainAscii = /^[\x01-\x7f]*$/

/** A decoder for rows under the header of `format`. Failures: `record/field-count`. */
export function rowDecoder(format: Format): (bytes: Uint8Array, start: number, end: number) => Decoded {
  const decoding = new TextDecoding(format.encoding)
  const columns = columnNames(format.header)
  const hasAsciiNames = columns.every((name) => plainAscii.test(name))
  const { delimiter } = format
  const asciiCells = new AsciiCells(delimiter)
  return (bytes, start, end) => {
    if (decoding.isAscii(bytes))
      return payloadFromCells(asciiCells.of(decoding.bufferOf(bytes), start, end), columns, true, hasAsciiNames)
    const { text, isValid, isAscii } = decoding.decode(bytes, start, end)
    const cells = isAscii ? asciiCells.of(decoding.bufferOf(bytes), start, end) : cellsOfRow(text, delimiter)
    return payloadFromCells(cells, columns, isValid, isAscii && hasAsciiNames)
  }
}

function payloadFromCells(
  cells: readonly string[],
  columns: readonly string[],
  isValid: boolean,
  isAsciiRow: boolean,
): Decoded {
  if (cells.length !== columns.length) return fieldCount(columns.length, cells.length)
  const payload: { [key: string]: Json } = {}
  let isBadCell = false
  let isAscii = isAsciiRow
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at]
    const code = cell.charCodeAt(0)
    let value: Json = cell
    if (code === 0x7b || code === 0x5b) {
      const found = valueOfCell(cell)
      value = found.value
      if (found.isBroken) isBadCell = true
      // Other characters, and NUL, can only come out of escapes. Looked for in the cell: taking off quotes can make some.
      else if (isAscii && value !== cell && cell.includes('\\u')) isAscii = false
    }
    setOwn(payload, columns[at], value)
  }
  if (isValid && !isBadCell) return { ok: true, payload, remarks: noRemarks, isAscii }
  const remarks: RemarkCode[] = []
  if (!isValid) remarks.push('invalid-utf8')
  if (isBadCell) remarks.push('cell-not-json')
  return { ok: true, payload, remarks, isAscii }
}

function fieldCount(expected: number, found: number): Decoded {
  return {
    ok: false,
    failure: {
      code: 'record/field-count',
      message: `The row has ${found} cells, the header ${expected}`,
      next:
        found < expected
          ? 'Look for a cut-off row or a line end inside a cell.'
          : 'Look for a cell with a delimiter and no quotes.',
      facts: { expected, found },
    },
  }
}
