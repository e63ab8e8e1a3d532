import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fail } from '../../../../shared/failure.ts'
import { type CommandSpec, exitCodes } from '../command.ts'

/** The benchmarks live beside the product, not in it. */
const program = fileURLToPath(new URL('../../../../bench/main.ts', import.meta.url))

export const benchCommand: CommandSpec = {
  name: 'bench',
  usage: '[PART…]',
  summary: 'Measure import, queries and exports on this machine with generated events (from a checkout).',
  options: [
    { name: 'events', value: 'N', help: 'events to import (default 1,000,000)' },
    { name: 'large', value: 'N', help: 'events in the case that is queried (default 10,000,000)' },
    { name: 'dir', value: 'DIR', help: 'folder for generated files (default: a temporary one)' },
    { name: 'write', help: 'write the table to bench/RESULTS.md' },
  ],
  examples: ['vouch bench import --events 100000', 'vouch bench --write'],
  positionals: [0, Number.POSITIVE_INFINITY],
  async run({ positionals, options, signal }) {
    if (!existsSync(program))
      fail({
        code: 'usage/bad-argument',
        message: 'The benchmarks are not part of this installation',
        next: 'Run it from a checkout.',
      })
    const words = ['events', 'large', 'dir'].flatMap((name) => {
      const value = options.text(name)
      return value === undefined ? [] : [`--${name}`, value]
    })
    if (options.has('write')) words.push('--write')
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, ...words, ...positionals],
      { stdio: 'inherit', signal },
    )
    const code = await new Promise<number>((resolve, reject) =>
      child.on('error', reject).on('exit', (status) => resolve(status ?? 1)),
    )
    return code === 0 ? exitCodes.done : exitCodes.failed
  },
}
