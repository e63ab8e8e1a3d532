/** Every entry of the Api over every carrier: the same answers, progress and ends, wherever the engine is. */
import { deepStrictEqual } from 'node:assert'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKey } from '../../../../electron/engine/evidence/pack/keys/sshKey.ts'
import { createEngine } from '../../../../electron/engine/index.ts'
import type { AppApi, JobsSeen, Progress } from '../../../../shared/api/index.ts'
import type { Result } from '../../../../shared/failure.ts'
import { carriers, connected, type Connection } from './carriers.ts'
import { type Ask, table } from './contractTable.ts'

let folder: string
const connections: Connection[] = []

/** Values and keys as an attacker writes them, numbers that JSON cannot say, half a surrogate pair. */
const awkward =
  '{"timestamp":"2026-01-02T03:04:00Z","user":"alice","action":"a0","__proto__":{"polluted":-0},"toJSON":1,' +
  '"apart":[{"at":[],"bytes":"AA=="}],"big":9007199254740993,"half":"\\ud83d","text":"\\u202e<b>"}'

function line(n: number, more = ''): string {
  const second = String(n % 60).padStart(2, '0')
  return `{"timestamp":"2026-01-02T03:04:${second}Z","user":"user-${n % 3}","action":"a${n % 4}","session_id":"s${n % 2}"${more}}`
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-contract-'))
  const template = join(folder, 'template')
  mkdirSync(join(template, 'folder', 'inner'), { recursive: true })
  mkdirSync(join(template, 'profiles'))
  writeFileSync(join(template, 'folder', 'a.txt'), 'a')
  writeFileSync(join(template, 'more.csv'), 'timestamp,user,action\n2026-01-02T03:05:00Z,bob,"=cmd()"\n')
  writeFileSync(join(template, 'third.ndjson'), `${line(7)}\n`)
  writeFileSync(join(template, 'signing-key'), newKey('test', 'open sesame').text)
  const lines = [
    awkward,
    line(1, ',"password":"hunter2"'),
    ...Array.from({ length: 40 }, (_, i) => line(i + 2)),
    '{"broken":',
  ]
  writeFileSync(join(template, 'log.ndjson'), `${lines.join('\n')}\n`)
  const engine = createEngine({ version: 'vouch test', profileDirs: [] })
  const paths = [join(template, 'log.ndjson')]
  const names = { [paths[0]]: 'log.ndjson' }
  const report = await engine.call('case.import', { case: join(template, 'case.vouch'), paths, names })
  expect(report).toMatchObject({ ok: true, value: { files: [{ kind: 'imported', events: 42, rejects: 1 }] } })
  await engine.close()
  for (const carrier of carriers) connections.push(await connected(carrier, template, folder))
})
afterAll(async () => {
  for (const connection of connections) await connection.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Names of what differs from run to run: times, durations, and ids and hashes made of them. */
const volatile = new Set([
  ...['at', 'createdAt', 'importedAt', 'endedAt', 'openedAt', 'modifiedAt', 'seconds'],
  ...['caseId', 'hash', 'version', 'revision', 'progress', 'frozenAt', 'drawnAt'],
])

/**
 * The value without what is volatile, its own folder's name and keys without a value; bytes as text. For jobs `state` at
 * the start depends on how fast they are.
 */
function lasting(value: unknown, world: string, entry: keyof AppApi): unknown {
  if (typeof value === 'string') return value.replaceAll(world, '<world>')
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return value.map((item) => lasting(item, world, entry))
  const isVolatile = (key: string): boolean =>
    volatile.has(key) ||
    (entry === 'jobs.start' && (key === 'state' || key === 'finished')) ||
    // A pack holds the custody log, with its times.
    (entry === 'pack.make' && ['sizeBytes', 'sha256', 'zipSha256', 'lastHash'].includes(key)) ||
    (entry === 'pack.verify' && ['sha256', 'bytes'].includes(key) && !('label' in value)) ||
    // A workbook states the last change of the case, with its hash.
    (entry === 'rows.export' && ['sha256', 'sizeBytes'].includes(key) && 'format' in value && value.format === 'zip') ||
    // Of a workpaper: it names the case, and when things were done with it.
    (entry === 'samples.export' && (key === 'sha256' || key === 'sizeBytes')) ||
    // Of a case file: it depends on the texts of times in it.
    ((entry === 'case.info' || entry === 'case.create') && key === 'sizeBytes' && 'caseId' in value)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, own]) => own !== undefined && !isVolatile(key))
      .map(([key, own]) => [key.replaceAll(world, '<world>'), lasting(own, world, entry)]),
  )
}

const entries = Object.keys(table) as (keyof AppApi)[]
const asks = entries.flatMap((entry) => (table[entry] as readonly Ask<keyof AppApi>[]).map((ask) => ({ entry, ask })))

describe('an answer is the same over every carrier', () => {
  test.each(asks.map(({ entry, ask }) => [entry, ask.title, ask] as const))('%s: %s', async (entry, _title, ask) => {
    const answers: unknown[] = []
    for (const { caller, world } of connections) {
      await ask.after?.(caller)
      const result: Result<unknown> = await caller.call(entry, ask.request(world))
      expect(result.ok ? 'answered' : result.failure).toEqual(
        ask.fails === undefined ? 'answered' : expect.objectContaining({ code: ask.fails }),
      )
      answers.push(lasting(result, world, entry))
    }
    for (const answer of answers.slice(1)) deepStrictEqual(answer, answers[0])
  })
})

describe.each(carriers)('over %s', (carrier) => {
  const connection = (): Connection => connections[carriers.indexOf(carrier)]

  test('awkward keys, numbers and texts of a record arrive as they are', async () => {
    const { caller, world } = connection()
    const shown = await caller.call('event.show', { case: join(world, 'case.vouch'), event: '1' })
    if (!shown.ok) throw new Error(shown.failure.message)
    const { payload } = shown.value
    deepStrictEqual(Object.keys(payload as object), Object.keys(JSON.parse(awkward) as object))
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    const raw = await caller.call('event.raw', { case: join(world, 'case.vouch'), event: '1' })
    if (!raw.ok) throw new Error(raw.failure.message)
    expect(Buffer.from(raw.value.bytes).toString()).toBe(awkward)
  })

  test('a call that is cancelled answers so, and ends at the other side', async () => {
    const { caller, inFlight } = connection()
    const seen = await caller.call('jobs.watch', { since: null, waitMs: 0 })
    if (!seen.ok) throw new Error(seen.failure.message)
    const stop = new AbortController()
    const { revision } = seen.value
    const waiting = caller.call('jobs.watch', { since: revision, waitMs: 25_000 }, { signal: stop.signal })
    while (inFlight() === 0) await pause(1)
    stop.abort()
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
    while (inFlight() > 0) await pause(1)
  })

  test('long work tells how far it is', async () => {
    const { caller, world } = connection()
    const path = join(world, 'large.ndjson')
    writeFileSync(path, `${Array.from({ length: 30_000 }, (_, i) => line(i)).join('\n')}\n`)
    const told: Progress[] = []
    const request = { case: join(world, 'large.vouch'), paths: [path] }
    const report = await caller.call('case.import', request, { onProgress: (progress) => told.push(progress) })
    expect(report).toMatchObject({ ok: true, value: { files: [{ kind: 'imported', events: 30_000 }] } })
    expect(told.length).toBeGreaterThan(0)
    for (const { label, unit, file } of told) expect([label, unit, file?.path]).toEqual([path, 'bytes', path])
  })

  test('a job goes on when the one who started it is gone, and the next one sees it', async () => {
    const { another, world } = connection()
    // A pipe that nobody has written to: the import cannot end before this test lets it.
    const pipe = join(world, 'pipe')
    execFileSync('mkfifo', [pipe])
    const first = await another()
    const request = { case: join(world, 'job.vouch'), paths: [pipe] }
    const started = await first.call('jobs.start', { work: { entry: 'case.import', request } })
    if (!started.ok) throw new Error(started.failure.message)
    // In process there is nothing to lose but the engine itself.
    if (carrier !== 'in process') {
      await first.close()
      while ((await first.call('host.info', {})).ok) await pause(1)
    }
    const writer = await open(pipe, 'w')
    await writer.writeFile(`${Array.from({ length: 500 }, (_, i) => line(i)).join('\n')}\n`)
    await writer.close()
    const next = await another()
    let seen: JobsSeen | undefined
    const job = () => seen?.jobs.find(({ id }) => id === started.value.id)
    while (seen === undefined || job()?.endedAt === null) {
      const reply: Result<JobsSeen> = await next.call('jobs.watch', { since: seen?.revision ?? null, waitMs: 5_000 })
      if (!reply.ok) throw new Error(reply.failure.message)
      seen = reply.value
    }
    expect(job()).toMatchObject({ state: { kind: 'done' }, finished: { files: 1, events: 500, rejects: 0 } })
    // Its lines come again and again, so most of them are duplicates.
    const count = await next.call('rows.count', { case: request.case, filter: '', duplicates: true })
    expect(count).toEqual({ ok: true, value: { count: 500, leftOut: 0 } })
  })
})
