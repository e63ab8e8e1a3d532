import { statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CsvDelimiter,
  csvDelimiters,
  type ExportFormat,
  type ExportReport,
  exportFormats,
  type FileFormat,
  fileFormats,
  type ReportDetails,
  reportDetails,
} from '../../../../shared/api/index.ts'
import { exportPresets } from '../../../../shared/exportPresets.ts'
import { fail } from '../../../../shared/failure.ts'
import { isoInZone, resolveTimeBound } from '../../../../shared/time/index.ts'
import {
  type CommandCall,
  type CommandSpec,
  caseOption,
  duplicatesOption,
  exitCodes,
  jsonOption,
  zoneOption,
} from '../command.ts'
import { fileLine, grouped } from '../table.ts'
import { noteLeftOut, sortOf } from './query.ts'

export const exportCommand: CommandSpec = {
  name: 'export',
  usage: '[QUERY]',
  summary: 'Write the events that match to a file: all of them, counted, with the whole record as payload.',
  options: [
    caseOption,
    { name: 'format', value: exportFormats.join('|'), help: 'what to write', isRequired: true },
    {
      name: 'out',
      value: 'FILE',
      help: 'where to; a ZIP may be given a folder, or nothing: its name then has the date',
    },
    { name: 'in-zip', value: fileFormats.join('|'), help: 'zip: what is in it (default csv)' },
    { name: 'name', value: 'TEXT', help: 'what the export is called in the list of exports' },
    {
      name: 'columns',
      value: 'a,b',
      help: 'fields and payload.paths to write (default: all that have values, and payload)',
    },
    {
      name: 'preset',
      value: exportPresets.map(({ name }) => name).join('|'),
      help: "a system's own columns and headers",
    },
    { name: 'flatten', help: 'a column for each value of the payload instead of the payload' },
    { name: 'verbatim', help: 'ndjson: the records as they were received, instead of events' },
    { name: 'sort', value: 'field:asc|desc', help: 'order (default time:asc)' },
    { name: 'delimiter', value: csvDelimiters.join('|'), help: 'csv: what stands between cells (default comma)' },
    { name: 'bom', help: 'csv: begin with a byte order mark, by which Excel knows UTF-8' },
    { name: 'no-formula-guard', help: "csv: leave cells alone that start with = + - @ (they get a leading ')" },
    { name: 'time-zone', value: 'TZ', help: 'IANA zone that times are written in (default UTC)' },
    { name: 'redact', value: 'PROFILE', help: 'take out what must not leave the house: a profile’s name, or a file' },
    { name: 'details', value: reportDetails.join('|'), help: 'html: payload and changes (default folded)' },
    { name: 'sessions', help: 'csv, zip: the sessions of the events instead of the events' },
    { name: 'live-at', value: 'TIME', help: 'sessions: only those that were live then' },
    { name: 'overwrite', help: 'replace the file if it is there' },
    duplicatesOption,
    zoneOption,
    jsonOption,
  ],
  examples: [
    "vouch export --case demo.vouch 'action:key.created actorType:human' --format csv --out keys.csv",
    'vouch export --case demo.vouch --format zip --in-zip xlsx',
    'vouch export --case demo.vouch outcome:failure --format html --redact people --out failures.html',
    "vouch export --case demo.vouch 'source:rule-registry' --format csv --preset rule-registry --out rules.csv",
  ],
  positionals: [0, 1],
  async run(call) {
    const { options, terminal } = call
    const format = oneOf(options, 'format', exportFormats)
    if (format === undefined)
      fail({ code: 'usage/bad-argument', message: `--format is one of ${exportFormats.join(', ')}` })
    const out = outOf(call, format)
    const report = options.has('sessions') ? await sessions(call, format, out) : await events(call, format, out)
    if (options.has('json')) terminal.line(JSON.stringify(report))
    else printReport(call, out, report)
    return exitCodes.done
  },
}

function events({ positionals, options, ask }: CommandCall, format: ExportFormat, out: string): Promise<ExportReport> {
  if (options.has('live-at')) failOption('--live-at goes with --sessions')
  return ask('rows.export', {
    case: options.required('case'),
    filter: positionals[0] ?? '',
    zone: options.text('zone'),
    ...(options.has('duplicates') ? { duplicates: true } : {}),
    timeZone: options.text('time-zone'),
    format,
    zipped: oneOf<FileFormat>(options, 'in-zip', fileFormats),
    name: options.text('name'),
    out,
    overwrite: options.has('overwrite'),
    preset: options.text('preset'),
    columns: options.list('columns'),
    flatten: options.has('flatten'),
    sort: sortOf(options),
    formulaGuard: !options.has('no-formula-guard'),
    delimiter: oneOf<CsvDelimiter>(options, 'delimiter', csvDelimiters),
    bom: options.has('bom'),
    verbatim: options.has('verbatim'),
    redaction: options.text('redact'),
    details: oneOf<ReportDetails>(options, 'details', reportDetails),
  })
}

/** Options that sessions have no use for. */
const ofEvents = [
  'in-zip',
  'columns',
  'preset',
  'flatten',
  'verbatim',
  'sort',
  'delimiter',
  'bom',
  'time-zone',
  'no-formula-guard',
  'details',
]

function sessions(
  { positionals, options, ask }: CommandCall,
  format: ExportFormat,
  out: string,
): Promise<ExportReport> {
  if (format !== 'csv' && format !== 'zip') failOption('Sessions are written as csv or zip')
  const other = ofEvents.find((name) => options.has(name))
  if (other !== undefined) failOption(`--${other} does not go with --sessions`)
  const zone = options.text('zone')
  const at = options.text('live-at')
  const span =
    at === undefined ? null : resolveTimeBound(at, { nowMicros: Date.now() * 1_000, zone: zone ?? 'UTC' }, 'point')
  if (at !== undefined && span === null) failOption(`“${at}” is no time`)
  return ask('sessions.export', {
    case: options.required('case'),
    filter: positionals[0] ?? '',
    zone,
    ...(options.has('duplicates') ? { duplicates: true } : {}),
    format,
    name: options.text('name'),
    out,
    overwrite: options.has('overwrite'),
    redaction: options.text('redact'),
    ...(span === null ? {} : { liveAtMicros: span.startMicros }),
  })
}

/** Where to write: as said, or, for a ZIP, a name with the day of the export in a folder. */
function outOf({ options }: CommandCall, format: ExportFormat): string {
  const out = options.text('out')
  if (format !== 'zip') return options.required('out')
  if (out !== undefined && !isFolder(out)) return out
  const day = isoInZone(Date.now() * 1_000, options.text('time-zone') ?? options.text('zone') ?? 'UTC').slice(0, 10)
  const name = `${options.has('sessions') ? 'sessions' : 'activity-log'}-${day}.zip`
  return out === undefined ? name : join(out, name)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function printReport({ terminal }: CommandCall, out: string, report: ExportReport): void {
  const { rows, guardedCells, cutCells, foldedRecords, quotedRecords, redaction, beside } = report
  terminal.line(fileLine(out, `${grouped(rows)} rows`, report))
  noteLeftOut(report.leftOut, terminal)
  if (guardedCells > 0) terminal.line(`${grouped(guardedCells)} cells got a leading ' against formulas`)
  if (cutCells > 0) terminal.line(`${grouped(cutCells)} cells were too long for Excel and are cut`)
  if (foldedRecords > 0) terminal.line(`${grouped(foldedRecords)} records had line ends, which are blanks now`)
  if (quotedRecords > 0) terminal.line(`${grouped(quotedRecords)} records are no JSON and stand as JSON texts`)
  if (redaction !== undefined)
    terminal.line(
      `redacted by ${redaction.profile}: ${grouped(redaction.count)} values in ${grouped(redaction.redactedEvents)} of ${grouped(redaction.events)} events`,
    )
  for (const file of beside)
    terminal.line(`${report.format === 'zip' ? 'in it' : 'beside it'}: ${fileLine(file.name, '', file)}`)
  if (report.custody != null) terminal.line(`Custody entry ${report.custody.seq}:${report.custody.hash}`)
  if (report.recorded === false) terminal.note('Not entered in the custody log: the case cannot be written now.')
}

/** The value of an option that knows a few. Fails with `usage/bad-argument`. */
function oneOf<T extends string>(options: CommandCall['options'], name: string, values: readonly T[]): T | undefined {
  const text = options.text(name)
  const found = values.find((value) => value === text)
  if (text !== undefined && found === undefined) failOption(`--${name} is one of ${values.join(', ')}`)
  return found
}

function failOption(message: string): never {
  fail({ code: 'usage/bad-argument', message })
}
