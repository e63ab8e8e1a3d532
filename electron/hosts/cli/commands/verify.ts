import type { CustodyPlace } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { type CommandSpec, exitCodes, jsonOption } from '../command.ts'
import { failureLines } from '../failureText.ts'
import { bytesText, grouped } from '../table.ts'

export const verifyCommand: CommandSpec = {
  name: 'verify',
  usage: 'CASE [SOURCE…]',
  summary:
    'Check everything a case holds against its hashes and counts, and source files byte for byte against the case.',
  options: [
    { name: 'against', value: 'PATH,…', help: 'further source files, folders or archives' },
    { name: 'custody', value: 'SEQ:HASH,…', help: 'entries kept elsewhere that the custody log must still hold' },
    jsonOption,
  ],
  examples: ['vouch verify demo.vouch', 'vouch verify demo.vouch exports/'],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run({ positionals, options, ask, terminal }) {
    const [path, ...sources] = positionals
    const against = [...sources, ...(options.list('against') ?? [])]
    const custody = (options.list('custody') ?? []).map(placeFrom)
    const report = await ask('case.verify', { case: path, against, custody })
    if (options.has('json')) terminal.line(JSON.stringify(report))
    else {
      for (const finding of report.findings) for (const line of failureLines(finding)) terminal.line(line)
      const { exhibits, records, events, bytes, custodyEntries, sources } = report.checked
      terminal.line(
        `${report.findings.length === 0 ? 'Whole' : `${grouped(report.findings.length)} findings`}: ${grouped(exhibits)} exhibits, ${bytesText(bytes)}, ` +
          `${grouped(records)} records, ${grouped(events)} events, ${grouped(custodyEntries)} custody entries` +
          `${sources > 0 ? `, ${grouped(sources)} source files compared` : ''} checked in ${report.seconds.toFixed(1)} s`,
      )
      if (report.custody !== null) terminal.line(`Custody log up to ${report.custody.seq}:${report.custody.hash}`)
    }
    return report.findings.length === 0 ? exitCodes.done : exitCodes.failed
  },
}

/** An entry as exports, workpapers and `vouch info` write it. */
function placeFrom(text: string): CustodyPlace {
  const found = /^([1-9]\d{0,14}):([0-9a-f]{64})$/i.exec(text)
  if (found !== null) return { seq: Number(found[1]), hash: found[2].toLowerCase() }
  fail({
    code: 'usage/bad-argument',
    message: `“${text}” is no entry of a custody log`,
    next: 'Write its number and its hash with a colon between them, as `vouch info` does.',
  })
}
