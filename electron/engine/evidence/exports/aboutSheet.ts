/** The sheet of a workbook that says what was exported: filter, counts, exhibits, zone, versions. */
import type { RedactionReport } from '../../../../shared/api/index.ts'
import type { AboutExport } from './aboutExport.ts'
import { type Cell, MAX_CELL_UNITS, type Workbook } from './xlsx/index.ts'

export const ABOUT_SHEET = 'About this export'

/** What stands beside the entry; see `lastChange` of the custody log. */
const CUSTODY_MEANS = 'number:hash of the last change of the case; vouch verify CASE --custody number:hash asks for it'

const WIDTHS = [22, 60, 66, 66, 26, 12, 12, 18]

/** Cells that were cut: how many, and the file beside the workbook that has them whole. */
export interface CutCells {
  readonly cells: number
  /** What its name ends in. */
  readonly ending: string
  /** Hexadecimal; null: there is no such file. */
  readonly sha256: string | null
}

/** Adds the sheet; `redaction` is told of a redacted export. */
export async function addAboutSheet(
  workbook: Workbook,
  about: AboutExport,
  cut: CutCells,
  redaction?: RedactionReport,
): Promise<void> {
  const table = workbook.addTable({
    name: ABOUT_SHEET,
    columns: WIDTHS.map((width, i) => ({ header: i === 0 ? ABOUT_SHEET : '', width })),
    hasFilter: false,
  })
  for (const row of aboutRows(about, cut, redaction)) await table.row(row)
  await table.end()
}

function* aboutRows(
  about: AboutExport,
  cut: CutCells,
  redaction: RedactionReport | undefined,
): Generator<readonly Cell[]> {
  const { exhibits, remarks } = about
  yield ['Case', about.caseName]
  yield ['Case id', about.caseId]
  yield ['Custody entry', about.custody, CUSTODY_MEANS]
  yield ['Filter', about.query === '' ? '(none: every event)' : about.query]
  if (about.now !== null) yield ['“now” in the filter', about.now]
  yield ['Rows', about.rows]
  yield ['First event', about.timeFrom]
  yield ['Last event', about.timeTo]
  yield ['Order', about.sort]
  yield ['Times are in', about.timeZone]
  yield ['Columns', about.columns.join(', ')]
  yield ['Formulas', 'None. Every text is a text cell, whatever it begins with.']
  yield ['Control characters', 'Written _xHHHH_ (ECMA-376, ST_Xstring), which Excel shows as the character.']
  yield ['Cells that were cut', cut.cells]
  if (cut.sha256 !== null) {
    yield ['Their whole texts', `In the file beside this one that is called like it and ends in .${cut.ending}`]
    yield ['SHA-256 of that file', cut.sha256]
  }
  if (redaction !== undefined) {
    yield ['Redacted by', `${redaction.profile} (SHA-256 ${redaction.profileSha256})`]
    yield ['Values redacted', redaction.count]
    yield ['Events with any', redaction.redactedEvents]
    for (const rule of redaction.rules)
      yield [`Rule ${rule.id}`, `${rule.action}: ${rule.count} values in ${rule.events} events`]
  }
  for (const remark of remarks) yield ['Remark', remark]
  yield ['Written by', about.vouchVersion]
  yield [null]
  yield ['Exhibit', 'File', 'SHA-256', 'Merkle root (RFC 9162)', 'Profile', 'Records', 'Rejects', 'Rows of this export']
  for (const { label, name, sha256, merkleRoot, profile, records, rejects, rowsFrom } of exhibits)
    yield [label, name, sha256, merkleRoot, profile, records, rejects, rowsFrom]
  yield [null]
  yield ['Cells', `At most ${MAX_CELL_UNITS} characters: Excel holds no more.`]
}
