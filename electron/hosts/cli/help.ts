/** Help texts. */
import type { CommandSpec } from './command.ts'

/** The list of commands. */
export function overview(commands: readonly CommandSpec[]): string {
  const width = Math.max(...commands.map((command) => command.name.length))
  return [
    'vouch: read audit logs offline; every event leads back to a byte range of a source file.',
    '',
    ...commands.map((command) => `  vouch ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    '`vouch COMMAND --help` tells more. Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with rejected records.',
  ].join('\n')
}

/** Help of one command, with examples. */
export function commandHelp(command: CommandSpec): string {
  const required = command.options
    .filter((option) => option.isRequired)
    .map((option) => ` --${option.name} ${option.value}`)
  const names = command.options.map((option) =>
    option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`,
  )
  const width = Math.max(...names.map((name) => name.length), 0)
  return [
    `vouch ${command.name} ${command.usage}${required.join('')} [options]`.replace('  ', ' '),
    '',
    command.summary,
    '',
    ...command.options.map((option, i) => `  ${names[i].padEnd(width)}  ${option.help}`),
    '',
    command.examples.length === 1 ? 'Example' : 'Examples',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n')
}
