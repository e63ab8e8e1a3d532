/**
 * The workbook of a pack as rows of texts. It is read as our own writer makes it (a cell is an inline string or a number):
 * whatever else stands in a row is no row of ours. The workbook is a ZIP in the ZIP, so it is held in memory, up to a bound.
 */
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { FailureError } from '../../../../../shared/failure.ts'
import { fieldById } from '../../../../../shared/fields.ts'
import { microsFromUtcIso } from '../../../../../shared/time/index.ts'
import { ABOUT_SHEET, excelSerial, MAX_CELL_UNITS, textOfXstring } from '../../exports/index.ts'
import { payloadFiles } from '../layout.ts'
import type { PackFile } from './packFile.ts'
import { IteratedTable, type PackTable } from './packTable.ts'

/** Workbook at most, in bytes; one of a million events has some 300 MB. */
const MAX_WORKBOOK_BYTES = 2 ** 29

/** Longest row, in UTF-16 code units: a hundred columns of full cells. */
const MAX_ROW_UNITS = 2 ** 23

const ROW_END = '</row>'
const CELL =
  /<c r="([A-Z]{1,3})\d+"(?: s="\d+")?(?:><v>([^<]*)<\/v><\/c>| t="inlineStr"><is><t xml:space="preserve">([^<]*)<\/t><\/is><\/c>)/g

const entities: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export class WorkbookTable extends IteratedTable implements PackTable {
  readonly path = payloadFiles.xlsx
  readonly columns: readonly string[]
  protected readonly source: AsyncIterator<readonly string[]>

  constructor(pack: PackFile, columns: readonly string[]) {
    super()
    this.columns = columns
    this.source = workbookRows(pack, this.path, columns.length)
  }

  /** Times are Excel's numbers on the clock of their zone; long texts are cut, and whole in the file beside. */
  isSame(found: string, expected: string, column: string): boolean {
    if (found === expected) return true
    if (expected.length > MAX_CELL_UNITS) return isCut(found, expected)
    return fieldById(column)?.type === 'time' && found === serialText(expected)
  }
}

function serialText(time: string): string {
  const wall = time.replace(/(?:Z|[+-]\d\d:\d\d)$/, '')
  const serial = excelSerial(microsFromUtcIso(`${wall}Z`))
  return serial === null ? wall : String(serial)
}

function isCut(found: string, expected: string): boolean {
  const mark = found.lastIndexOf(` … [cut: ${expected.length} characters`)
  return mark > 0 && found.length > MAX_CELL_UNITS - 2 && expected.startsWith(found.slice(0, mark))
}

async function* workbookRows(pack: PackFile, path: string, width: number): AsyncGenerator<readonly string[]> {
  const bytes = await pack.small(path, MAX_WORKBOOK_BYTES)
  const parts = await opened(bytes, path)
  try {
    for (let number = 1; number <= (await sheetCount(parts, path)); number++) {
      let isHeader = true
      for await (const row of rowTexts(parts, `xl/worksheets/sheet${number}.xml`, path)) {
        if (!isHeader) yield cellsOf(row, width, path)
        isHeader = false
      }
    }
  } finally {
    parts.zip.close()
  }
}

/** Sheets of events; that about the export stands behind them. */
async function sheetCount(parts: Parts, path: string): Promise<number> {
  let text = ''
  for await (const chunk of partOf(parts, 'xl/workbook.xml', path)) {
    text += chunk
    if (text.length > MAX_ROW_UNITS) throw notOurs(path, 'its list of sheets is too long')
  }
  const names = [...text.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => name)
  return names.filter((name) => name !== ABOUT_SHEET).length
}

/** What stands between the tags of each row. */
async function* rowTexts(parts: Parts, name: string, path: string): AsyncGenerator<string> {
  let text = ''
  for await (const chunk of partOf(parts, name, path)) {
    text += chunk
    let from = 0
    for (let end = text.indexOf(ROW_END); end >= 0; end = text.indexOf(ROW_END, from)) {
      const start = text.indexOf('<row ', from)
      yield text.slice(text.indexOf('>', start) + 1, end)
      from = end + ROW_END.length
    }
    text = text.slice(from)
    if (text.length > MAX_ROW_UNITS) throw notOurs(path, `a row of ${name} is too long`)
  }
}

function cellsOf(row: string, width: number, path: string): string[] {
  const cells = new Array<string>(width).fill('')
  let at = 0
  for (const found of row.matchAll(CELL)) {
    const [whole, letters, number, text] = found
    const column = columnOf(letters)
    if (found.index !== at || column >= width) throw notOurs(path, 'a cell stands where none should')
    cells[column] = number ?? plainText(text)
    at += whole.length
  }
  if (at !== row.length) throw notOurs(path, 'there is something in a row that is no cell')
  return cells
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function plainText(xml: string): string {
  return textOfXstring(xml.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole))
}

/** A ZIP in memory, and its entries by name. */
interface Parts {
  readonly zip: ZipFile
  readonly entries: ReadonlyMap<string, Entry>
}

async function* partOf({ zip, entries }: Parts, name: string, path: string): AsyncGenerator<string> {
  const entry = entries.get(name)
  if (entry === undefined) throw notOurs(path, `it lacks ${name}`)
  const decoder = new TextDecoder()
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream) yield decoder.decode(chunk as Buffer, { stream: true })
  } catch (error) {
    // Whatever yauzl and zlib have against it: the bytes are a stranger's.
    throw notOurs(path, error instanceof Error ? error.message : String(error))
  }
}

function opened(bytes: Buffer, path: string): Promise<Parts> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: false, autoClose: false }, (error, zip) => {
      if (error !== null) return reject(notOurs(path, error.message))
      const entries = new Map<string, Entry>()
      zip.on('entry', (entry) => entries.set(entry.fileName, entry))
      zip.on('error', (fault: Error) => reject(notOurs(path, fault.message)))
      zip.on('end', () => resolve({ zip, entries }))
    })
  })
}

function notOurs(path: string, why: string): FailureError {
  const message = `${path} is no workbook as Vouch makes them: ${why}`
  return new FailureError({ code: 'pack/row-differs', message, where: { path } })
}
