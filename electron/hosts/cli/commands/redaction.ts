import type { RedactionProfileInfo } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { type CommandCall, type CommandSpec, exitCodes, jsonOption } from '../command.ts'
import { visible } from '../safeText.ts'

/** As `pseudonymise`, the longest. */
const ACTION_WIDTH = 12

export const redactionCommand: CommandSpec = {
  name: 'redaction',
  usage: 'list | test FILE | pseudonym VALUE',
  summary:
    'List the redaction profiles, test one of your own, or tell which pseudonym a value has in exports of a case.',
  options: [{ name: 'case', value: 'FILE', help: 'pseudonym: the case whose exports are meant' }, jsonOption],
  examples: [
    'vouch redaction list',
    'vouch redaction test our-rules.yaml',
    'vouch redaction pseudonym --case demo.vouch alice@example.com',
  ],
  positionals: [1, 2],
  async run(call) {
    const [verb, target] = call.positionals
    if (verb === 'list') return list(call)
    if (verb === 'test' && target !== undefined) return list(call, target)
    if (verb === 'pseudonym' && target !== undefined) return pseudonym(call, target)
    fail({
      code: 'usage/bad-argument',
      message: 'vouch redaction takes list, test FILE or pseudonym VALUE',
      next: '`vouch redaction --help` tells how.',
    })
  },
}

async function list({ options, ask, terminal }: CommandCall, path?: string): Promise<number> {
  const profiles = await ask('redaction.profiles', { path })
  if (options.has('json')) terminal.line(JSON.stringify(profiles))
  else for (const line of profiles.flatMap(profileLines)) terminal.line(line)
  return exitCodes.done
}

function profileLines({ id, version, title, description, rules }: RedactionProfileInfo): string[] {
  const width = Math.max(...rules.map((rule) => rule.id.length))
  return [
    `${id}@${version}  ${visible(title)}`,
    ...(description === '' ? [] : [`  ${visible(description)}`]),
    // Whole, however long it is: what is not named here is not redacted.
    ...rules.map((rule) => `  ${rule.id.padEnd(width)}  ${rule.action.padEnd(ACTION_WIDTH)}  ${visible(rule.about)}`),
    '',
  ]
}

async function pseudonym({ options, ask, terminal }: CommandCall, value: string): Promise<number> {
  const found = await ask('redaction.pseudonyms', { case: options.required('case'), values: [value] })
  if (options.has('json')) terminal.line(JSON.stringify(found))
  else for (const { digits } of found) terminal.line(`…-${digits}`)
  return exitCodes.done
}
