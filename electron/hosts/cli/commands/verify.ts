import { type CommandSpec, exitCodes, jsonOption } from '../command.ts'
import { failureLines } from '../failureText.ts'
import { bytesText, grouped } from '../table.ts'

export const verifyCommand: CommandSpec = {
  name: 'verify',
  usage: 'CASE',
  summary: 'Check everything a case holds against its hashes and counts; with --against also against the source files.',
  options: [
    { name: 'against', value: 'PATH,…', help: 'source files, folders or archives to compare byte for byte' },
    jsonOption,
  ],
  examples: ['vouch verify demo.vouch', 'vouch verify demo.vouch --against exports/'],
  positionals: [1, 1],
  async run({ positionals, options, ask, terminal }) {
    const report = await ask('case.verify', { case: positionals[0], against: options.list('against') })
    if (options.has('json')) terminal.line(JSON.stringify(report))
    else {
      for (const finding of report.findings) for (const line of failureLines(finding)) terminal.line(line)
      const { exhibits, records, events, bytes, custodyEntries, sources } = report.checked
      terminal.line(
        `${report.findings.length === 0 ? 'Whole' : `${grouped(report.findings.length)} findings`}: ${grouped(exhibits)} exhibits, ${bytesText(bytes)}, ` +
          `${grouped(records)} records, ${grouped(events)} events, ${grouped(custodyEntries)} custody entries` +
          `${sources > 0 ? `, ${grouped(sources)} source files compared` : ''} checked in ${report.seconds.toFixed(1)} s`,
      )
    }
    return report.findings.length === 0 ? exitCodes.done : exitCodes.failed
  },
}
