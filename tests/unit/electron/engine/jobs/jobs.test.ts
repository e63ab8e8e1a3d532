/** Jobs through the engine's door: real files, real cancels, whoever watches. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportedFile, JobInfo, JobsSeen, JobWork } from '../../../../../shared/api/index.ts'
import { lines, Room } from '../ingest/pipeline/room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

/** Takes seconds to import, so that what is asked meanwhile is asked meanwhile. */
const LARGE = 60_000

function large(name = 'large.ndjson', from = 1_000_000): string {
  return room.file(name, lines(from, from + LARGE))
}

function importOf(...paths: string[]): JobWork {
  return { entry: 'case.import', request: { case: room.case, paths } }
}

function exportTo(out: string, filter = ''): JobWork {
  return { entry: 'rows.export', request: { case: room.case, filter, format: 'csv', out } }
}

function freezing(): JobWork {
  return { entry: 'populations.freeze', request: { case: room.case, filter: '', name: 'all' } }
}

function drawing(): JobWork {
  const draw = { method: 'random', size: 10, seed: 'seven' } as const
  return { entry: 'samples.draw', request: { case: room.case, population: 'all', name: 'ten', draw } }
}

/** What freezing and drawing would add to. */
async function traces(): Promise<unknown> {
  const { custodyEntries } = await room.ask('case.info', { case: room.case })
  const ofCase = { case: room.case }
  return [custodyEntries, await room.ask('populations.list', ofCase), await room.ask('samples.list', ofCase)]
}

async function start(work: JobWork): Promise<number> {
  return (await room.ask('jobs.start', { work })).id
}

/** Watches as a window does, until `isReached`; returns all it was told. */
async function watchUntil(isReached: (seen: JobsSeen) => boolean): Promise<JobsSeen[]> {
  const all: JobsSeen[] = []
  for (let since: number | null = null; ; ) {
    const seen: JobsSeen = await room.ask('jobs.watch', { since, waitMs: 25_000 })
    all.push(seen)
    if (isReached(seen)) return all
    since = seen.revision
  }
}

function jobOf(seen: JobsSeen, id: number): JobInfo {
  const job = seen.jobs.find((candidate) => candidate.id === id)
  if (job === undefined) throw new Error(`job ${id} is not in the list`)
  return job
}

const hasEnded = (job: JobInfo): boolean => job.endedAt !== null
const allEnded = (seen: JobsSeen): boolean => seen.jobs.every(hasEnded)

async function ended(id: number): Promise<JobInfo> {
  const seen = (await watchUntil((one) => hasEnded(jobOf(one, id)))).at(-1) as JobsSeen
  return jobOf(seen, id)
}

/** Until the import has told of records of its file under way. */
function underWay(id: number): Promise<JobsSeen[]> {
  return watchUntil((seen) => (jobOf(seen, id).progress?.file?.records ?? 0) > 0)
}

describe('a job', () => {
  it('imports, tells how far it is in counts that add up, and keeps its report', async () => {
    const id = await start(importOf(room.file('small.ndjson', lines(0, 10)), large()))
    const seen = await watchUntil(allEnded)
    const told = seen.flatMap((one) => jobOf(one, id).progress?.file ?? [])
    expect(told.length).toBeGreaterThan(2)
    for (const file of told) expect(file.records).toBe(file.events + file.rejects)
    expect(told.at(-1)).toMatchObject({ path: join(room.dir, 'large.ndjson'), profile: expect.stringContaining('@') })
    const revisions = seen.map((one) => one.revision)
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
    const job = jobOf(seen.at(-1) as JobsSeen, id)
    expect(job.state).toEqual({ kind: 'done', report: { seconds: expect.any(Number) } })
    expect(job.finished).toEqual({ files: 2, events: LARGE + 10, rejects: 0, duplicates: 0 })
    await room.expectWhole()
  })

  it('tells of rejects while the file is read, each record an event or a reject', async () => {
    const broken = lines(0, LARGE).replaceAll(/"action":"login"/g, '"action":')
    const id = await start(importOf(room.file('broken.ndjson', broken)))
    const seen = await watchUntil(allEnded)
    const told = seen.flatMap((one) => jobOf(one, id).progress?.file ?? [])
    expect(told.some((file) => file.rejects > 0 && file.events > 0)).toBe(true)
    for (const file of told) expect(file.records).toBe(file.events + file.rejects)
    expect(jobOf(seen.at(-1) as JobsSeen, id).finished).toEqual({
      files: 1,
      events: LARGE * (2 / 3),
      rejects: LARGE / 3,
      duplicates: 0,
    })
  })

  it('outlives the call that started it', async () => {
    const starter = new AbortController()
    const { id } = await room.ask('jobs.start', { work: importOf(large()) }, { signal: starter.signal })
    starter.abort()
    expect(await ended(id)).toMatchObject({ state: { kind: 'done' }, finished: { events: LARGE } })
  })

  it('cancelled undoes the exhibit under way and keeps what was done before', async () => {
    const id = await start(importOf(room.file('first.ndjson', lines(0, 100)), large()))
    await underWay(id)
    await room.ask('jobs.cancel', { job: id })
    const job = await ended(id)
    expect(job.state).toEqual({ kind: 'cancelled' })
    expect(job.finished).toEqual({ files: 1, events: 100, rejects: 0, duplicates: 0 })
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({
      events: 100,
      exhibits: [{ label: 'E001' }],
    })
    await room.expectWhole()
    // Once more changes nothing.
    await room.ask('jobs.cancel', { job: id })
    expect((await ended(id)).state).toEqual({ kind: 'cancelled' })
  })

  it('that fails says why', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const taken = room.file('taken.csv', 'mine')
    const id = await start(exportTo(taken))
    expect((await ended(id)).state).toMatchObject({ kind: 'failed', failure: { code: 'export/target-exists' } })
    expect(readFileSync(taken, 'utf8')).toBe('mine')
  })

  it('verifies', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const id = await start({ entry: 'case.verify', request: { case: room.case } })
    expect((await ended(id)).state).toMatchObject({ kind: 'done', report: { findings: [], checked: { events: 10 } } })
  })

  it('freezes and draws; the report is what there is then', async () => {
    await room.exhibit('a.ndjson', lines(0, 100))
    const frozen = await ended(await start(freezing()))
    expect(frozen.state).toMatchObject({ kind: 'done', report: { name: 'all', events: 100 } })
    const drawn = await ended(await start(drawing()))
    expect(drawn.state).toMatchObject({ kind: 'done', report: { name: 'ten', size: 10, population: 'all' } })
    expect((await ended(await start(freezing()))).state).toMatchObject({
      kind: 'failed',
      failure: { code: 'population/exists' },
    })
    await room.expectWhole()
  })

  it('that freezes or draws leaves nothing behind when it is cancelled, wherever it is', async () => {
    await ended(await start(importOf(large())))
    const untouched = await traces()
    const first = await start(freezing())
    await room.ask('jobs.cancel', { job: first })
    expect((await ended(first)).state).toEqual({ kind: 'cancelled' })
    expect(await traces()).toEqual(untouched)
    const cancel = new AbortController()
    const underWay = { signal: cancel.signal, onProgress: () => cancel.abort() }
    expect(
      await room.engine.call('populations.freeze', { case: room.case, filter: '', name: 'all' }, underWay),
    ).toEqual({
      ok: false,
      failure: { code: 'usage/cancelled', message: 'Cancelled' },
    })
    expect(await traces()).toEqual(untouched)
    await ended(await start(freezing()))
    const withPopulation = await traces()
    const id = await start(drawing())
    await room.ask('jobs.cancel', { job: id })
    expect((await ended(id)).state).toEqual({ kind: 'cancelled' })
    expect(await traces()).toEqual(withPopulation)
    await room.expectWhole()
  })

  it('that freezes does not wait for one that writes to the case: it is of the case as it is', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const importing = await start(importOf(large()))
    await underWay(importing)
    const id = await start(freezing())
    expect(
      (await room.ask('jobs.watch', { since: null, waitMs: 0 })).jobs.find((job) => job.id === id)?.state.kind,
    ).toBe('running')
    // It is told that the case is being written, or comes in between; it never takes in what was not there.
    const { state } = await ended(id)
    if (state.kind === 'done') expect(state.report).toMatchObject({ events: 10 })
    else expect(state).toMatchObject({ kind: 'failed', failure: { code: 'case/locked' } })
    await ended(importing)
  })

  it('that verifies can be stopped in the middle of an exhibit; nothing is entered in the custody log', async () => {
    await ended(await start(importOf(large())))
    const entries = (await room.ask('case.info', { case: room.case })).custodyEntries
    const id = await start({ entry: 'case.verify', request: { case: room.case } })
    await room.ask('jobs.cancel', { job: id })
    const job = await ended(id)
    expect(job).toMatchObject({ state: { kind: 'cancelled' }, progress: null })
    expect((await room.ask('case.info', { case: room.case })).custodyEntries).toBe(entries)
  })

  it('goes through good and bad files of one import, each told by page', async () => {
    const paths = [
      room.file('good.ndjson', lines(0, 10)),
      room.file('bad.bin', Buffer.from([0, 1, 2, 3, 255, 254, 0, 9])),
      join(room.dir, 'not-there.json'),
      room.file('also-good.ndjson', lines(20, 25)),
    ]
    const id = await start(importOf(...paths))
    expect(await ended(id)).toMatchObject({ state: { kind: 'done' }, finished: { files: 4, events: 15, rejects: 0 } })
    const { total, files } = await room.ask('jobs.files', { job: id, offset: 0, limit: 10 })
    expect(total).toBe(4)
    expect(files.map((file) => (file.kind === 'failed' ? file.failure.code : file.kind))).toEqual([
      'imported',
      'import/unrecognised',
      'import/not-found',
      'imported',
    ])
    const second = await room.ask('jobs.files', { job: id, offset: 1, limit: 2 })
    expect(second).toEqual({ total: 4, files: files.slice(1, 3) })
  })

  it('takes a folder of 300 files, and tells of each', async () => {
    const folder = join(room.dir, 'many')
    mkdirSync(folder)
    for (let i = 0; i < 300; i++)
      writeFileSync(join(folder, `${String(i).padStart(3, '0')}.ndjson`), lines(i * 3, i * 3 + 3))
    const id = await start(importOf(folder))
    const seen = await watchUntil(allEnded)
    expect(jobOf(seen.at(-1) as JobsSeen, id).finished).toEqual({ files: 300, events: 900, rejects: 0, duplicates: 0 })
    expect(seen.some((one) => jobOf(one, id).finished.files > 0 && !allEnded(one))).toBe(true)
    const pages: ImportedFile[] = []
    for (let offset = 0; offset < 300; offset += 128)
      pages.push(...(await room.ask('jobs.files', { job: id, offset, limit: 128 })).files)
    expect(pages.map((file) => file.path.slice(-10, -7))).toEqual(
      Array.from({ length: 300 }, (_, i) => String(i).padStart(3, '0')),
    )
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: 900 })
  })
})

describe('jobs', () => {
  it('that write to one case wait for each other; one into another case does not', async () => {
    const first = await start(importOf(large()))
    const second = await room.ask('jobs.start', { work: importOf(room.file('b.ndjson', lines(0, 10))) })
    const verify = await room.ask('jobs.start', { work: { entry: 'case.verify', request: { case: room.case } } })
    const elsewhere = { case: join(room.dir, 'other.vouch'), paths: [join(room.dir, 'b.ndjson')] }
    const other = await room.ask('jobs.start', { work: { entry: 'case.import', request: elsewhere } })
    expect([second, verify, other].map((job) => job.state.kind)).toEqual(['waiting', 'waiting', 'running'])
    for (const one of await watchUntil(allEnded)) {
      const states = [first, second.id, verify.id].map((id) => jobOf(one, id).state.kind)
      expect(states.filter((kind) => kind === 'running').length).toBeLessThan(2)
      if (states[1] !== 'waiting') expect(states[0]).toBe('done')
    }
    const info = await room.ask('case.info', { case: room.case })
    expect(info.exhibits.map((exhibit) => exhibit.events)).toEqual([LARGE, 10])
    expect((await ended(verify.id)).state).toMatchObject({ kind: 'done', report: { findings: [] } })
  })

  it('wait for each other by whatever path they name the case', async () => {
    const first = await start(importOf(large()))
    const other = { case: join(room.dir, 'x', '..', 'case.vouch'), paths: [room.file('b.ndjson', lines(0, 10))] }
    const second = await room.ask('jobs.start', { work: { entry: 'case.import', request: other } })
    expect(second.state.kind).toBe('waiting')
    await room.ask('jobs.cancel', { job: first })
    expect((await ended(second.id)).finished.events).toBe(10)
  })

  it('export beside an import, and the export is entered in the custody log', async () => {
    await room.exhibit('a.ndjson', lines(0, 50))
    const importing = await start(importOf(large()))
    await underWay(importing)
    const out = join(room.dir, 'out.csv')
    const exporting = await room.ask('jobs.start', { work: exportTo(out) })
    expect(exporting.state.kind).toBe('running')
    const seen = (await watchUntil(allEnded)).at(-1) as JobsSeen
    expect(jobOf(seen, exporting.id).state).toMatchObject({ kind: 'done', report: { rows: 50 } })
    expect(jobOf(seen, importing).state.kind).toBe('done')
    const { entries, broken } = await room.ask('case.custody', { case: room.case, offset: 0, limit: 20 })
    expect(entries.filter((entry) => entry.action === 'rows.export')).toMatchObject([{ details: { rows: 50 } }])
    expect(broken).toBeNull()
    await room.expectWhole()
  })

  it('to one output wait for each other', async () => {
    await room.exhibit('a.ndjson', lines(0, 50))
    const out = join(room.dir, 'out.csv')
    const [first, second] = [
      await room.ask('jobs.start', { work: exportTo(out) }),
      await room.ask('jobs.start', { work: exportTo(out) }),
    ]
    expect(second.state.kind).toBe('waiting')
    expect((await ended(first.id)).state.kind).toBe('done')
    expect((await ended(second.id)).state).toMatchObject({ kind: 'failed', failure: { code: 'export/target-exists' } })
  })

  it('of sessions are jobs, too, and wait for exports to the same output', async () => {
    await room.exhibit('a.ndjson', lines(0, 50))
    const out = join(room.dir, 'out.zip')
    const request = { case: room.case, filter: '', format: 'zip', out, name: 'who was here' } as const
    const first = await start(exportTo(out))
    const second = await room.ask('jobs.start', { work: { entry: 'sessions.export', request } })
    expect(second.state.kind).toBe('waiting')
    expect((await ended(first)).state.kind).toBe('done')
    expect((await ended(second.id)).state).toMatchObject({ kind: 'failed', failure: { code: 'export/target-exists' } })
    const third = await start({ entry: 'sessions.export', request: { ...request, overwrite: true } })
    expect((await ended(third)).state).toMatchObject({ kind: 'done', report: { format: 'zip', out } })
    const { exports } = await room.ask('exports.list', { case: room.case, offset: 0, limit: 1 })
    expect(exports).toMatchObject([{ what: 'sessions', name: 'who was here', file: 'out.zip', format: 'zip' }])
    for (const [offset, limit] of [
      [-1, 1],
      [0, -1],
      [0.5, 1],
    ])
      expect((await room.failure('exports.list', { case: room.case, offset, limit })).code).toBe('usage/bad-argument')
  })

  it('that wait can be cancelled, and what waits behind them goes on', async () => {
    const first = await start(importOf(large()))
    const second = await start(importOf(room.file('b.ndjson', lines(0, 10))))
    const third = await start(importOf(room.file('c.ndjson', lines(20, 25))))
    await room.ask('jobs.cancel', { job: second })
    const seen = await room.ask('jobs.watch', { since: null, waitMs: 0 })
    expect([first, second, third].map((id) => jobOf(seen, id).state.kind)).toEqual(['running', 'cancelled', 'waiting'])
    await room.ask('jobs.cancel', { job: first })
    expect(await ended(third)).toMatchObject({ state: { kind: 'done' }, finished: { events: 5 } })
  })

  it('end when the engine closes, and leave a whole case behind', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const id = await start(importOf(large()))
    const waiting = await start(importOf(room.file('b.ndjson', lines(20, 30))))
    const seen = await underWay(id)
    const watching = room.ask('jobs.watch', { since: (seen.at(-1) as JobsSeen).revision, waitMs: 25_000 })
    await room.engine.close()
    expect(await watching).toBeDefined()
    expect(existsSync(`${room.case}-wal`)).toBe(false)
    expect((await room.failure('jobs.start', { work: importOf(room.dir) })).code).toBe('usage/cancelled')
    const after = await room.ask('jobs.watch', { since: null, waitMs: 0 })
    expect([id, waiting].map((job) => jobOf(after, job).state.kind)).toEqual(['cancelled', 'cancelled'])
    await room.expectWhole()
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: 10 })
  })

  it('are named where they are not there, and where they cannot be', async () => {
    for (const entry of ['jobs.cancel', 'jobs.dismiss'] as const)
      expect((await room.failure(entry, { job: 7 })).code).toBe('job/not-found')
    expect((await room.failure('jobs.files', { job: 7, offset: 0, limit: 1 })).code).toBe('job/not-found')
    const work = { entry: 'case.info', request: { case: room.case } } as unknown as JobWork
    expect((await room.failure('jobs.start', { work })).code).toBe('usage/bad-argument')
    expect((await room.ask('jobs.watch', { since: null, waitMs: 0 })).jobs).toEqual([])
  })

  it('are taken from the list once they have ended, not before', async () => {
    const id = await start(importOf(large()))
    expect((await room.failure('jobs.dismiss', { job: id })).code).toBe('usage/bad-argument')
    await room.ask('jobs.cancel', { job: id })
    await ended(id)
    await room.ask('jobs.dismiss', { job: id })
    expect((await room.ask('jobs.watch', { since: null, waitMs: 0 })).jobs).toEqual([])
  })

  it('that have ended are kept up to the hundred latest', async () => {
    const nowhere = (i: number): JobWork => exportTo(join(room.dir, `${i}.csv`))
    const ids: number[] = []
    for (let i = 0; i < 105; i++) ids.push(await start(nowhere(i)))
    const seen = (await watchUntil(allEnded)).at(-1) as JobsSeen
    expect(seen.jobs.map((job) => job.id)).toEqual(ids.slice(5))
    expect(seen.jobs[0].state).toMatchObject({ kind: 'failed', failure: { code: 'case/not-found' } })
  })
})

describe('a watcher', () => {
  it('is answered at once where something is new, and stops when its signal says so', async () => {
    const { revision } = await room.ask('jobs.watch', { since: null, waitMs: 25_000 })
    const stop = new AbortController()
    const waiting = room.engine.call('jobs.watch', { since: revision, waitMs: 25_000 }, { signal: stop.signal })
    stop.abort()
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
    const next = room.ask('jobs.watch', { since: revision, waitMs: 25_000 })
    const id = await start(exportTo(join(room.dir, 'out.csv')))
    expect((await next).jobs.map((job) => job.id)).toEqual([id])
    expect((await room.ask('jobs.watch', { since: revision, waitMs: 25_000 })).jobs).toHaveLength(1)
  })

  it('asks for a time it can have', async () => {
    for (const waitMs of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect((await room.failure('jobs.watch', { since: null, waitMs })).code).toBe('usage/bad-argument')
  })
})
