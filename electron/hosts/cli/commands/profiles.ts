import type { Explanation } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { type CommandCall, type CommandSpec, exitCodes, jsonOption } from '../command.ts'
import { failureLines } from '../failureText.ts'
import { visible } from '../safeText.ts'
import { tableLines } from '../table.ts'

export const profilesCommand: CommandSpec = {
  name: 'profiles',
  usage: 'list | explain PATH | test DIR',
  summary: 'List the mapping profiles, tell how a file would be read and why, or test a folder of profiles.',
  options: [
    { name: 'profile', value: 'ID', help: 'explain: as if this profile had been named' },
    { name: 'timezone', value: 'TZ', help: 'explain: IANA zone of times that state none' },
    { name: 'yaml', help: 'explain: print a profile of your own for the file, as guessed, to be edited and kept' },
    jsonOption,
  ],
  examples: [
    'vouch profiles list',
    'vouch profiles explain export.json',
    'vouch profiles explain export.csv --yaml > my-log.yaml',
    'vouch profiles test my-profiles/',
  ],
  positionals: [1, 2],
  async run(call) {
    const [verb, target] = call.positionals
    if (verb === 'list') return list(call)
    if (verb === 'explain' && target !== undefined) return explain(call, target)
    if (verb === 'test' && target !== undefined) return test(call, target)
    fail({
      code: 'usage/bad-argument',
      message: 'vouch profiles takes list, explain PATH or test DIR',
      next: '`vouch profiles --help` tells how.',
    })
  },
}

async function list({ options, ask, terminal }: CommandCall): Promise<number> {
  const reply = await ask('profiles.list', {})
  if (options.has('json')) terminal.line(JSON.stringify(reply))
  else {
    const rows = reply.profiles.map((profile) => [
      `${profile.id}@${profile.version}`,
      profile.title,
      profile.vendor,
      profile.source,
    ])
    for (const line of tableLines(['profile', 'title', 'vendor', 'source'], rows)) terminal.line(line)
    for (const failure of reply.failures) for (const line of failureLines(failure)) terminal.line(line)
  }
  return reply.failures.length === 0 ? exitCodes.done : exitCodes.failed
}

async function test({ options, ask, terminal }: CommandCall, dir: string): Promise<number> {
  const reply = await ask('profiles.test', { dir })
  if (options.has('json')) terminal.line(JSON.stringify(reply))
  else {
    for (const profile of reply.profiles) terminal.line(`good  ${profile.id}@${profile.version}`)
    for (const failure of reply.failures) for (const line of failureLines(failure)) terminal.line(line)
    if (reply.profiles.length + reply.failures.length === 0) terminal.line('There is no profile in this folder.')
  }
  return reply.failures.length === 0 && reply.profiles.length > 0 ? exitCodes.done : exitCodes.failed
}

async function explain({ options, ask, terminal }: CommandCall, path: string): Promise<number> {
  if (options.has('yaml')) {
    terminal.raw((await ask('profiles.draft', { paths: [path] })).yaml)
    return exitCodes.done
  }
  const reply = await ask('profiles.explain', {
    path,
    profile: options.text('profile'),
    timezone: options.text('timezone'),
  })
  if (options.has('json')) terminal.line(JSON.stringify(reply))
  else printExplanation(reply, (line) => terminal.line(line))
  return exitCodes.done
}

/** Format, profile and first rows of what was looked at. */
export function printExplanation(reply: Explanation, line: (text: string) => void): void {
  line(`${visible(reply.path)}: ${reply.profile}`)
  for (const reason of reply.why) line(`  ${visible(reason)}`)
  for (const candidate of reply.candidates) {
    if (candidate.isGuessing || reply.profile.startsWith(`${candidate.profile}@`)) continue
    line(
      `  also claimed by ${candidate.profile} (${Math.round(candidate.score)}): ${visible(candidate.why.join('; '))}`,
    )
  }
  for (const { page, version, read } of reply.follows) {
    const notes = [version === null ? '' : `version ${version}`, read === null ? '' : `read ${read}`].filter(Boolean)
    line(visible(`  follows ${page}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`))
  }
  for (const text of limitTexts(reply.limits)) line(visible(`  limit   ${text}`))
  if (Array.isArray(reply.guesses)) {
    line('\nGuessed')
    const rows = (reply.guesses as Guessed[]).map((guess) => [
      guess.field,
      guess.paths.join(', '),
      `${Math.round(guess.confidence * 100)} %`,
      guess.why.join('; '),
    ])
    for (const text of tableLines(['field', 'from', 'sure', 'why'], rows)) line(`  ${text}`)
  }
  line('\nThe first records as events')
  const used = reply.columns.map((_, i) => i).filter((i) => reply.rows.some((row) => row[i] !== null))
  for (const text of tableLines(
    used.map((i) => reply.columns[i]),
    reply.rows.map((row) => used.map((i) => row[i])),
  ))
    line(`  ${text}`)
  for (const failure of reply.rejects) for (const text of failureLines(failure)) line(`  ${text}`)
}

/** A vendor's limits, one clause each. */
function limitTexts(limits: Explanation['limits']): readonly string[] {
  if (limits === null) return []
  const figure = (value: number): string => value.toLocaleString('en')
  const { rows, days, note, exports, retention, repeats } = limits
  return [
    ...(rows === null || exports.length > 0 ? [] : [`${figure(rows)} rows per export`]),
    ...exports.map((way) => `${figure(way.rows)} rows: ${way.of}`),
    ...(days === null || retention.length > 0 ? [] : [`kept ${figure(days)} days`]),
    ...retention.map((plan) => `kept ${figure(plan.days)} days: ${plan.of}`),
    ...repeats.map(({ what, same }) => `may come twice: ${what} (same ${same.join(', ')})`),
    ...(note === null ? [] : [note]),
  ]
}

/** One entry of `Explanation.guesses`. */
interface Guessed {
  readonly field: string
  readonly paths: readonly string[]
  readonly confidence: number
  readonly why: readonly string[]
}
