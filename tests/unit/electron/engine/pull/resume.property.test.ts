/**
 * Pulls that break in every way go on without a lost or a doubled event: against a real server that breaks by a seed, for
 * each kind of paging, with pulls that are given up in the middle.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { FaultyServer, logRecord, pagingKinds, seeded, sourceYaml } from './faultyServer.ts'
import { numbersIn, pull, QuickClock, SECRET } from './pulling.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-pull-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SEEDS = [1, 2]

describe.each(pagingKinds)('paged by %s', (kind) => {
  test.each(SEEDS)(
    'seed %i: every event once, whatever breaks',
    async (seed) => {
      const random = seeded(seed * 7919 + kind.length)
      const records = Array.from({ length: 100 }, (_, n) => logRecord(n))
      const server = await FaultyServer.start({ kind, records, faultRate: 0.25, random, tokens: new Set([SECRET]) })
      const path = join(folder, `${kind}-${seed}.vouch`)
      const yaml = sourceYaml(kind, server.url)
      /** Pulls until one comes to its end; the first `breaks` are broken off in the middle. */
      const untilDone = async (breaks: number): Promise<void> => {
        for (let pulls = 0; pulls < 20; pulls++) {
          server.options.tokens?.add(SECRET)
          const stop = new AbortController()
          const last = server.requests.length + 2 + Math.floor(random() * 8)
          server.options.onRequest = () => {
            if (pulls < breaks && server.requests.length >= last) stop.abort()
          }
          const done = await pull({ case: path, yaml, clock: new QuickClock(random), signal: stop.signal })
          if (done.ok) return
          expect(done.failure.code).toMatch(
            /^(usage\/cancelled|pull\/(unreachable|refused|rate-limited|bad-body|no-progress))$/,
          )
        }
        throw new Error('it never came to its end')
      }
      try {
        await untilDone(2)
        expect(await numbersIn(path)).toEqual(records.map((_, n) => n))
        // The log goes on: what is new comes, and nothing again. A stale answer may put it off until the next pull.
        for (let n = 100; n < 135; n++) records.push(logRecord(n))
        await untilDone(1)
        server.options.faultRate = 0
        await untilDone(0)
        expect(await numbersIn(path)).toEqual(records.map((_, n) => n))
      } finally {
        await server.close()
      }
    },
    180_000,
  )
})
