/** What a command is: its options, its help, and what it does. */
import type { Api, Engine, Progress } from '../../../shared/api/index.ts'
import { FailureError, fail } from '../../../shared/failure.ts'
import type { Terminal } from './terminal.ts'

/** Exit codes of the command line; stable. */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2, doneWithRejects: 3 } as const

export interface OptionSpec {
  readonly name: string
  /** What stands for the value in the help; left out: a switch. */
  readonly value?: string
  readonly help: string
  readonly isRequired?: boolean
}

export interface CommandSpec {
  readonly name: string
  /** Positional arguments as shown in the help. */
  readonly usage: string
  readonly summary: string
  readonly options: readonly OptionSpec[]
  /** Shell lines. */
  readonly examples: readonly string[]
  /** Positional arguments accepted: least and most. */
  readonly positionals: readonly [number, number]
  run(call: CommandCall): Promise<number>
}

export interface CommandCall {
  readonly positionals: readonly string[]
  readonly options: Options
  readonly terminal: Terminal
  readonly signal: AbortSignal
  /** For commands that hand the engine on; it is closed when the command ends. */
  readonly engine: Engine
  /** Version of this build. */
  readonly version: string
  /** Asks the engine; a failure is thrown. */
  ask<K extends keyof Api>(entry: K, request: Api[K]['request']): Promise<Api[K]['reply']>
}

/** Parsed options, read by name. */
export class Options {
  private readonly values: ReadonlyMap<string, string | true>

  constructor(values: ReadonlyMap<string, string | true>) {
    this.values = values
  }

  has(name: string): boolean {
    return this.values.has(name)
  }

  text(name: string): string | undefined {
    const value = this.values.get(name)
    return typeof value === 'string' ? value : undefined
  }

  /** For options that the parser has made sure of. */
  required(name: string): string {
    return this.text(name) ?? fail({ code: 'usage/bad-argument', message: `--${name} is missing` })
  }

  /** A whole number from 0. Fails with `usage/bad-argument`. */
  count(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    if (!/^\d{1,15}$/.test(value))
      fail({ code: 'usage/bad-argument', message: `--${name} takes a whole number, not “${value}”` })
    return Number(value)
  }

  /** A whole number from 0 to `most`. Fails with `usage/bad-argument`. */
  countUpTo(name: string, most: number): number | undefined {
    const value = this.count(name)
    if (value !== undefined && value > most)
      fail({ code: 'usage/bad-argument', message: `--${name} takes a number up to ${most}, not ${value}` })
    return value
  }

  /** Parts between commas. */
  list(name: string): string[] | undefined {
    return this.text(name)
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  }
}

/** `ask` of a call, over an engine. */
export function asker(
  engine: Engine,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): CommandCall['ask'] {
  return async (entry, request) => {
    const reply = await engine.call(entry, request, { signal, onProgress })
    if (!reply.ok) throw new FailureError(reply.failure)
    return reply.value
  }
}

export const caseOption: OptionSpec = { name: 'case', value: 'FILE', help: 'the case file', isRequired: true }
export const jsonOption: OptionSpec = { name: 'json', help: 'answer as JSON' }
export const duplicatesOption = {
  name: 'duplicates',
  help: 'include events that came in before with the same content (otherwise left out and counted)',
}

export const zoneOption: OptionSpec = {
  name: 'zone',
  value: 'TZ',
  help: 'IANA zone of times typed without one (default UTC)',
}
