import { type CommandSpec, exitCodes, jsonOption } from '../command.ts'
import { failureLines } from '../failureText.ts'
import { bytesText, grouped } from '../table.ts'

export const verifyCommand: CommandSpec = {
  name: 'verify',
  usage: 'CASE [SOURCE…]',
  summary:
    'Check everything a case holds against its hashes and counts, and source files byte for byte against the case.',
  options: [{ name: 'against', value: 'PATH,…', help: 'further source files, folders or archives' }, jsonOption],
  examples: ['vouch verify demo.vouch', 'vouch verify demo.vouch exports/'],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run({ positionals, options, ask, terminal }) {
    const [path, ...sources] = positionals
    const against = [...sources, ...(options.list('against') ?? [])]
    const report = await ask('case.verify', { case: path, against })
    if (options.has('json')) terminal.line(JSON.stringify(report))
    else {
      for (const finding of report.findings) for (const line of failureLines(finding)) terminal.line(line)
      const { exhibits, records, events, duplicates, bytes, custodyEntries, sources } = report.checked
      terminal.line(
        `${report.findings.length === 0 ? 'Whole' : `${grouped(report.findings.length)} findings`}: ${grouped(exhibits)} exhibits, ${bytesText(bytes)}, ` +
          `${grouped(records)} records, ${grouped(events)} events${duplicates > 0 ? ` (${grouped(duplicates)} of them duplicates)` : ''}, ${grouped(custodyEntries)} custody entries` +
          `${sources > 0 ? `, ${grouped(sources)} source files compared` : ''} checked in ${report.seconds.toFixed(1)} s`,
      )
    }
    return report.findings.length === 0 ? exitCodes.done : exitCodes.failed
  },
}
