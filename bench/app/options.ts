/** The words of `npm run bench:app`. */
import { parseArgs } from 'node:util'

export interface AppBenchOptions {
  /** Case that is opened; it is read, never written. */
  readonly casePath: string
  /** Openings that are measured. */
  readonly openings: number
  /** Filter clicks and jumps that are measured. */
  readonly clicks: number
  /** Actions of the soak. */
  readonly actions: number
  readonly write: boolean
}

/** Throws an error with a sentence for the user. */
export function appBenchOptions(words: readonly string[]): AppBenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      case: { type: 'string' },
      openings: { type: 'string', default: '5' },
      clicks: { type: 'string', default: '60' },
      actions: { type: 'string', default: '800' },
      write: { type: 'boolean', default: false },
    },
  })
  if (values.case === undefined)
    throw new Error(
      'Say which case to open: --case FILE. `npm run bench -- queries --dir DIR` leaves one of 10 M events.',
    )
  return {
    casePath: values.case,
    openings: countOf('openings', values.openings, 1),
    clicks: countOf('clicks', values.clicks, 2),
    actions: countOf('actions', values.actions, 20),
    write: values.write,
  }
}

function countOf(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} takes a whole number from ${least}.`)
  return value
}
