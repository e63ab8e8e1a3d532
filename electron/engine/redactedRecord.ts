/**
 * A record's verbatim bytes with its secrets masked: each secret's own byte range is replaced by `[REDACTED]`, all other
 * bytes stay. Where a secret is still found afterwards, however it got there, nothing of the record is given.
 */
import { REDACTED } from '../../shared/api/index.ts'
import { applied, type Edit } from '../../shared/redaction/index.ts'
import { columnNames, decodedText, type Format } from './ingest/index.ts'
import type { RecordRedactor } from './recordRedactor.ts'
import { hidesInLine, lineEdits } from './redactedLine.ts'

/** The bytes of a record of `format`, redacted. `redactor` knows what is to be replaced in the event. */
export function redactedRecord(bytes: Uint8Array, format: Format, redactor: RecordRedactor): Uint8Array {
  const { text, isValid } = decodedText(bytes, format.encoding)
  const edits = editsOf(text, format, redactor)
  const masked = applied(text, edits)
  const isLeft = redactor.survivesIn(masked) || (format.id === 'lines' && hidesInLine(masked, redactor))
  if (isLeft) return encoded(REDACTED, format)
  // What is no text in its encoding has no places that could be cut out of the bytes.
  return isValid ? spliced(bytes, text, edits, format) : encoded(masked, format)
}

function editsOf(text: string, format: Format, redactor: RecordRedactor): readonly Edit[] {
  if (format.id === 'csv') return rowEdits(text, format, redactor)
  if (format.id === 'xlsx') return sheetRowEdits(text, format, redactor)
  if (format.id === 'lines') return lineEdits(text, redactor)
  // A record that was mapped is JSON; of one that is not, all could be secret.
  return redactor.jsonEdits(text, []) ?? [{ start: 0, end: text.length, text: REDACTED }]
}

/** A cell of a row: its text, and where each unit of it stands in the row; `places` has one more, for the end. */
interface Cell {
  readonly text: string
  readonly places: (at: number) => number
  readonly isQuoted: boolean
}

function rowEdits(row: string, format: Format, redactor: RecordRedactor): Edit[] {
  const names = columnNames(format.header)
  return cellsOf(row, format.delimiter).flatMap(({ text, places, isQuoted }, column) =>
    cellEdits(text, names[column] ?? '', redactor).map((edit) => ({
      start: places(edit.start),
      end: places(edit.end),
      text: isQuoted ? edit.text.replaceAll('"', '""') : edit.text,
    })),
  )
}

/** Edits of the texts that stand in a row of a sheet itself; those it refers to are elsewhere in the exhibit. */
function sheetRowEdits(row: string, format: Format, redactor: RecordRedactor): Edit[] {
  const names = columnNames(format.header)
  const edits: Edit[] = []
  let column = -1
  for (const match of row.matchAll(/<(?:[^\s/>:]+:)?c(?=[\s/>])(?:[^>]*?\sr="([A-Z]{1,3})\d+")?[^>]*>|>([^<]+)</g)) {
    const text = match[2]
    if (text === undefined) column = match[1] === undefined ? column + 1 : columnOfLetters(match[1])
    else {
      const at = match.index + 1
      for (const edit of cellEdits(text, names[column] ?? '', redactor))
        edits.push({ ...edit, start: at + edit.start, end: at + edit.end })
    }
  }
  return edits
}

function columnOfLetters(letters: string): number {
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function cellEdits(text: string, column: string, redactor: RecordRedactor): readonly Edit[] {
  const path = [{ kind: 'key', key: column }] as const
  const inJson = /^[{[]/.test(text) ? redactor.jsonEdits(text, path, column) : null
  if (inJson !== null) return inJson
  // As a JSON text the cell is judged as the payload's value is.
  return redactor.memberEdits(text, path, column)
}

/** The cells as the reader reads them (RFC 4180 §2; text behind a closing quote belongs to the cell). */
function cellsOf(row: string, delimiter: string): Cell[] {
  const cells: Cell[] = []
  for (let at = 0; ; ) {
    const start = at
    if (row[at] !== '"') {
      const end = row.indexOf(delimiter, at)
      const text = row.slice(at, end < 0 ? row.length : end)
      cells.push({ text, places: (unit) => start + unit, isQuoted: false })
      if (end < 0) return cells
      at = end + 1
      continue
    }
    const units: number[] = []
    at++
    while (at < row.length && (row[at] !== '"' || row[at + 1] === '"')) {
      units.push(at)
      at += row[at] === '"' ? 2 : 1
    }
    const close = at
    const found = close < row.length ? row.indexOf(delimiter, close + 1) : -1
    const end = found < 0 ? row.length : found
    for (let behind = close + 1; behind < end; behind++) units.push(behind)
    const text = units.map((unit) => row[unit]).join('')
    units.push(close + 1 < end ? end : close)
    cells.push({ text, places: (unit) => units[unit], isQuoted: true })
    if (found < 0) return cells
    at = end + 1
  }
}

/** The bytes with the edits of their text made. Requires the text to be exactly what the bytes say. */
function spliced(bytes: Uint8Array, text: string, edits: readonly Edit[], format: Format): Uint8Array {
  const parts: Uint8Array[] = []
  let unit = 0
  let byte = 0
  for (const edit of edits) {
    const start = byte + byteLength(text.slice(unit, edit.start), format)
    parts.push(bytes.subarray(byte, start), encoded(edit.text, format))
    byte = start + byteLength(text.slice(edit.start, edit.end), format)
    unit = edit.end
  }
  parts.push(bytes.subarray(byte))
  return new Uint8Array(Buffer.concat(parts))
}

function byteLength(text: string, { encoding }: Format): number {
  if (encoding === 'utf-8') return Buffer.byteLength(text)
  return encoding === 'windows-1252' ? text.length : text.length * 2
}

/** Text in the exhibit's encoding. What is put in place of secrets is ASCII; anything else only where bytes were no text. */
function encoded(text: string, { encoding }: Format): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text)
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1')
  const wide = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? wide.swap16() : wide
}
