/** Populations, samples and marks through the engine's door: what is frozen stays, what is drawn can be drawn again. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DrawMethod, Engine } from '../../../../../shared/api/index.ts'
import { addExhibits, ask, askingEngine, CaseFolder, idsOf, type MadeRecord } from '../../../../helpers/madeCase.ts'
import { takeBack } from '../../../../helpers/olderCase.ts'

const folder = new CaseFolder()
let engine: Engine
beforeAll(() => {
  engine = askingEngine()
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

function records(count: number, from = 0): MadeRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    time: new Date(Date.UTC(2026, 0, 1, 0, from + i)).toISOString(),
    actor: `actor ${(from + i) % 7}`,
    action: (from + i) % 3 === 0 ? 'read' : 'write',
    ...((from + i) % 5 === 0 ? {} : { outcome: (from + i) % 2 === 0 ? 'success' : 'failure' }),
  }))
}

const freeze = (path: string, name: string, filter = '') =>
  ask(engine, 'populations.freeze', { case: path, filter, name, nowMicros: 0 })

const draw = (path: string, population: string, name: string, how: DrawMethod) =>
  ask(engine, 'samples.draw', { case: path, population, name, draw: how })

/** What was drawn, as exhibit and record. */
async function drawn(path: string, sample: string): Promise<{ event: number; at: string; stratum: string | null }[]> {
  const { items } = await ask(engine, 'samples.items', { case: path, sample, columns: [], offset: 0, limit: 10_000 })
  return items.map(({ event, leafHash, stratum }) => ({ event, at: leafHash, stratum }))
}

describe('a population', () => {
  test('says what was asked, of which exhibits, and what speaks against completeness', async () => {
    const hour = records(120).map((record, i) =>
      i < 60 ? record : { ...record, time: new Date(Date.UTC(2026, 0, 2, 0, i)).toISOString() },
    )
    const path = await folder.makeCase([{ records: [...hour, { actor: 'nobody', action: 'read' }] }])
    const info = await ask(engine, 'populations.freeze', {
      case: path,
      filter: 'action:read',
      name: 'Reads',
      nowMicros: 1_000_000,
      zone: 'Europe/Berlin',
      obtained: { system: 'Console 4', parameters: 'all of January' },
    })
    expect(info).toMatchObject({
      query: 'action:read',
      zone: 'Europe/Berlin',
      now: '1970-01-01T00:00:01.000Z',
      events: 41,
      withoutTime: 1,
      timeFrom: '2026-01-01T00:00:00.000Z',
      obtained: { system: 'Console 4', parameters: 'all of January' },
      samples: 0,
      remarkCount: 2,
    })
    expect(info.exhibits).toMatchObject([
      {
        label: 'E001',
        records: 121,
        events: 121,
        rejects: 0,
        members: 41,
        withoutTime: 1,
        isComplete: true,
        gapCount: 1,
        gaps: [{ from: '2026-01-01T00:59:00.000Z', to: '2026-01-02T01:00:00.000Z', seconds: 86_460 }],
      },
    ])
  })

  test('stays as it was frozen, whatever is imported afterwards', async () => {
    const path = await folder.makeCase([{ records: records(30) }])
    await freeze(path, 'All')
    expect(await ask(engine, 'populations.check', { case: path, name: 'all' })).toEqual({
      isSame: true,
      isAnswerSame: true,
      nowEvents: 30,
    })
    await addExhibits(path, [{ records: records(12, 100), startsImport: true }])
    expect((await ask(engine, 'populations.show', { case: path, name: 'All' })).events).toBe(30)
    expect(await ask(engine, 'populations.check', { case: path, name: 'All' })).toEqual({
      isSame: true,
      isAnswerSame: false,
      nowEvents: 42,
    })
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
  })

  test('has the digest of its list, whatever it holds', async () => {
    const path = await folder.makeCase([{ records: records(80) }, { records: records(40, 200) }])
    const queries = ['', 'actor:"actor 1"', 'action:read OR outcome:failure', '-exhibit:E001', 'id:3']
    for (const [i, query] of queries.entries()) {
      const info = await freeze(path, `P${i}`, query)
      const out = folder.newPath('list.tsv')
      const report = await ask(engine, 'populations.export', { case: path, population: `P${i}`, out })
      const bytes = readFileSync(out)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(info.digest)
      expect(report).toMatchObject({ rows: info.events, sha256: info.digest, recorded: true })
      const lines = bytes.toString().trimEnd().split('\n')
      expect(lines.length).toBe(info.events)
      expect(lines).toEqual(
        lines.toSorted((a, b) => {
          const [[x, i1], [y, j1]] = [a.split('\t'), b.split('\t')]
          return x === y ? Number(i1) - Number(j1) : x < y ? -1 : 1
        }),
      )
    }
  })

  test('is refused where there is nothing to freeze, or the name is taken', async () => {
    const path = await folder.makeCase([{ records: records(3) }])
    await freeze(path, 'Straße')
    await expect(freeze(path, 'STRASSE')).resolves.toMatchObject({ events: 3 })
    await expect(freeze(path, 'straße')).rejects.toMatchObject({ failure: { code: 'population/exists' } })
    await expect(freeze(path, 'None', 'action:none')).rejects.toMatchObject({ failure: { code: 'population/empty' } })
    for (const name of ['', ' x', 'a\nb', '\ud800', 'x'.repeat(101)])
      await expect(freeze(path, name)).rejects.toMatchObject({ failure: { code: 'usage/bad-argument' } })
  })
})

describe('a sample', () => {
  test('has the size asked for, no item twice, all of the population, and is drawn again by its seed', async () => {
    const path = await folder.makeCase([{ records: records(150) }, { records: records(90, 500) }])
    const { events } = await freeze(path, 'Writes', 'action:write')
    const members = new Set(
      (
        await ask(engine, 'rows.page', { case: path, filter: 'action:write', columns: [], offset: 0, limit: 999 })
      ).rows.map(({ id }) => id),
    )
    expect(members.size).toBe(events)
    let made = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('random', 'systematic', 'stratified'),
        fc.integer({ min: 1, max: events }),
        fc.stringMatching(/^[a-zA-Z0-9 äß.:-]{1,20}$/).filter((seed) => seed.trim() === seed),
        async (method, size, seed) => {
          const how: DrawMethod =
            method === 'stratified'
              ? { method, size, seed, field: 'actor', allocation: size % 2 === 0 ? 'equal' : 'proportional' }
              : { method: method as 'random' | 'systematic', size, seed }
          const names = [`s${++made}`, `s${++made}`]
          for (const name of names) await draw(path, 'Writes', name, how)
          const [one, two] = [await drawn(path, names[0]), await drawn(path, names[1])]
          expect(two).toEqual(one)
          expect(one.length).toBe(size)
          expect(new Set(one.map(({ event }) => event)).size).toBe(size)
          for (const { event } of one) expect(members.has(event)).toBe(true)
        },
      ),
      { numRuns: 12 },
    )
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
  })

  test('is the same in whichever order the files came in', async () => {
    const files = [records(60), records(45, 300)].map((all) => {
      const file = folder.newPath('made.ndjson')
      writeFileSync(file, all.map((record) => `${JSON.stringify(record)}\n`).join(''))
      return file
    })
    const paths = [folder.newPath('a.vouch'), folder.newPath('b.vouch')]
    await ask(engine, 'case.import', { case: paths[0], paths: files })
    for (const file of files.toReversed()) await ask(engine, 'case.import', { case: paths[1], paths: [file] })
    const methods: readonly DrawMethod[] = [
      { method: 'random', size: 20, seed: 's' },
      { method: 'systematic', size: 20, seed: 's' },
      { method: 'stratified', size: 20, seed: 's', field: 'outcome', allocation: 'proportional' },
    ]
    const bySource = paths.map(() => new Map<string, string[]>())
    for (const [i, path] of paths.entries()) {
      await freeze(path, 'All')
      for (const how of methods) {
        await draw(path, 'All', how.method, how)
        bySource[i].set(
          how.method,
          (await drawn(path, how.method)).map(({ at }) => at),
        )
      }
    }
    const digests = await Promise.all(
      paths.map(async (path) => (await ask(engine, 'populations.show', { case: path, name: 'All' })).digest),
    )
    expect(digests[0]).toBe(digests[1])
    expect(bySource[0]).toEqual(bySource[1])
  })

  test('of strata states how many each has, and gives', async () => {
    const path = await folder.makeCase([{ records: records(100) }])
    await freeze(path, 'All')
    const how = { method: 'stratified', size: 10, seed: 'x', field: 'outcome', allocation: 'proportional' } as const
    const info = await draw(path, 'All', 'S', how)
    expect(info.strata).toEqual([
      { value: 'failure', population: 40, sample: 4 },
      { value: 'success', population: 40, sample: 4 },
      { value: null, population: 20, sample: 2 },
    ])
    const strata = (await drawn(path, 'S')).map(({ stratum }) => stratum)
    expect(strata).toEqual([...Array(4).fill('failure'), ...Array(4).fill('success'), null, null])
  })

  test('that is larger begins with the smaller one', async () => {
    const path = await folder.makeCase([{ records: records(100) }])
    await freeze(path, 'All')
    await draw(path, 'All', 'small', { method: 'random', size: 7, seed: 'x' })
    await draw(path, 'All', 'large', { method: 'random', size: 30, seed: 'x' })
    expect((await drawn(path, 'large')).slice(0, 7)).toEqual(await drawn(path, 'small'))
  })

  test('without a seed gets one, which is recorded', async () => {
    const path = await folder.makeCase([{ records: records(50) }])
    await freeze(path, 'All')
    const { seed } = await draw(path, 'All', 'a', { method: 'random', size: 9 })
    expect(seed).toMatch(/^[0-9a-f]{32}$/)
    await draw(path, 'All', 'b', { method: 'random', size: 9, seed: seed ?? '' })
    expect(await drawn(path, 'b')).toEqual(await drawn(path, 'a'))
    expect((await draw(path, 'All', 'c', { method: 'random', size: 9 })).seed).not.toBe(seed)
  })

  test('by a person keeps order and reason, has no seed and comes from the population', async () => {
    const path = await folder.makeCase([{ records: records(20) }])
    await freeze(path, 'Reads', 'action:read')
    const info = await draw(path, 'Reads', 'Odd', { method: 'judgemental', events: [7, 1, 7], reason: ' at night ' })
    expect(info).toMatchObject({ method: 'judgemental', seed: null, reason: 'at night', size: 2 })
    expect((await drawn(path, 'Odd')).map(({ event }) => event)).toEqual([7, 1])
    const outside = { method: 'judgemental', events: [2], reason: 'x' } as const
    await expect(draw(path, 'Reads', 'x', outside)).rejects.toMatchObject({ failure: { code: 'event/not-found' } })
    const silent = { method: 'judgemental', events: [1], reason: ' ' } as const
    await expect(draw(path, 'Reads', 'x', silent)).rejects.toMatchObject({ failure: { code: 'usage/bad-argument' } })
  })

  test('is found by a filter, as soon as it is drawn, and shown as a column', async () => {
    const path = await folder.makeCase([{ records: records(50) }])
    await freeze(path, 'All')
    expect(await idsOf(engine, path, 'sample:*')).toEqual([])
    await draw(path, 'All', 'Q2 keys', { method: 'random', size: 9, seed: 'x' })
    await draw(path, 'All', 'By hand', { method: 'judgemental', events: [4, 2], reason: 'odd' })
    const events = (await drawn(path, 'Q2 keys')).map(({ event }) => event).sort((a, b) => a - b)
    expect(await idsOf(engine, path, 'sample:"Q2 keys"')).toEqual(events)
    expect(await idsOf(engine, path, 'sample:by*')).toEqual([2, 4])
    expect(await idsOf(engine, path, '-sample:*')).toHaveLength(50 - new Set([...events, 2, 4]).size)
    const page = { case: path, filter: 'id:4', columns: ['sample'], offset: 0, limit: 1 }
    const [{ cells }] = (await ask(engine, 'rows.page', page)).rows
    expect(cells).toEqual([events.includes(4) ? 'Q2 keys, By hand' : 'By hand'])
  })

  test('that cannot be drawn leaves nothing behind', async () => {
    const path = await folder.makeCase([{ records: records(10) }])
    await freeze(path, 'All')
    const impossible: readonly DrawMethod[] = [
      { method: 'random', size: 0 },
      { method: 'random', size: 11 },
      { method: 'systematic', interval: 0 },
      { method: 'systematic', interval: 11 },
      { method: 'systematic', size: 6, interval: 2 },
      { method: 'stratified', size: 11, field: 'action', allocation: 'equal' },
      { method: 'stratified', size: 2, field: 'time', allocation: 'equal' },
      { method: 'stratified', size: 2, field: 'tag', allocation: 'equal' },
    ]
    for (const how of impossible)
      await expect(draw(path, 'All', 'x', how)).rejects.toMatchObject({ failure: { code: 'sample/impossible' } })
    for (const seed of ['', ' x', 'a\tb', '\udc00', 'e\u0301', 'x'.repeat(201)])
      await expect(draw(path, 'All', 'x', { method: 'random', size: 1, seed })).rejects.toMatchObject({
        failure: { code: 'usage/bad-argument' },
      })
    expect(await ask(engine, 'samples.list', { case: path })).toEqual([])
  })
})

describe('marks', () => {
  test('are counted, taken back, and all kept with who and when', async () => {
    const path = await folder.makeCase([{ records: records(40) }])
    await freeze(path, 'All')
    await draw(path, 'All', 'S', { method: 'random', size: 10, seed: 's' })
    const mark = (items: number[], result: 'pass' | 'exception' | 'notApplicable' | null, note?: string) =>
      ask(engine, 'samples.mark', { case: path, sample: 's', items, result, ...(note === undefined ? {} : { note }) })
    expect(await mark([1, 2, 3], 'pass')).toEqual({
      changed: 3,
      progress: { pass: 3, exception: 0, notApplicable: 0, open: 7 },
    })
    await mark([2], 'exception', 'no ticket')
    await mark([2], 'notApplicable')
    expect((await mark([3], null)).progress).toEqual({ pass: 1, exception: 0, notApplicable: 1, open: 8 })
    expect((await mark([1], 'pass')).changed).toBe(0)
    const history = await ask(engine, 'samples.history', { case: path, sample: 'S', item: 2 })
    expect(history.map(({ result, note }) => [result, note])).toEqual([
      ['pass', ''],
      ['exception', 'no ticket'],
      ['notApplicable', 'no ticket'],
    ])
    for (const { at, who } of history) {
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
      expect(who).toContain('@')
    }
    const { items } = await ask(engine, 'samples.items', {
      case: path,
      sample: 'S',
      columns: ['actor'],
      offset: 0,
      limit: 3,
    })
    expect(items.map(({ mark: last, marks }) => [last?.result ?? null, marks])).toEqual([
      ['pass', 1],
      ['notApplicable', 3],
      [null, 2],
    ])
    const { entries } = await ask(engine, 'case.custody', { case: path, offset: 0, limit: 10 })
    expect(entries.filter(({ action }) => action === 'sample.mark').map(({ details }) => details)).toMatchObject([
      { sample: 'S', items: [3], result: null, count: 1 },
      { items: [2], result: 'notApplicable' },
      { items: [2], result: 'exception', note: 'no ticket' },
      { items: [1, 2, 3], result: 'pass', count: 3 },
    ])
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
  })

  test('of an item that is none, or with a note too long, change nothing', async () => {
    const path = await folder.makeCase([{ records: records(10) }])
    await freeze(path, 'All')
    await draw(path, 'All', 'S', { method: 'random', size: 5, seed: 's' })
    for (const items of [[0], [6], [1, 1.5], [1, 99]])
      await expect(ask(engine, 'samples.mark', { case: path, sample: 'S', items, result: 'pass' })).rejects.toThrow()
    const long = { case: path, sample: 'S', items: [1], result: 'pass', note: 'x'.repeat(10_001) } as const
    await expect(ask(engine, 'samples.mark', long)).rejects.toThrow()
    const [{ progress }] = await ask(engine, 'samples.list', { case: path })
    expect(progress).toEqual({ pass: 0, exception: 0, notApplicable: 0, open: 5 })
  })
})

describe('a case of schema version 20', () => {
  test('has no populations and no samples, and is brought up to date by the first freeze', async () => {
    const path = await folder.makeCase([{ records: records(5) }])
    takeBack(path, 20)
    const before = readFileSync(path)
    const reader = askingEngine()
    expect(await ask(reader, 'populations.list', { case: path })).toEqual([])
    expect(await ask(reader, 'samples.list', { case: path })).toEqual([])
    await expect(ask(reader, 'populations.show', { case: path, name: 'x' })).rejects.toThrow('no population')
    await expect(ask(reader, 'samples.show', { case: path, name: 'x' })).rejects.toThrow('no sample')
    await reader.close()
    expect(readFileSync(path).equals(before)).toBe(true)
    await freeze(path, 'All')
    await draw(path, 'All', 'S', { method: 'random', size: 2, seed: 's' })
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
  })
})
