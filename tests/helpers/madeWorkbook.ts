/** Workbooks for tests: parts made by hand where a case matters that no honest program writes, else by openpyxl. */
import { execFileSync } from 'node:child_process'
import { zipOf } from '../unit/electron/engine/ingest/pipeline/zipOf.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

export interface MadeWorkbook {
  /** XML inside `<sheetData>`, per sheet; what follows it stands in `tail`. */
  readonly sheets: readonly {
    readonly name: string
    readonly rows: string
    readonly state?: string
    readonly tail?: string
  }[]
  /** XML inside `<sst>`; left out: the workbook has no such part. */
  readonly strings?: string
  /** XML inside `<styleSheet>`. */
  readonly styles?: string
  readonly is1904?: boolean
  /** Parts besides, or in place of, those made here. */
  readonly more?: readonly { readonly name: string; readonly bytes: string }[]
  /** Where its sheets are said to be. */
  readonly target?: (n: number) => string
}

/** The parts of a workbook by name, in an order that programs write. */
export function workbookParts(made: MadeWorkbook): { name: string; bytes: string }[] {
  const { sheets, strings, styles, is1904, more = [], target = (n) => `worksheets/sheet${n}.xml` } = made
  const relation = (id: string, kind: string, place: string): string =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${place}"/>`
  const relations = [
    ...sheets.map((_, i) => relation(`rId${i + 1}`, 'worksheet', target(i + 1))),
    ...(strings === undefined ? [] : [relation('rIdS', 'sharedStrings', 'sharedStrings.xml')]),
    ...(styles === undefined ? [] : [relation('rIdT', 'styles', 'styles.xml')]),
  ]
  const list = sheets
    .map(
      ({ name, state }, i) =>
        `<sheet name="${name}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
    )
    .join('')
  const parts = [
    { name: '[Content_Types].xml', bytes: `${head}<Types/>` },
    {
      name: 'xl/workbook.xml',
      bytes: `${head}<workbook><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${list}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', bytes: `${head}<Relationships>${relations.join('')}</Relationships>` },
    ...sheets.map(({ rows, tail = '' }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      bytes: `${head}<worksheet><dimension ref="A1"/><sheetData>${rows}</sheetData>${tail}</worksheet>`,
    })),
  ]
  if (styles !== undefined) parts.push({ name: 'xl/styles.xml', bytes: `${head}<styleSheet>${styles}</styleSheet>` })
  if (strings !== undefined) parts.push({ name: 'xl/sharedStrings.xml', bytes: `${head}<sst>${strings}</sst>` })
  return [...parts.filter((part) => !more.some(({ name }) => name === part.name)), ...more]
}

export function madeWorkbook(made: MadeWorkbook): Buffer {
  return zipOf(workbookParts(made))
}

/** A row of inline texts. */
export function textRow(number: number, cells: readonly string[]): string {
  const column = (i: number): string => String.fromCharCode(65 + i)
  const made = cells.map((cell, i) => `<c r="${column(i)}${number}" t="inlineStr"><is><t>${cell}</t></is></c>`)
  return `<row r="${number}">${made.join('')}</row>`
}

const PYTHON = '/usr/bin/python3'

/** Why openpyxl cannot be asked; null where it can. */
export const noOpenpyxl: string | null = (() => {
  try {
    execFileSync(PYTHON, ['-c', 'import openpyxl'], { stdio: 'ignore' })
    return null
  } catch {
    return `${PYTHON} has no openpyxl (apt install python3-openpyxl)`
  }
})()

/** Runs a script that saves a workbook at `path`, under the name `out`. */
export function openpyxl(script: string, path: string): void {
  execFileSync(PYTHON, ['-c', `import sys, datetime, openpyxl\nout = sys.argv[1]\n${script}`, path])
}
