import { type CommandSpec, caseOption, exitCodes, jsonOption } from '../command.ts'
import { visible } from '../safeText.ts'
import { bytesText, grouped, tableLines } from '../table.ts'

export const infoCommand: CommandSpec = {
  name: 'info',
  usage: '',
  summary: 'What is in a case: exhibits with their hashes, counts, time span, fields.',
  options: [caseOption, jsonOption],
  examples: ['vouch info --case demo.vouch'],
  positionals: [0, 0],
  async run({ options, ask, terminal }) {
    const info = await ask('case.info', { case: options.required('case') })
    if (options.has('json')) {
      terminal.line(JSON.stringify(info))
      return exitCodes.done
    }
    terminal.line(`${visible(info.path)}  ${bytesText(info.sizeBytes)}, case ${info.caseId}, created ${info.createdAt}`)
    terminal.line(
      `${grouped(info.events)} events and ${grouped(info.rejects)} rejects${duplicatesText(info.duplicates)} from ${grouped(info.exhibits.length)} exhibits; ${info.timeFrom ?? 'no time'} to ${info.timeTo ?? 'no time'}`,
    )
    terminal.line('')
    const rows = info.exhibits.map((exhibit) => [
      exhibit.label,
      exhibit.path,
      exhibit.profile,
      grouped(exhibit.events),
      grouped(exhibit.rejects),
      grouped(exhibit.duplicates),
      exhibit.timeFrom,
      exhibit.timeTo,
      `${exhibit.sha256.slice(0, 16)}…`,
    ])
    const columns = ['exhibit', 'path', 'profile', 'events', 'rejects', 'duplicates', 'from', 'to', 'SHA-256']
    for (const line of tableLines(columns, rows, new Set(['events', 'rejects', 'duplicates']))) terminal.line(line)
    if (info.custodyEnd !== null) terminal.line(`\nCustody log up to ${info.custodyEnd.seq}:${info.custodyEnd.hash}`)
    const own = info.columns.filter((column) => column.isOwn).map((column) => column.id)
    if (own.length > 0) terminal.line(`\nFurther columns: ${own.join(', ')}`)
    return exitCodes.done
  },
}

function duplicatesText(duplicates: number | null): string {
  if (duplicates === null) return ' (duplicates are looked for at the next import)'
  return duplicates === 0 ? '' : `, ${grouped(duplicates)} of the events duplicates,`
}
