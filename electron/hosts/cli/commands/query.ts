import type { Api, SortBy } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { CsvFormatter, jsonLine } from '../../../engine/index.ts'
import {
  type CommandCall,
  type CommandSpec,
  caseOption,
  duplicatesOption,
  exitCodes,
  type Options,
  zoneOption,
} from '../command.ts'
import { grouped, tableLines } from '../table.ts'
import type { Terminal } from '../terminal.ts'

/** Shown where `--columns` is not given. */
const DEFAULT_COLUMNS = ['id', 'time', 'actor', 'action', 'resourceType', 'resourceName', 'resourceId', 'outcome', 'ip']

/** Rows of a table where `--limit` is not given; the other formats give all. */
const TABLE_ROWS = 50

/** Rows asked for at a time. */
const PAGE = 5_000

const formats = ['table', 'json', 'ndjson', 'csv']

export const queryCommand: CommandSpec = {
  name: 'query',
  usage: '[QUERY]',
  summary: 'List the events that match a query.',
  options: [
    caseOption,
    { name: 'columns', value: 'a,b', help: 'fields to show; payload gives the whole record' },
    { name: 'sort', value: 'field:asc|desc', help: 'order (default time:asc)' },
    { name: 'offset', value: 'N', help: 'rows to pass over' },
    { name: 'limit', value: 'N', help: `rows to show (default: all; ${TABLE_ROWS} in a table)` },
    { name: 'format', value: 'table|json|ndjson|csv', help: 'default table' },
    { name: 'count', help: 'print only how many match' },
    duplicatesOption,
    zoneOption,
  ],
  examples: [
    "vouch query --case demo.vouch 'outcome:(failure OR denied) -actor:ci-* time>=now-7d'",
    "vouch query --case demo.vouch 'payload.after.role:admin' --columns time,actor,action --format csv",
  ],
  positionals: [0, 1],
  async run(call) {
    const { options, ask, terminal, positionals } = call
    const question = {
      case: options.required('case'),
      filter: positionals[0] ?? '',
      zone: options.text('zone'),
      nowMicros: Date.now() * 1000,
      ...(options.has('duplicates') ? { duplicates: true } : {}),
    }
    if (options.has('count')) {
      const { count, leftOut } = await ask('rows.count', question)
      terminal.line(String(count))
      noteLeftOut(leftOut, terminal)
      return exitCodes.done
    }
    const format = options.text('format') ?? 'table'
    if (!formats.includes(format))
      fail({ code: 'usage/bad-argument', message: `--format is one of ${formats.join(', ')}` })
    const request = { ...question, columns: options.list('columns') ?? DEFAULT_COLUMNS, sort: sortOf(options) }
    await printRows(call, request, format)
    return exitCodes.done
  },
}

/** Says beside the answer how many events were left out of it. */
export function noteLeftOut(leftOut: number, terminal: Terminal): void {
  if (leftOut > 0)
    terminal.note(
      `${grouped(leftOut)} duplicates left out (the same events came in before); --duplicates includes them`,
    )
}

/** `field:asc`, `field:desc`, or `field`. */
export function sortOf(options: Options): SortBy | undefined {
  const text = options.text('sort')
  if (text === undefined) return undefined
  const found = /^([^:]+)(?::(asc|desc))?$/.exec(text)
  if (found === null) fail({ code: 'usage/bad-argument', message: '--sort takes field:asc or field:desc' })
  return { field: found[1], descending: found[2] === 'desc' }
}

type PageRequest = Omit<Api['rows.page']['request'], 'offset' | 'limit'>

async function printRows({ options, ask, terminal }: CommandCall, request: PageRequest, format: string): Promise<void> {
  const first = options.count('offset') ?? 0
  const wanted = options.count('limit') ?? (format === 'table' ? TABLE_ROWS : Number.POSITIVE_INFINITY)
  const csv = new CsvFormatter(true)
  const lines: (readonly (string | null)[])[] = []
  let shown = 0
  for (;;) {
    const page = await ask('rows.page', { ...request, offset: first + shown, limit: Math.min(PAGE, wanted - shown) })
    if (shown === 0 && format === 'csv') terminal.raw(csv.line(page.columns))
    for (const { cells } of page.rows) {
      if (format === 'table') lines.push(cells)
      else if (format === 'csv') terminal.raw(csv.line(cells))
      else if (format === 'ndjson') terminal.raw(`${jsonLine(page.columns, cells)}\n`)
      else
        terminal.raw(`${shown === 0 && cells === page.rows[0].cells ? '[\n' : ',\n'}${jsonLine(page.columns, cells)}`)
    }
    await terminal.flush()
    shown += page.rows.length
    if (page.rows.length === 0 || shown >= wanted || first + shown >= page.total) {
      if (format === 'json') terminal.raw(shown === 0 ? '[]\n' : '\n]\n')
      if (format === 'table') {
        for (const line of tableLines(page.columns, lines, new Set(['id', 'record']))) terminal.line(line)
        terminal.note(`${grouped(shown)} of ${grouped(page.total)} events`)
      }
      noteLeftOut(page.leftOut, terminal)
      return
    }
  }
}
