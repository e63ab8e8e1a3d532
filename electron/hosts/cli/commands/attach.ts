import { type CommandSpec, exitCodes, jsonOption } from '../command.ts'
import { fileLine } from '../table.ts'

export const attachCommand: CommandSpec = {
  name: 'attach',
  usage: 'PACK',
  summary: 'Put the reply of a time-stamping authority in an evidence pack: a copy of it, whose signature still holds.',
  options: [
    { name: 'tsr', value: 'FILE', help: 'the reply (RFC 3161)', isRequired: true },
    { name: 'out', value: 'FILE', help: 'where to', isRequired: true },
    { name: 'overwrite', help: 'replace the file if it is there' },
    jsonOption,
  ],
  examples: ['vouch attach denied.zip --tsr reply.tsr --out denied-stamped.zip'],
  positionals: [1, 1],
  async run({ positionals, options, ask, terminal }) {
    const out = options.required('out')
    const report = await ask('pack.attach', {
      pack: positionals[0],
      reply: options.required('tsr'),
      out,
      overwrite: options.has('overwrite'),
    })
    if (options.has('json')) terminal.line(JSON.stringify(report))
    else {
      terminal.line(fileLine(out, `time-stamped ${report.stampedAt}`, report))
      terminal.line('Who stamped it is checked with `openssl ts -verify`; the pack’s README says how.')
    }
    return exitCodes.done
  },
}
