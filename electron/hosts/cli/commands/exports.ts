import { type CommandSpec, caseOption, exitCodes, jsonOption } from '../command.ts'
import { bytesText, grouped, tableLines } from '../table.ts'

/** Exports listed where no number is said. */
const USUAL_LIMIT = 100

export const exportsCommand: CommandSpec = {
  name: 'exports',
  usage: '',
  summary: 'Exports that were made of a case, latest first: file, rows, hash, when, by whom.',
  options: [
    caseOption,
    { name: 'offset', value: 'N', help: 'leave out the latest N' },
    { name: 'limit', value: 'N', help: `at most N (default ${USUAL_LIMIT})` },
    jsonOption,
  ],
  examples: ['vouch exports --case demo.vouch'],
  positionals: [0, 0],
  async run({ options, ask, terminal }) {
    const offset = options.count('offset') ?? 0
    const limit = options.count('limit') ?? USUAL_LIMIT
    const reply = await ask('exports.list', { case: options.required('case'), offset, limit })
    if (options.has('json')) {
      terminal.line(JSON.stringify(reply))
      return exitCodes.done
    }
    const rows = reply.exports.map((past) => [
      past.at,
      past.who,
      past.name,
      past.file,
      past.what,
      grouped(past.rows),
      bytesText(past.sizeBytes),
      `${past.sha256.slice(0, 16)}…`,
      `${past.seq}:${past.hash.slice(0, 16)}…`,
    ])
    const columns = ['at', 'who', 'name', 'file', 'what', 'rows', 'size', 'SHA-256', 'custody entry']
    for (const line of tableLines(columns, rows, new Set(['rows', 'size']))) terminal.line(line)
    terminal.note(`${grouped(reply.exports.length)} of ${grouped(reply.total)} exports`)
    return exitCodes.done
  },
}
