import {
  allocations,
  type DrawMethod,
  type SampleInfo,
  type SampleItem,
  type SampleProgress,
  type SampleResult,
  sampleMethods,
  workpaperFormats,
} from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { type CommandCall, type CommandSpec, caseOption, exitCodes, jsonOption, type Options } from '../command.ts'
import { numbersFrom } from '../itemNumbers.ts'
import { visible } from '../safeText.ts'
import { fileLine, grouped, tableLines } from '../table.ts'

/** Shown of each item. */
const COLUMNS = ['time', 'actor', 'action', 'resourceName', 'outcome']

/** Items asked for at a time. */
const PAGE = 5_000

/** Words of the command line for results. */
const results: { readonly [word: string]: SampleResult | null } = {
  pass: 'pass',
  exception: 'exception',
  na: 'notApplicable',
  open: null,
}

export const sampleCommand: CommandSpec = {
  name: 'sample',
  usage: 'draw NAME | list | show NAME | mark NAME ITEMS | history NAME ITEM | export NAME',
  summary: 'Draw a sample from a population by a published rule, mark its items, write its workpaper.',
  options: [
    caseOption,
    { name: 'from', value: 'POPULATION', help: 'draw: the population' },
    { name: 'method', value: sampleMethods.join('|'), help: 'draw: how (default random)' },
    { name: 'size', value: 'N', help: 'draw: how many items' },
    { name: 'interval', value: 'N', help: 'draw, systematic: every so many items' },
    { name: 'field', value: 'FIELD', help: 'draw, stratified: the field whose values are the strata' },
    {
      name: 'allocation',
      value: allocations.join('|'),
      help: 'draw, stratified: items of each (default proportional)',
    },
    { name: 'seed', value: 'TEXT', help: 'draw: the seed (default: made up and recorded)' },
    { name: 'events', value: '1,4-9', help: 'draw, judgemental: the events chosen' },
    { name: 'reason', value: 'TEXT', help: 'draw, judgemental: why these' },
    { name: 'result', value: Object.keys(results).join('|'), help: 'mark: what testing came to; open takes it back' },
    { name: 'note', value: 'TEXT', help: 'mark: a note; left out, the note there is stays' },
    { name: 'out', value: 'FILE', help: 'export: where to; .xlsx or .html' },
    { name: 'time-zone', value: 'TZ', help: 'export: IANA zone that times are written in (default UTC)' },
    { name: 'overwrite', help: 'export: replace the file if it is there' },
    jsonOption,
  ],
  examples: [
    "vouch sample draw --case demo.vouch 'Q2 keys' --from 'Keys made in May' --size 25 --seed 2026-Q2",
    "vouch sample draw --case demo.vouch 'By outcome' --from 'Keys made in May' --method stratified --field outcome --size 30",
    "vouch sample mark --case demo.vouch 'Q2 keys' 1,4-9 --result pass",
    "vouch sample export --case demo.vouch 'Q2 keys' --out workpaper.xlsx",
  ],
  positionals: [1, 3],
  async run(call) {
    const [verb, name, items] = call.positionals
    if (verb === 'list' && name === undefined) return list(call)
    if (name !== undefined && items === undefined) {
      if (verb === 'draw') return draw(call, name)
      if (verb === 'show') return show(call, name)
      if (verb === 'export') return write(call, name)
    }
    if (items !== undefined && verb === 'mark') return mark(call, name, items)
    if (items !== undefined && verb === 'history') return history(call, name, items)
    fail({
      code: 'usage/bad-argument',
      message: 'vouch sample takes draw NAME, list, show NAME, mark NAME ITEMS, history NAME ITEM or export NAME',
      next: '`vouch sample --help` tells how.',
    })
  },
}

async function draw({ options, ask, terminal }: CommandCall, name: string): Promise<number> {
  const info = await ask('samples.draw', {
    case: options.required('case'),
    population: options.required('from'),
    name,
    draw: methodOf(options),
  })
  if (options.has('json')) terminal.line(JSON.stringify(info))
  else for (const line of infoLines(info)) terminal.line(line)
  return exitCodes.done
}

function methodOf(options: Options): DrawMethod {
  const method = chosen(options, 'method', sampleMethods) ?? 'random'
  const seed = options.text('seed')
  switch (method) {
    case 'random':
      return { method, size: sizeOf(options), seed }
    case 'systematic':
      return { method, size: options.count('size'), interval: options.count('interval'), seed }
    case 'stratified': {
      const allocation = chosen(options, 'allocation', allocations) ?? 'proportional'
      return { method, size: sizeOf(options), field: options.required('field'), allocation, seed }
    }
    case 'judgemental':
      return { method, events: numbersFrom(options.required('events')), reason: options.required('reason') }
  }
}

function sizeOf(options: Options): number {
  return options.count('size') ?? fail({ code: 'usage/bad-argument', message: '--size is missing' })
}

function chosen<T extends string>(options: Options, name: string, words: readonly T[]): T | undefined {
  const text = options.text(name)
  const found = words.find((word) => word === text)
  if (text !== undefined && found === undefined)
    fail({ code: 'usage/bad-argument', message: `--${name} is one of ${words.join(', ')}` })
  return found
}

async function list({ options, ask, terminal }: CommandCall): Promise<number> {
  const all = await ask('samples.list', { case: options.required('case') })
  if (options.has('json')) {
    terminal.line(JSON.stringify(all))
    return exitCodes.done
  }
  const rows = all.map((row) => [
    row.name,
    row.population,
    row.method,
    grouped(row.size),
    row.seed,
    grouped(row.size - row.progress.open),
    grouped(row.progress.exception),
    row.drawnAt,
  ])
  const columns = ['sample', 'population', 'method', 'items', 'seed', 'tested', 'exceptions', 'drawn']
  for (const line of tableLines(columns, rows, new Set(['items', 'tested', 'exceptions']))) terminal.line(line)
  return exitCodes.done
}

async function show({ options, ask, terminal }: CommandCall, name: string): Promise<number> {
  const path = options.required('case')
  const info = await ask('samples.show', { case: path, name })
  const items: SampleItem[] = []
  for (let offset = 0; offset < info.size; offset += PAGE)
    items.push(
      ...(await ask('samples.items', { case: path, sample: name, columns: COLUMNS, offset, limit: PAGE })).items,
    )
  if (options.has('json')) {
    terminal.line(JSON.stringify({ ...info, columns: COLUMNS, items }))
    return exitCodes.done
  }
  for (const line of infoLines(info)) terminal.line(line)
  terminal.line('')
  const rows = items.map((item) => [
    grouped(item.position),
    String(item.event),
    `${item.exhibit} ${item.record}`,
    ...(info.field === null ? [] : [item.stratum ?? '(no value)']),
    ...item.cells,
    wordOf(item.mark?.result ?? null),
    item.mark?.note ?? '',
  ])
  const columns = ['no.', 'event', 'record', ...(info.field === null ? [] : ['stratum']), ...COLUMNS, 'result', 'note']
  for (const line of tableLines(columns, rows, new Set(['no.', 'event']))) terminal.line(line)
  return exitCodes.done
}

async function mark({ options, ask, terminal }: CommandCall, name: string, items: string): Promise<number> {
  const word = chosen(options, 'result', Object.keys(results))
  if (word === undefined) fail({ code: 'usage/bad-argument', message: '--result is missing' })
  const reply = await ask('samples.mark', {
    case: options.required('case'),
    sample: name,
    items: numbersFrom(items),
    result: results[word],
    note: options.text('note'),
  })
  if (options.has('json')) terminal.line(JSON.stringify(reply))
  else terminal.line(`Marked: ${grouped(reply.changed)}. Now ${progressText(reply.progress)}`)
  return exitCodes.done
}

async function history({ options, ask, terminal }: CommandCall, name: string, item: string): Promise<number> {
  const [position] = numbersFrom(item)
  const marks = await ask('samples.history', { case: options.required('case'), sample: name, item: position })
  if (options.has('json')) terminal.line(JSON.stringify(marks))
  else {
    const rows = marks.map(({ at, who, result, note }) => [at, who, wordOf(result), note])
    for (const line of tableLines(['when', 'who', 'result', 'note'], rows)) terminal.line(line)
  }
  return exitCodes.done
}

async function write({ options, ask, terminal }: CommandCall, name: string): Promise<number> {
  const out = options.required('out')
  const format = workpaperFormats.find((candidate) => out.toLowerCase().endsWith(`.${candidate}`))
  if (format === undefined) {
    fail({
      code: 'usage/bad-argument',
      message: `A workpaper is one of ${workpaperFormats.join(', ')}, told by the name of the file`,
      next: 'Take a name that ends in .xlsx or .html.',
    })
  }
  const report = await ask('samples.export', {
    case: options.required('case'),
    sample: name,
    format,
    out,
    overwrite: options.has('overwrite'),
    timeZone: options.text('time-zone'),
  })
  if (options.has('json')) terminal.line(JSON.stringify(report))
  else {
    terminal.line(fileLine(out, `${grouped(report.rows)} items`, report))
    if (!report.recorded) terminal.note('Not entered in the custody log: the case cannot be written now.')
  }
  return exitCodes.done
}

function* infoLines(info: SampleInfo): Generator<string> {
  yield `${visible(info.name)}: ${info.method}, ${grouped(info.size)} of ${grouped(info.populationEvents)} items of ${visible(info.population)}`
  if (info.seed !== null) yield `  seed     ${visible(info.seed)}`
  if (info.interval !== null)
    yield `  interval ${grouped(info.interval)}, from place ${grouped(info.start ?? 0)} of the list on`
  if (info.reason !== null) yield `  reason   ${visible(info.reason)}`
  yield `  drawn    ${info.drawnAt} by ${visible(info.drawnBy)}, ${visible(info.version)}`
  yield `  custody  ${info.custody.seq}:${info.custody.hash}`
  yield `  ${progressText(info.progress)}`
  if (info.field === null) return
  yield ''
  const rows = info.strata.map(({ value, population, sample }) => [
    value ?? '(no value)',
    grouped(population),
    grouped(sample),
  ])
  yield* tableLines([info.field, 'population', 'sample'], rows, new Set(['population', 'sample']))
}

function progressText({ pass, exception, notApplicable, open }: SampleProgress): string {
  return `${grouped(pass)} pass, ${grouped(exception)} exceptions, ${grouped(notApplicable)} n/a, ${grouped(open)} open`
}

function wordOf(result: SampleResult | null): string {
  return result === null ? '' : (Object.keys(results).find((word) => results[word] === result) ?? '')
}
