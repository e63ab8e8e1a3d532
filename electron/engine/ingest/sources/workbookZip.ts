/**
 * Workbooks (`.xlsx`) among zips: told by what is inside, and opened as their sheets.
 *
 * A sheet comes as one stream: the parts of the workbook that its cells refer to, then its own XML (see `SheetLayout`).
 * Macros, links to other workbooks and everything else inside are not read.
 */
import { createHash } from 'node:crypto'
import { type Failure, fail } from '../../../../shared/failure.ts'
import { unsafeXml } from '../readers/index.ts'
import type { SheetLayout, SheetPart } from '../record.ts'
import { MAX_STRINGS_BYTES } from '../workbook/sharedStrings.ts'
import { dateStylesOf, partName, relationsOf, type SheetRef, workbookOf } from '../workbook/workbookParts.ts'
import { XmlFault } from '../workbook/xmlPull.ts'
import { displayName } from './entryName.ts'
import type { ZipEntry } from './zipEntry.ts'

const TYPES = '[Content_Types].xml'
const WORKBOOK = 'xl/workbook.xml'
const RELATIONS = 'xl/_rels/workbook.xml.rels'

/** Members that a workbook has at most; a zip with more is one of other files. */
export const MAX_WORKBOOK_MEMBERS = 4096

/** Bytes of `workbook.xml`, of its relations and of the styles at most. `import/workbook-too-large`. */
const MAX_PART_BYTES = 16 * 1024 * 1024

/** A sheet ready to be read, or what stands in its place. */
export type WorkbookItem =
  | {
      readonly kind: 'sheet'
      readonly name: string
      readonly layout: SheetLayout
      readonly head: readonly Uint8Array[]
      readonly entry: ZipEntry
    }
  | { readonly kind: 'skipped'; readonly name: string; readonly reason: string }
  | { readonly kind: 'failure'; readonly name: string; readonly failure: Failure }

/** Whether members of these names make a workbook: `xlsx`, or `xlsb`, which is not read. */
export function workbookKind(names: ReadonlySet<string>): 'xlsx' | 'xlsb' | null {
  if (!names.has(TYPES)) return null
  if (names.has(WORKBOOK)) return 'xlsx'
  return names.has('xl/workbook.bin') ? 'xlsb' : null
}

/** Whether a zip whose first member has this name may be a workbook. */
export function mayStartWorkbook(name: string): boolean {
  return name === TYPES || /^(?:_rels|docProps|xl|customXml)\//.test(name)
}

/**
 * The sheets of a workbook in its order. `contents` gives a member's bytes, bounded and checked. Fails with
 * `import/workbook-damaged`, `import/workbook-too-large`, `import/unsafe-xml`, and what `contents` fails with.
 */
export async function* workbookItems(
  entries: readonly ZipEntry[],
  contents: (entry: ZipEntry) => AsyncIterable<Uint8Array>,
): AsyncGenerator<WorkbookItem> {
  const byName = new Map<string, ZipEntry>()
  for (const entry of entries) {
    if (byName.has(entry.name)) fail(damaged(`it has two parts named “${displayName(entry.name)}”`))
    byName.set(entry.name, entry)
  }
  const read = async (name: string, maxBytes: number): Promise<Uint8Array | null> => {
    const entry = byName.get(name)
    if (entry === undefined) return null
    if (entry.isEncrypted) fail(damaged(`its part “${name}” is encrypted`))
    return whole(contents(entry), name, maxBytes)
  }
  const workbookBytes = (await read(WORKBOOK, MAX_PART_BYTES)) ?? fail(damaged('it has no list of sheets'))
  const { is1904, sheets } = parsed('The list of sheets', workbookBytes, workbookOf)
  const relations = parsed(
    'The list of parts',
    (await read(RELATIONS, MAX_PART_BYTES)) ?? new Uint8Array(0),
    relationsOf,
  )
  const nameOf = (kind: string): string | null => {
    for (const relation of relations.values())
      if (relation.kind === kind && !relation.isExternal) return partName(relation.target)
    return null
  }
  const parts: { part: SheetPart; bytes: Uint8Array }[] = [partOf(WORKBOOK, workbookBytes, false)]
  const stylesName = nameOf('styles')
  const styles = stylesName === null ? null : await read(stylesName, MAX_PART_BYTES)
  if (stylesName !== null && styles !== null) parts.push(partOf(stylesName, styles, false))
  const dateStyles = styles === null ? [] : parsed('The styles', styles, dateStylesOf)
  const stringsName = nameOf('sharedStrings')
  const strings = stringsName === null ? null : await read(stringsName, MAX_STRINGS_BYTES)
  if (stringsName !== null && strings !== null) parts.push(partOf(stringsName, strings, true))
  yield* unread(entries)
  const taken = new Set<string>()
  for (const sheet of sheets) {
    const name = distinct(displayName(sheet.name), taken)
    const place = placeOf(sheet, relations)
    if (typeof place !== 'string') yield { kind: 'skipped', name, reason: place.reason }
    else {
      const entry = byName.get(place)
      if (entry === undefined)
        yield { kind: 'failure', name, failure: damaged(`its part “${displayName(place)}” is missing`) }
      else {
        const layout: SheetLayout = {
          name: sheet.name,
          isHidden: sheet.isHidden,
          is1904,
          dateStyles,
          parts: parts.map(({ part }) => part),
          part: place,
        }
        yield { kind: 'sheet', name, layout, head: parts.map(({ bytes }) => bytes), entry }
      }
    }
  }
}

/** The failure of a workbook in the binary format. */
export const binaryWorkbook: Failure = {
  code: 'import/unrecognised',
  message: 'The file is not a log that is read here: it is a binary workbook (.xlsb)',
  next: 'Save it as a workbook (.xlsx) or as CSV, and import that.',
  facts: { reason: 'it is a binary workbook (.xlsb)' },
}

/** The failure of a workbook whose list of members is missing at its end. */
export const cutOffWorkbook: Failure = damaged('it is cut off, or its end is damaged')

/** Where a sheet is: a name inside the workbook, or why it is not read. */
function placeOf(sheet: SheetRef, relations: ReturnType<typeof relationsOf>): string | { readonly reason: string } {
  const relation = relations.get(sheet.relation)
  if (relation === undefined) return { reason: 'the workbook does not say where this sheet is' }
  if (relation.isExternal) return { reason: 'the sheet lies outside the workbook; links are not followed' }
  if (relation.kind !== 'worksheet') return { reason: `no sheet of cells (${displayName(relation.kind)})` }
  return partName(relation.target) ?? { reason: 'the place of the sheet leads out of the workbook' }
}

/** What is left alone and worth telling: code, and what other workbooks said. */
function* unread(entries: readonly ZipEntry[]): Generator<WorkbookItem> {
  for (const { name } of entries) {
    if (/(?:^|\/)vbaProject\.bin$/i.test(name))
      yield { kind: 'skipped', name: displayName(name), reason: 'macros; not read' }
    else if (/^xl\/externalLinks\/[^/]+\.xml$/i.test(name))
      yield { kind: 'skipped', name: displayName(name), reason: 'link to another workbook; not followed' }
  }
}

/** The name, with a number behind it where another sheet has it. */
function distinct(name: string, taken: Set<string>): string {
  let found = name
  for (let number = 2; taken.has(found); number++) found = `${name} (${number})`
  taken.add(found)
  return found
}

async function whole(chunks: AsyncIterable<Uint8Array>, name: string, maxBytes: number): Promise<Uint8Array> {
  const held: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.length
    if (sizeBytes > maxBytes) fail(tooLarge(name, maxBytes))
    held.push(chunk)
  }
  return Buffer.concat(held)
}

function partOf(name: string, bytes: Uint8Array, isStrings: boolean): { part: SheetPart; bytes: Uint8Array } {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { part: { name, sizeBytes: bytes.length, sha256, isStrings }, bytes }
}

function parsed<T>(what: string, bytes: Uint8Array, parse: (xml: string) => T): T {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error
    fail(
      error.isUnsafe ? unsafeXml(`${what} of the workbook`, error) : damaged(`${what.toLowerCase()}: ${error.message}`),
    )
  }
}

function damaged(why: string): Failure {
  return {
    code: 'import/workbook-damaged',
    message: `The workbook cannot be read: ${why}`,
    kept: 'Nothing of it was added to the case.',
    next: 'Fetch the file again, or open it in a spreadsheet program and save it anew.',
  }
}

function tooLarge(name: string, maxBytes: number): Failure {
  return {
    code: 'import/workbook-too-large',
    message: `A part of the workbook, ${name}, holds more than the ${maxBytes.toLocaleString('en')} bytes that are read`,
    kept: 'Nothing of it was added to the case.',
    next: 'Save the sheet as CSV and import that.',
    facts: { part: name, maxBytes },
  }
}
