import type { ImportedFile, ImportReport } from '../../../../shared/api/index.ts'
import type { Failure } from '../../../../shared/failure.ts'
import { type CommandSpec, caseOption, exitCodes, jsonOption } from '../command.ts'
import { failureLines } from '../failureText.ts'
import { visible } from '../safeText.ts'
import { bytesText, grouped } from '../table.ts'
import type { Terminal } from '../terminal.ts'

type Imported = Extract<ImportedFile, { kind: 'imported' }>

export const importCommand: CommandSpec = {
  name: 'import',
  usage: 'PATH…',
  summary:
    'Import files, folders or archives into a case; it is created where there is none. PATH - reads standard input.',
  options: [
    caseOption,
    { name: 'profile', value: 'ID', help: 'take this profile for every file instead of recognising' },
    { name: 'timezone', value: 'TZ', help: 'IANA zone of times that state none (default UTC)' },
    {
      name: 'last-day',
      value: 'DAY',
      help: 'day of the last line, 2024-01-31, for times without a year (default: when the file was last changed)',
    },
    { name: 'sheet', value: 'NAME', help: 'of workbooks take this sheet alone (default: every sheet that is a table)' },
    jsonOption,
  ],
  examples: ['vouch import exports/ --case demo.vouch', 'zcat audit.json.gz | vouch import - --case demo.vouch'],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run({ positionals, options, ask, terminal }) {
    const report = await ask('case.import', {
      case: options.required('case'),
      paths: positionals,
      profile: options.text('profile'),
      timezone: options.text('timezone'),
      lastDay: options.text('last-day'),
      sheet: options.text('sheet'),
    })
    const totals = totalsOf(report)
    if (options.has('json')) terminal.line(JSON.stringify({ ...report, ...totals }))
    else printReport(report, totals, terminal)
    if (totals.imported === 0 && totals.failed > 0) return exitCodes.failed
    return totals.rejects > 0 || totals.failed > 0 ? exitCodes.doneWithRejects : exitCodes.done
  },
}

function totalsOf(report: ImportReport) {
  const imported = report.files.filter((file): file is Imported => file.kind === 'imported')
  const failed = report.files.filter((file) => file.kind === 'failed' && !isKnown(file.failure))
  const sum = (of: (file: Imported) => number): number => imported.reduce((total, file) => total + of(file), 0)
  return {
    imported: imported.length,
    failed: failed.length,
    alreadyImported: report.files.filter((file) => file.kind === 'failed' && isKnown(file.failure)).length,
    /** Records of files whose very bytes are in the case already. */
    duplicates: report.files.reduce((total, file) => total + duplicatesIn(file), 0),
    /** Events with the same content as an earlier one; they are kept and marked. */
    duplicateEvents: sum((file) => file.duplicates ?? 0),
    skipped: report.files.filter((file) => file.kind === 'skipped').length,
    records: sum((file) => file.records),
    events: sum((file) => file.events),
    rejects: sum((file) => file.rejects),
  }
}

/** Files told one by one; of more, only those with something to tell. */
const MAX_TOLD = 40

function printReport(report: ImportReport, totals: ReturnType<typeof totalsOf>, terminal: Terminal): void {
  const tellsAll = report.files.length <= MAX_TOLD
  for (const file of report.files) {
    if (file.kind === 'imported') {
      if (tellsAll || file.rejects > 0 || !file.isComplete) printImported(file, terminal)
    } else if (file.kind === 'failed') for (const line of failureLines(file.failure)) terminal.line(line)
    else if (tellsAll) terminal.line(`skipped ${visible(file.path)}: ${visible(file.reason)}`)
  }
  const rate = report.seconds > 0 ? Math.round(totals.events / report.seconds) : 0
  terminal.line(
    `${grouped(totals.events)} events from ${grouped(totals.imported)} files in ${report.seconds.toFixed(1)} s (${grouped(rate)}/s)` +
      `, ${grouped(totals.rejects)} rejects` +
      (totals.duplicateEvents > 0 ? `, ${grouped(totals.duplicateEvents)} duplicates` : '') +
      (totals.alreadyImported > 0
        ? `, ${grouped(totals.alreadyImported)} files (${grouped(totals.duplicates)} records) were in the case already`
        : '') +
      (totals.failed > 0 ? `, ${grouped(totals.failed)} files not imported` : '') +
      (totals.skipped > 0 ? `, ${grouped(totals.skipped)} skipped` : ''),
  )
}

function printImported(file: Imported, terminal: Terminal): void {
  terminal.line(`${file.exhibit}  ${visible(file.path)}  ${bytesText(file.sizeBytes)}  ${file.profile}`)
  terminal.line(`      ${grouped(file.events)} events, ${grouped(file.rejects)} rejects, SHA-256 ${file.sha256}`)
  if ((file.duplicates ?? 0) > 0)
    terminal.line(
      `      ${grouped(file.duplicates ?? 0)} duplicates: the same events came in before; kept, marked and left out of answers`,
    )
  for (const remark of file.remarks)
    terminal.line(
      `      ${remarkText(remark.code)}: ${grouped(remark.recordCount)} records, first record ${remark.firstRecord}`,
    )
  if (!file.isComplete) terminal.line('      The source broke off: what came before is in the case.')
  for (const reject of file.firstRejects.slice(0, 3))
    for (const line of failureLines(reject.failure)) terminal.line(`      ${line}`)
  if (file.rejects > 3) terminal.line(`      … and ${grouped(file.rejects - 3)} more rejects`)
}

const remarks: { readonly [code: string]: string } = {
  'time-without-zone': 'times without a zone, taken as the zone of the import',
  'time-without-year':
    'times without a year, told by when the file was last changed, or by the day named for its last line',
  'time-guessed': 'times whose format was guessed',
  'value-unknown': 'values outside the vocabulary',
  'text-before-json': 'a syslog header before the JSON (the record keeps it; the payload is the JSON)',
  'duplicate-keys': 'keys that occur twice (the last counts; the record keeps both)',
  'invalid-utf8': 'bytes that are no UTF-8 (shown as U+FFFD; the record keeps them)',
  'cell-not-json': 'texts that look like JSON and are none',
  'cell-error': 'cells that hold an error such as #N/A (taken as that text)',
  'formula-without-result': 'formulas whose result the workbook does not hold',
  'merged-cells': 'merged cells (the value stands in the first of them only)',
  'other-version': 'events whose id an earlier event has with another content (another version; kept and shown)',
  'hidden-sheet': 'rows of a sheet that is hidden in the workbook',
}

function remarkText(code: string): string {
  return remarks[code] ?? code
}

function duplicatesIn(file: ImportedFile): number {
  return file.kind === 'failed' && isKnown(file.failure) ? Number(file.failure.facts?.records ?? 0) : 0
}

function isKnown(failure: Failure): boolean {
  return failure.code === 'import/already-imported'
}
