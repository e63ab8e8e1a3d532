/** Pulls from a made-up source into a room's case, with a clock that does not wait. */
import { existsSync } from 'node:fs'
import { expect } from 'vitest'
import { CaseWriter, createCase } from '../../../../../electron/engine/case/index.ts'
import { createEngine } from '../../../../../electron/engine/index.ts'
import {
  type Clock,
  filled,
  parseSource,
  PullRun,
  type SecretStore,
  type SourceSpec,
  type Wish,
} from '../../../../../electron/engine/pull/index.ts'
import type { PullReport } from '../../../../../shared/api/index.ts'
import { FailureError, type Result } from '../../../../../shared/failure.ts'

/** A secret that stands nowhere else. */
export const SECRET = 'tok-3f9c1d/7e+5a b2'

export const givenSecret: SecretStore = {
  get: async () => SECRET,
  canKeep: async () => false,
  keep: async () => undefined,
  whereTo: () => 'nowhere',
}

/** Waits pass at once and move the clock on; what it waited for is kept. */
export class QuickClock implements Clock {
  readonly waits: number[] = []
  private ms = Date.UTC(2026, 4, 1, 10, 6)
  private readonly chance: () => number

  constructor(chance: () => number = () => 0.5) {
    this.chance = chance
  }

  now(): number {
    return this.ms
  }

  random(): number {
    return this.chance()
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.waits.push(ms)
    this.ms += ms
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export interface PullArguments {
  readonly case: string
  readonly yaml: string
  readonly clock?: Clock
  readonly secrets?: SecretStore
  readonly wish?: Partial<Wish>
  readonly quiet?: boolean
  readonly signal?: AbortSignal
}

export function specOf(yaml: string): SourceSpec {
  const parsed = parseSource(yaml, 'made.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failures))
  return parsed.value
}

/** One pull to its end. */
export async function pull(given: PullArguments): Promise<Result<PullReport>> {
  const { case: path, yaml, clock = new QuickClock(), secrets = givenSecret, wish, quiet = false } = given
  if (!existsSync(path)) createCase(path, 'vouch test').close()
  const writer = new CaseWriter(path)
  const run = new PullRun({
    source: filled(specOf(yaml)),
    wish: { sinceUs: null, untilUs: null, full: false, ...wish },
    isQuiet: quiet,
    target: { case: path, version: 'vouch test', profileDirs: [], write: (signal, work) => writer.write(signal, work) },
    secrets,
    clock,
    onProgress: () => undefined,
    onFile: () => undefined,
  })
  try {
    return { ok: true, value: await run.run(given.signal ?? new AbortController().signal) }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    return { ok: false, failure: error.failure }
  } finally {
    await writer.close()
  }
}

/** Numbers of the events in a case, by the payload's `n`, ascending; the case is whole. */
export async function numbersIn(path: string): Promise<number[]> {
  const engine = createEngine({ version: 'vouch test', profileDirs: [] })
  try {
    const verified = await engine.call('case.verify', { case: path })
    expect(verified).toMatchObject({ ok: true, value: { findings: [] } })
    const numbers: number[] = []
    for (let offset = 0; ; offset += 1_000) {
      const page = await engine.call('rows.page', {
        case: path,
        filter: '',
        columns: ['payload'],
        offset,
        limit: 1_000,
      })
      if (!page.ok) throw new Error(JSON.stringify(page.failure))
      for (const { cells } of page.value.rows) numbers.push((JSON.parse(cells[0] ?? '') as { n: number }).n)
      if (page.value.rows.length < 1_000) return numbers.sort((a, b) => a - b)
    }
  } finally {
    await engine.close()
  }
}
