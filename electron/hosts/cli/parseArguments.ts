/** The words of a command line → command, options, positionals. */
import { fail } from '../../../shared/failure.ts'
import { type CommandSpec, Options } from './command.ts'

export interface ParsedArguments {
  readonly options: Options
  readonly positionals: readonly string[]
  readonly wantsHelp: boolean
}

/**
 * Parses what follows the command's name. `--name value`, `--name=value` and `--` are understood; a query may begin
 * with `-` (`-actor:ci-*`), so only words with two dashes are options. Fails with `usage/bad-argument`.
 */
export function parseArguments(spec: CommandSpec, words: readonly string[]): ParsedArguments {
  const values = new Map<string, string | true>()
  const positionals: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === '--') {
      positionals.push(...words.slice(i + 1))
      break
    }
    if (!word.startsWith('--')) {
      if (word === '-h') return { options: new Options(values), positionals, wantsHelp: true }
      positionals.push(word)
      continue
    }
    const equals = word.indexOf('=')
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals)
    if (name === 'help') return { options: new Options(values), positionals, wantsHelp: true }
    const option = spec.options.find((candidate) => candidate.name === name)
    if (option === undefined) fail(wrongUse(spec, `--${name} is no option of vouch ${spec.name}`))
    if (values.has(name)) fail(wrongUse(spec, `--${name} is there twice`))
    if (option.value === undefined) {
      if (equals >= 0) fail(wrongUse(spec, `--${name} takes no value`))
      values.set(name, true)
    } else {
      const value = equals < 0 ? words[++i] : word.slice(equals + 1)
      if (value === undefined) fail(wrongUse(spec, `--${name} needs a value (${option.value})`))
      values.set(name, value)
    }
  }
  for (const option of spec.options)
    if (option.isRequired && !values.has(option.name))
      fail(wrongUse(spec, `--${option.name} ${option.value} is missing`))
  const [least, most] = spec.positionals
  if (positionals.length < least) fail(wrongUse(spec, `vouch ${spec.name} needs ${spec.usage}`))
  if (positionals.length > most)
    fail(wrongUse(spec, `“${positionals[most]}” is too much; put a query with blanks in quotes`))
  return { options: new Options(values), positionals, wantsHelp: false }
}

function wrongUse(spec: CommandSpec, message: string): Parameters<typeof fail>[0] {
  return { code: 'usage/bad-argument', message, next: `\`vouch ${spec.name} --help\` tells how.` }
}
