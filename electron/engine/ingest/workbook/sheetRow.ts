/** A `<row>` of a sheet → the texts of its cells (ECMA-376 Part 1 §18.3.1.73 and §18.3.1.4). */
import { type DateStyle, isoFromSerial } from './serialTime.ts'
import { textInside, unescapedText } from './sharedStrings.ts'
import { XmlPull } from './xmlPull.ts'

/** What cells refer to. */
export interface CellContext {
  /** Text number `index` of the workbook; null where there is none. */
  text(index: number): string | null
  /** By number of the cell's style; undefined for those that are no dates. */
  readonly dateStyles: ReadonlyMap<number, DateStyle>
  readonly is1904: boolean
}

export interface SheetRow {
  /** Texts by column, from 0; a hole where the row has no cell. */
  readonly cells: readonly (string | undefined)[]
  /** Whether a formula's result is missing, and whether a cell holds an error such as `#N/A`. */
  readonly hasUnknownResult: boolean
  readonly hasError: boolean
  /** A text that the workbook does not have: its number. */
  readonly missingText: string | null
}

/** Columns that a sheet can have (XFD). */
const MAX_COLUMNS = 16_384

/** Reads a row's XML. Throws `XmlFault` where it is none. */
export function sheetRow(xml: string, context: CellContext): SheetRow {
  const pull = new XmlPull(xml)
  const cells: (string | undefined)[] = []
  let next = 0
  let hasUnknownResult = false
  let hasError = false
  let missingText: string | null = null
  for (let token = pull.next(); token !== null; token = pull.next()) {
    if (token !== 'start' || pull.name !== 'c') continue
    const place = pull.attribute('r')
    const column = place === null ? next : columnOf(place, next)
    next = column + 1
    if (pull.isEmpty) continue
    const type = pull.attribute('t') ?? 'n'
    const style = Number(pull.attribute('s') ?? 0)
    const { value, inline, hasFormula } = cellParts(pull)
    if (column >= MAX_COLUMNS) continue
    if (hasFormula && (value ?? '') === '' && type !== 'str') hasUnknownResult = true
    if (value === null && inline === null) continue
    if (type === 'e') hasError = true
    if (type === 's') {
      const text = value === null || !/^\d+$/.test(value) ? null : context.text(Number(value))
      if (text === null) missingText ??= String(value)
      cells[column] = text ?? ''
    } else cells[column] = inline ?? cellText(value ?? '', type, style, context)
  }
  return { cells, hasUnknownResult, hasError, missingText }
}

interface CellParts {
  readonly value: string | null
  readonly inline: string | null
  readonly hasFormula: boolean
}

/** What stands inside the cell at which `pull` stands. */
function cellParts(pull: XmlPull): CellParts {
  let value: string | null = null
  let inline: string | null = null
  let hasFormula = false
  for (;;) {
    const token = pull.next()
    if (token === 'end' || token === null) return { value, inline, hasFormula }
    if (token !== 'start') continue
    if (pull.name === 'v') value = pull.inside()
    else if (pull.name === 'is') inline = textInside(pull)
    else {
      if (pull.name === 'f') hasFormula = true
      pull.inside()
    }
  }
}

/** Numbers as they are written; dates as ISO 8601; booleans as workbooks show them. */
function cellText(value: string, type: string, style: number, context: CellContext): string {
  if (type === 'b') return value.trim() === '1' ? 'TRUE' : value.trim() === '0' ? 'FALSE' : value
  if (type === 'str') return unescapedText(value)
  if (type !== 'n') return value
  const dateStyle = context.dateStyles.get(style)
  return (dateStyle === undefined ? null : isoFromSerial(value, dateStyle, context.is1904)) ?? value
}

/** Column of a place such as `AB12`, from 0; `otherwise` where it names none. */
function columnOf(place: string, otherwise: number): number {
  let column = 0
  for (let at = 0; at < place.length && at < 4; at++) {
    const letter = place.charCodeAt(at) & ~0x20
    if (letter < 0x41 || letter > 0x5a) break
    column = column * 26 + (letter - 0x40)
  }
  return column === 0 ? otherwise : column - 1
}
