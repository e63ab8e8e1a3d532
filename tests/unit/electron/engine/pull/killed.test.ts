/** A pull whose process is killed goes on without a lost or doubled event: the command line, as a process, and SIGKILL. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { vouch } from '../../hosts/cli/cli.ts'
import { FaultyServer, logRecord, seeded, sourceYaml } from './faultyServer.ts'
import { numbersIn, SECRET } from './pulling.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-pull-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = { VOUCH_SECRET_MADE_OFFSET_TOKEN: SECRET, VOUCH_SECRET_MADE_LINK_TOKEN: SECRET }

describe.each(['offset', 'link'] as const)('paged by %s', (kind) => {
  test('killed again and again, every event is there once', async () => {
    // Large records, so that there are several commits.
    const records = Array.from({ length: 400 }, (_, n) => logRecord(n, { fill: 'x'.repeat(30_000) }))
    const server = await FaultyServer.start({ kind, records, tokens: new Set([SECRET]) })
    const path = join(folder, `${kind}.vouch`)
    const source = join(folder, `${kind}.yaml`)
    writeFileSync(source, sourceYaml(kind, server.url).replace('timeout: 500ms', 'timeout: 20s'))
    const random = seeded(kind.length)
    try {
      for (let kills = 0; kills < 3; kills++) {
        const from = server.requests.length
        const after = 2 + Math.floor(random() * 20)
        const killed = await vouch(['pull', source, '--case', path], {
          env,
          onStart(child) {
            const watch = setInterval(() => {
              if (server.requests.length - from >= after) child.kill('SIGKILL')
            }, 1)
            child.on('close', () => clearInterval(watch))
          },
        })
        if (killed.code === 0) break
      }
      const done = await vouch(['pull', source, '--case', path, '--json'], { env })
      expect([done.code, done.stderr]).toEqual([0, ''])
      expect(await numbersIn(path)).toEqual(records.map((_, n) => n))
      expect(readFileSync(path).includes(SECRET)).toBe(false)
    } finally {
      await server.close()
    }
  })
})

test('the command line: exit codes, report, list', async () => {
  const server = await FaultyServer.start({ kind: 'offset', records: [logRecord(1), logRecord(2)] })
  const path = join(folder, 'plain.vouch')
  const source = join(folder, 'plain.yaml')
  writeFileSync(source, sourceYaml('offset', server.url).replace('timeout: 500ms', 'timeout: 20s'))
  try {
    expect((await vouch(['pull', source])).code).toBe(2)
    expect((await vouch(['pull', 'nosuch', '--case', path])).code).toBe(1)
    const missing = await vouch(['pull', source, '--case', path])
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('VOUCH_SECRET_MADE_OFFSET_TOKEN')])
    const done = await vouch(['pull', source, '--case', path], { env })
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('2 new events, 0 known before')])
    const tried = await vouch(['pull', 'try', source], { env })
    expect(tried.stdout).toContain('gave 2 records')
    const listed = await vouch(['pull', 'list', '--json'])
    expect((JSON.parse(listed.stdout) as { sources: { id: string }[] }).sources.map(({ id }) => id)).toContain('okta')
    const info = await vouch(['verify', path])
    expect(info.code).toBe(0)
  } finally {
    await server.close()
  }
})
