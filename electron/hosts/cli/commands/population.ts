import type { Obtained, PopulationCheck, PopulationInfo } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { type CommandCall, type CommandSpec, caseOption, exitCodes, jsonOption, zoneOption } from '../command.ts'
import { visible } from '../safeText.ts'
import { fileLine, grouped, tableLines } from '../table.ts'

export const populationCommand: CommandSpec = {
  name: 'population',
  usage: 'freeze NAME [QUERY] | list | show NAME | export NAME',
  summary:
    'Freeze what a query answers as a population to draw samples from, and show it against the case as it is now.',
  options: [
    caseOption,
    { name: 'system', value: 'TEXT', help: 'freeze: system and report the exports were taken from' },
    { name: 'parameters', value: 'TEXT', help: 'freeze: query and filters that were given to that system' },
    { name: 'extracted', value: 'TEXT', help: 'freeze: when the exports were taken, as it was told' },
    { name: 'obtained-by', value: 'TEXT', help: 'freeze: by whom' },
    { name: 'out', value: 'FILE', help: 'export: where to' },
    { name: 'field', value: 'FIELD', help: 'export: with the values of this field, for strata' },
    { name: 'overwrite', help: 'export: replace the file if it is there' },
    zoneOption,
    jsonOption,
  ],
  examples: [
    "vouch population freeze --case demo.vouch 'Keys made in May' 'action:key.created time:2026-05'",
    "vouch population show --case demo.vouch 'Keys made in May'",
    "vouch population export --case demo.vouch 'Keys made in May' --out items.tsv && sha256sum items.tsv",
  ],
  positionals: [1, 3],
  async run(call) {
    const [verb, name, query] = call.positionals
    if (verb === 'freeze' && name !== undefined) return freeze(call, name, query ?? '')
    if (verb === 'list' && name === undefined) return list(call)
    if (verb === 'show' && name !== undefined && query === undefined) return show(call, name)
    if (verb === 'export' && name !== undefined && query === undefined) return write(call, name)
    fail({
      code: 'usage/bad-argument',
      message: 'vouch population takes freeze NAME [QUERY], list, show NAME or export NAME',
      next: '`vouch population --help` tells how.',
    })
  },
}

async function freeze({ options, ask, terminal }: CommandCall, name: string, filter: string): Promise<number> {
  const obtained: Obtained = {
    system: options.text('system'),
    parameters: options.text('parameters'),
    extractedAt: options.text('extracted'),
    obtainedBy: options.text('obtained-by'),
  }
  const info = await ask('populations.freeze', {
    case: options.required('case'),
    name,
    filter,
    zone: options.text('zone'),
    nowMicros: Date.now() * 1000,
    obtained: Object.fromEntries(Object.entries(obtained).filter(([, text]) => text !== undefined)),
  })
  if (options.has('json')) terminal.line(JSON.stringify(info))
  else for (const line of infoLines(info)) terminal.line(line)
  return exitCodes.done
}

async function list({ options, ask, terminal }: CommandCall): Promise<number> {
  const all = await ask('populations.list', { case: options.required('case') })
  if (options.has('json')) {
    terminal.line(JSON.stringify(all))
    return exitCodes.done
  }
  const rows = all.map((row) => [
    row.name,
    grouped(row.events),
    row.query,
    row.timeFrom,
    row.timeTo,
    row.frozenAt,
    grouped(row.samples),
    grouped(row.remarkCount),
  ])
  const columns = ['population', 'events', 'query', 'from', 'to', 'frozen', 'samples', 'remarks']
  for (const line of tableLines(columns, rows, new Set(['events', 'samples', 'remarks']))) terminal.line(line)
  return exitCodes.done
}

async function show({ options, ask, terminal }: CommandCall, name: string): Promise<number> {
  const request = { case: options.required('case'), name }
  const [info, check] = [await ask('populations.show', request), await ask('populations.check', request)]
  if (options.has('json')) terminal.line(JSON.stringify({ ...info, ...check }))
  else for (const line of [...infoLines(info), ...checkLines(check)]) terminal.line(line)
  return check.isSame ? exitCodes.done : exitCodes.failed
}

async function write({ options, ask, terminal }: CommandCall, population: string): Promise<number> {
  const report = await ask('populations.export', {
    case: options.required('case'),
    population,
    out: options.required('out'),
    overwrite: options.has('overwrite'),
    field: options.text('field'),
  })
  if (options.has('json')) terminal.line(JSON.stringify(report))
  else {
    terminal.line(fileLine(options.required('out'), `${grouped(report.rows)} items`, report))
    if (!report.recorded) terminal.note('Not entered in the custody log: the case cannot be written now.')
  }
  return exitCodes.done
}

function* infoLines(info: PopulationInfo): Generator<string> {
  yield `${visible(info.name)}: ${grouped(info.events)} events, ${info.timeFrom ?? 'no time'} to ${info.timeTo ?? 'no time'}`
  yield `  query    ${info.query === '' ? 'all events' : visible(info.query)}  (zone ${info.zone}, now ${info.now})`
  yield `  frozen   ${info.frozenAt} by ${visible(info.frozenBy)}, ${visible(info.version)}`
  yield `  digest   ${info.digest}`
  yield `  custody  ${info.custody.seq}:${info.custody.hash}`
  for (const [name, text] of Object.entries(info.obtained)) yield `  ${name}  ${visible(text)}`
  if (info.withoutTime > 0) yield `  ${grouped(info.withoutTime)} of its events have no time`
  yield ''
  const rows = info.exhibits.map((exhibit) => [
    exhibit.label,
    exhibit.path,
    grouped(exhibit.members),
    grouped(exhibit.records),
    grouped(exhibit.events),
    grouped(exhibit.rejects),
    remarksText(exhibit),
  ])
  const numeric = new Set(['members', 'records', 'events', 'rejects'])
  yield* tableLines(['exhibit', 'path', 'members', 'records', 'events', 'rejects', 'remarks'], rows, numeric)
}

function remarksText(exhibit: PopulationInfo['exhibits'][number]): string {
  return [
    exhibit.isComplete ? '' : 'broke off',
    exhibit.withoutTime > 0 ? `${grouped(exhibit.withoutTime)} without a time` : '',
    exhibit.gapCount > 0 ? `${grouped(exhibit.gapCount)} gaps in time` : '',
    ...exhibit.remarks.map(({ code, recordCount }) => `${code} ${grouped(recordCount)}`),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function* checkLines({ isSame, isAnswerSame, nowEvents }: PopulationCheck): Generator<string> {
  yield ''
  yield isSame
    ? 'Its items are still those that were frozen.'
    : 'Its items are NOT those that were frozen: run `vouch verify` on the case.'
  yield isAnswerSame
    ? 'The same question has the same answer now.'
    : `The same question now has another answer, ${grouped(nowEvents)} events: the case has changed since.`
}
