import type { ExportFormat } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { type CommandSpec, caseOption, exitCodes, jsonOption, duplicatesOption, zoneOption } from '../command.ts'
import { bytesText, grouped } from '../table.ts'
import { visible } from '../safeText.ts'
import { noteLeftOut, sortOf } from './query.ts'

const formats: readonly ExportFormat[] = ['csv', 'ndjson', 'json']

export const exportCommand: CommandSpec = {
  name: 'export',
  usage: '[QUERY]',
  summary: 'Write the events that match to a file: all of them, counted, with the whole record as payload.',
  options: [
    caseOption,
    { name: 'format', value: formats.join('|'), help: 'what to write', isRequired: true },
    { name: 'out', value: 'FILE', help: 'where to', isRequired: true },
    { name: 'columns', value: 'a,b', help: 'fields to write (default: all that have values, and payload)' },
    { name: 'sort', value: 'field:asc|desc', help: 'order (default time:asc)' },
    { name: 'overwrite', help: 'replace the file if it is there' },
    { name: 'no-formula-guard', help: "CSV: leave cells alone that start with = + - @ (they get a leading ')" },
    { name: 'time-zone', value: 'TZ', help: 'IANA zone that times are written in (default UTC)' },
    duplicatesOption,
    zoneOption,
    jsonOption,
  ],
  examples: ["vouch export --case demo.vouch 'action:key.created actorType:human' --format csv --out keys.csv"],
  positionals: [0, 1],
  async run({ positionals, options, ask, terminal }) {
    const format = formats.find((candidate) => candidate === options.text('format'))
    if (format === undefined) fail({ code: 'usage/bad-argument', message: `--format is one of ${formats.join(', ')}` })
    const report = await ask('rows.export', {
      case: options.required('case'),
      filter: positionals[0] ?? '',
      zone: options.text('zone'),
      ...(options.has('duplicates') ? { duplicates: true } : {}),
      timeZone: options.text('time-zone'),
      format,
      out: options.required('out'),
      overwrite: options.has('overwrite'),
      columns: options.list('columns'),
      sort: sortOf(options),
      formulaGuard: !options.has('no-formula-guard'),
    })
    if (options.has('json')) terminal.line(JSON.stringify(report))
    else {
      terminal.line(
        `${visible(options.required('out'))}: ${grouped(report.rows)} rows, ${bytesText(report.sizeBytes)}, SHA-256 ${report.sha256}`,
      )
      noteLeftOut(report.leftOut, terminal)
      if (report.guardedCells > 0)
        terminal.line(`${grouped(report.guardedCells)} cells got a leading ' against formulas`)
      if (report.recorded === false) terminal.note('Not entered in the custody log: the case cannot be written now.')
    }
    return exitCodes.done
  },
}
