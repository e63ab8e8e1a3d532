/** One call of the command line: words in, exit code out. */
import { type Failure, FailureError } from '../../../shared/failure.ts'
import { createEngine, type EngineOptions } from '../../engine/index.ts'
import { asker, exitCodes } from './command.ts'
import { commands } from './commands/index.ts'
import { failureLines, markedQuery } from './failureText.ts'
import { commandHelp, overview } from './help.ts'
import { parseArguments } from './parseArguments.ts'
import type { Terminal } from './terminal.ts'

export interface CliEnvironment {
  readonly version: string
  readonly profileDirs: readonly string[]
  readonly keyFolders?: EngineOptions['keyFolders']
  /** Left out: none of the user's own. */
  readonly sourceDirs?: readonly string[]
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/** Runs `words` (without program names). Never throws for a user's mistake; a bug is thrown. */
export async function runCli(
  words: readonly string[],
  { version, profileDirs, keyFolders, sourceDirs, terminal, signal }: CliEnvironment,
): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.line(overview(commands))
    return name === undefined ? exitCodes.wrongUse : exitCodes.done
  }
  if (name === '--version') {
    terminal.line(version)
    return exitCodes.done
  }
  const command = commands.find((candidate) => candidate.name === name)
  if (command === undefined) {
    tell(terminal, {
      code: 'usage/unknown-command',
      message: `There is no command “${name}”`,
      next: '`vouch --help` lists the commands.',
    })
    return exitCodes.wrongUse
  }
  const engine = createEngine({ version, profileDirs, keyFolders, sourceDirs })
  let query: string | undefined
  try {
    const { options, positionals, wantsHelp } = parseArguments(command, rest)
    query = positionals[0]
    if (wantsHelp) {
      terminal.line(commandHelp(command))
      return exitCodes.done
    }
    const ask = asker(engine, signal, (progress) => terminal.progress(progress))
    return await command.run({ positionals, options, terminal, signal, engine, version, ask })
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    tell(terminal, error.failure, query)
    return isWrongUse(error.failure) ? exitCodes.wrongUse : exitCodes.failed
  } finally {
    await engine.close()
    await terminal.flush()
  }
}

function isWrongUse({ code }: Failure): boolean {
  return (code.startsWith('usage/') && code !== 'usage/cancelled') || code.startsWith('query/')
}

function tell(terminal: Terminal, failure: Failure, query?: string): void {
  for (const line of failureLines(failure)) terminal.note(line)
  if (query !== undefined && failure.code.startsWith('query/'))
    for (const line of markedQuery(query, failure)) terminal.note(line)
}
