import type { PullReport, SourceChoice, SourceInfo } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { type CommandCall, type CommandSpec, caseOption, exitCodes, jsonOption } from '../command.ts'
import { failureLines } from '../failureText.ts'
import { visible } from '../safeText.ts'
import { grouped, tableLines } from '../table.ts'
import { printExplanation } from './profiles.ts'

export const pullCommand: CommandSpec = {
  name: 'pull',
  usage: 'SOURCE --case FILE | list | explain SOURCE | try SOURCE',
  summary:
    'Ask a live system for its audit log and take in what is new: every answer is kept byte for byte. SOURCE is an id or a YAML file. The only command that uses a network.',
  options: [
    { ...caseOption, isRequired: false },
    {
      name: 'since',
      value: 'TIME',
      help: 'from this time on, e.g. 2026-05-01 or now-7d; left out: from where the last pull ended',
    },
    { name: 'until', value: 'TIME', help: 'up to this time' },
    { name: 'full', help: 'from the beginning, whatever was pulled before; events that are known do not come twice' },
    { name: 'base-url', value: 'URL', help: 'address of the system, in place of the source’s own' },
    { name: 'set', value: 'NAME=VALUE,…', help: 'values of the source’s parameters' },
    { name: 'quiet', help: 'enter nothing in the case where nothing new came' },
    jsonOption,
  ],
  examples: [
    'vouch pull list',
    'VOUCH_SECRET_GITHUB_TOKEN=… vouch pull github --case acme.vouch --set org=acme',
    'vouch pull sources/our-system.yaml --case acme.vouch --since 2026-05-01',
  ],
  positionals: [1, 2],
  async run(call) {
    const [first, second] = call.positionals
    if (first === 'list' && second === undefined) return list(call)
    if (first === 'explain' && second !== undefined) return explain(call, second)
    if (first === 'try' && second !== undefined) return attempt(call, second)
    if (second === undefined) return pull(call, first)
    return fail({
      code: 'usage/bad-argument',
      message: 'vouch pull takes a source, list, explain SOURCE or try SOURCE',
      next: '`vouch pull --help` tells how.',
    })
  },
}

async function pull({ options, ask, terminal }: CommandCall, source: string): Promise<number> {
  const path =
    options.text('case') ??
    fail({ code: 'usage/bad-argument', message: '--case FILE is missing', next: '`vouch pull --help` tells how.' })
  const report = await ask('case.pull', {
    ...choiceOf(options, source),
    case: path,
    since: options.text('since'),
    until: options.text('until'),
    full: options.has('full'),
    quiet: options.has('quiet'),
  })
  if (options.has('json')) terminal.line(JSON.stringify(report))
  else for (const line of reportLines(report)) terminal.line(line)
  return report.rejects > 0 ? exitCodes.doneWithRejects : exitCodes.done
}

function reportLines(report: PullReport): string[] {
  const { events, known, rejects, records, requests, faults, exhibits, newest } = report
  return [
    `${visible(report.source)}  ${visible(report.baseUrl)}${report.isResumed ? '  (went on where the last pull stopped)' : ''}`,
    `${grouped(events)} new events, ${grouped(known)} known before, ${grouped(rejects)} rejects of ${grouped(records)} records` +
      ` in ${grouped(requests)} answers (${report.seconds.toFixed(1)} s)`,
    ...(faults > 0 ? [`${grouped(faults)} requests gave nothing and were repeated; each is in the case`] : []),
    ...(exhibits.length > 0 ? [`Exhibits: ${exhibits.join(', ')}`] : []),
    ...(newest === null ? [] : [`Newest event: ${newest}`]),
  ]
}

async function list({ options, ask, terminal }: CommandCall): Promise<number> {
  const reply = await ask('sources.list', {})
  if (options.has('json')) terminal.line(JSON.stringify(reply))
  else {
    const rows = reply.sources.map(({ id, title, auth, paging, isBundled }) => [
      id,
      title,
      auth,
      paging,
      isBundled ? 'comes with Vouch' : 'your own',
    ])
    for (const line of tableLines(['source', 'title', 'auth', 'paging', 'from'], rows)) terminal.line(line)
    for (const failure of reply.failures) for (const line of failureLines(failure)) terminal.line(line)
  }
  return reply.failures.length === 0 ? exitCodes.done : exitCodes.failed
}

async function explain({ options, ask, terminal }: CommandCall, id: string): Promise<number> {
  const { sources } = await ask('sources.list', {})
  const source =
    sources.find((candidate) => candidate.id === id) ??
    fail({ code: 'source/not-found', message: `There is no source “${id}”`, next: '`vouch pull list` names them all.' })
  if (options.has('json')) terminal.line(JSON.stringify(source))
  else for (const line of sourceLines(source)) terminal.line(line)
  return exitCodes.done
}

function sourceLines(source: SourceInfo): string[] {
  const { limits } = source
  return [
    `${source.id}@${source.version}: ${visible(source.title)}`,
    `  address     ${visible(source.baseUrl)}`,
    ...source.parameters.map(
      ({ name, title, value }) =>
        `  --set ${name}=…  ${visible(title)}${value === null ? '' : ` (${visible(value)} unless set)`}`,
    ),
    `  auth        ${source.auth}`,
    ...source.secrets.map(
      ({ name, isSet, whereTo }) => `  secret      ${name}: ${isSet ? 'is set' : visible(whereTo)}`,
    ),
    `  paging      ${source.paging}`,
    `  profile     ${source.profile ?? 'recognised by content'}`,
    ...(limits?.retentionDays == null ? [] : [`  kept there  ${grouped(limits.retentionDays)} days`]),
    ...(limits?.rowsPerQuery == null ? [] : [`  at most     ${grouped(limits.rowsPerQuery)} rows per query`]),
    ...(limits?.requestsPerMinute == null
      ? []
      : [`  at most     ${grouped(limits.requestsPerMinute)} requests per minute`]),
    ...(limits?.notes == null ? [] : [`  note        ${visible(limits.notes)}`]),
    ...source.documentation.map((page) => `  follows     ${visible(page)}`),
  ]
}

async function attempt({ options, ask, terminal }: CommandCall, source: string): Promise<number> {
  const preview = await ask('sources.preview', choiceOf(options, source))
  if (options.has('json')) terminal.line(JSON.stringify(preview))
  else {
    terminal.line(`${visible(preview.url)} gave ${grouped(preview.records)} records`)
    if (preview.explanation !== null) printExplanation(preview.explanation, (line) => terminal.line(line))
  }
  return exitCodes.done
}

function choiceOf(options: CommandCall['options'], source: string): SourceChoice {
  const pairs = (options.list('set') ?? []).map((pair) => {
    const equals = pair.indexOf('=')
    if (equals < 1) fail({ code: 'usage/bad-argument', message: `--set takes NAME=VALUE, not “${pair}”` })
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const
  })
  return { source, baseUrl: options.text('base-url'), set: Object.fromEntries(pairs) }
}
