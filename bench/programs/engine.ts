/** What the measuring programs have in common: the real engine, and an answer as JSON. */
import type { Api } from '../../shared/api/index.ts'
import { FailureError } from '../../shared/failure.ts'
import { createEngine } from '../../electron/engine/index.ts'

export interface BenchEngine {
  /** Throws a failure: a benchmark has no use for one. */
  ask<K extends keyof Api>(entry: K, request: Api[K]['request']): Promise<Api[K]['reply']>
  close(): Promise<void>
}

export function benchEngine(): BenchEngine {
  const engine = createEngine({ version: 'vouch bench', profileDirs: [] })
  return {
    async ask(entry, request) {
      const result = await engine.call(entry, request)
      if (!result.ok) throw new FailureError(result.failure)
      return result.value
    },
    close: () => engine.close(),
  }
}

/** Tells whoever started this program. */
export function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
