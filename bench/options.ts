/** The words of `npm run bench`. */
import { parseArgs } from 'node:util'
import { LARGE_EVENTS, SMALL_EVENTS } from './part.ts'

export interface BenchOptions {
  /** Names of parts; empty: all. */
  readonly parts: readonly string[]
  readonly events: number
  readonly large: number
  /** Folder to keep generated files and cases in; null: a temporary one. */
  readonly dir: string | null
  readonly write: boolean
}

/** Throws an error with a sentence for the user. */
export function benchOptions(words: readonly string[], known: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      events: { type: 'string' },
      large: { type: 'string' },
      dir: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  })
  for (const part of positionals)
    if (!known.includes(part)) throw new Error(`There is no part “${part}”; there are ${known.join(', ')}.`)
  return {
    parts: positionals,
    events: countOf('events', values.events, SMALL_EVENTS),
    large: countOf('large', values.large, LARGE_EVENTS),
    dir: values.dir ?? null,
    write: values.write,
  }
}

function countOf(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const value = Number(text.replaceAll(/[_,]/g, ''))
  // A page must fit in, and a few events have no percentiles worth the name.
  if (!Number.isSafeInteger(value) || value < 1_000) throw new Error(`--${name} takes a whole number from 1000.`)
  return value
}
