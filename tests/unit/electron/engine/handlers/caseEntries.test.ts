/** Cases as a whole, through the engine's door: made, described, their rejects, bytes and custody log. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  appendCustody,
  beginPullRun,
  endPullRun,
  openCaseForWriting,
} from '../../../../../electron/engine/case/index.ts'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { lines, Room } from '../ingest/pipeline/room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

/** Another program changes the case file. */
function tamper(sql: string): void {
  const db = new Database(room.case)
  db.exec(sql)
  db.close()
}

function openedForWriting() {
  const file = openCaseForWriting(room.case)
  return { db: file.db, close: () => file.close() }
}

describe('case.create', () => {
  it('makes an empty case that can be asked, and never replaces a file', async () => {
    const info = await room.ask('case.create', { case: room.case })
    expect(info).toMatchObject({ events: 0, records: 0, rejects: 0, exhibits: [], isWritable: true, custodyEntries: 1 })
    expect(await room.ask('case.info', { case: room.case })).toEqual(info)
    expect((await room.failure('case.create', { case: room.case })).code).toBe('case/exists')
    const log = room.file('log.txt', 'mine')
    expect((await room.failure('case.create', { case: log })).code).toBe('case/exists')
    expect(readFileSync(log, 'utf8')).toBe('mine')
    expect((await room.failure('case.create', { case: join(room.dir, 'no', 'x.vouch') })).code).toBe('case/not-found')
  })

  it('in place of a case that was open and taken away is a new one', async () => {
    const first = await room.ask('case.create', { case: room.case })
    await room.engine.call('case.state', { case: room.case })
    rmSync(room.case)
    const second = await room.ask('case.create', { case: room.case })
    expect(second.caseId).not.toBe(first.caseId)
    expect((await room.ask('case.info', { case: room.case })).caseId).toBe(second.caseId)
  })
})

describe('case.state', () => {
  it('is another one when an exhibit, a mark, a tag or a view has come in, and only then', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const state = async (): Promise<string> => (await room.ask('case.state', { case: room.case })).version
    const versions = [await state()]
    const unchanged = async (): Promise<void> => expect(await state()).toBe(versions.at(-1))
    const changed = async (): Promise<void> => {
      versions.push(await state())
      expect(new Set(versions).size).toBe(versions.length)
    }
    await room.ask('rows.count', { case: room.case, filter: '' })
    await unchanged()
    const before = await room.ask('case.state', { case: room.case })
    expect(before.events).toBe(10)
    const out = join(room.dir, 'out.csv')
    await room.ask('rows.export', { case: room.case, filter: '', format: 'csv', out })
    await unchanged()
    expect((await room.ask('case.state', { case: room.case })).lastCustody).toBe(before.lastCustody + 1)
    await room.exhibit('b.ndjson', lines(10, 30))
    await changed()
    expect((await room.ask('case.state', { case: room.case })).events).toBe(30)
    const change = { kind: 'bookmark', on: true } as const
    await room.ask('annotations.change', { case: room.case, target: { events: [3] }, change })
    await changed()
    await room.ask('tags.set', { case: room.case, name: 'odd', colour: 'red' })
    await changed()
    const view = { vouchView: 1, name: 'mine', query: '', columns: [], sort: null, zone: 'UTC' }
    await room.ask('views.save', { case: room.case, view })
    await changed()
    await unchanged()
  })

  it('is another one when a pull begins, and when it ends', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const state = async (): Promise<string> => (await room.ask('case.state', { case: room.case })).version
    const versions = [await state()]
    const { db, close } = openedForWriting()
    const start = { stream: 's', source: '{}', baseUrl: 'https://example.com', sourceId: 'made' }
    const { runId } = db.transaction(() =>
      beginPullRun(db, { ...start, since: null, until: null, version: 'vouch test' }),
    )()
    versions.push(await state())
    db.transaction(() => endPullRun(db, runId, 'complete', null, {}))()
    versions.push(await state())
    close()
    expect(new Set(versions).size).toBe(3)
  })

  it('tells another process of the same', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const other = createEngine({ version: 'other', profileDirs: [] })
    const seen = await other.call('case.state', { case: room.case })
    expect(seen).toEqual({ ok: true, value: await room.ask('case.state', { case: room.case }) })
    await room.exhibit('b.ndjson', lines(10, 30))
    const after = await other.call('case.state', { case: room.case })
    expect(after).not.toEqual(seen)
    expect(after).toEqual({ ok: true, value: await room.ask('case.state', { case: room.case }) })
    await other.close()
  })
})

describe('case.rejects', () => {
  it('pages through all of them, or those of one exhibit, in their order', async () => {
    const broken = (from: number, to: number): string =>
      lines(from, to)
        .split('\n')
        .map((line, i) => (i % 3 === 1 ? `{"broken ${from + i}` : line))
        .join('\n')
    await room.exhibit('a.ndjson', broken(0, 60))
    await room.exhibit('b.ndjson', broken(100, 130))
    const all = await room.rejects()
    expect(all.length).toBe(30)
    const paged = []
    for (let offset = 0; offset < 40; offset += 7)
      paged.push(...(await room.ask('case.rejects', { case: room.case, limit: 7, offset })))
    expect(paged).toEqual(all)
    const ofSecond = await room.ask('case.rejects', { case: room.case, limit: 100, exhibit: 'E002' })
    expect(ofSecond).toEqual(all.filter((reject) => reject.exhibit === 'E002'))
    expect(await room.ask('case.rejects', { case: room.case, limit: 3, offset: 8, exhibit: 'E002' })).toEqual(
      ofSecond.slice(8, 11),
    )
    const places = all.map((reject) => [reject.exhibit, reject.startByte] as const)
    const inOrder = places.toSorted((a, b) => a[0].localeCompare(b[0]) || a[1] - b[1])
    expect(places).toEqual(inOrder)
    for (const exhibit of ['E003', 'E1', 'E0001', 'x', '__proto__', ''])
      expect((await room.failure('case.rejects', { case: room.case, limit: 1, exhibit })).code).toBe(
        'exhibit/not-found',
      )
    for (const offset of [-1, 0.5, Number.NaN])
      expect((await room.failure('case.rejects', { case: room.case, limit: 1, offset })).code).toBe(
        'usage/bad-argument',
      )
  })

  it('come front to back also where stretches without a record stand among broken records', async () => {
    const text = [
      '[',
      '{"a":1},',
      'nonsense ###,',
      '{"time":"2026-05-01T10:00:00Z","action":"x"},',
      '7,',
      '{"b":',
      ']',
    ].join('\n')
    await room.exhibit('odd.json', text)
    const starts = (await room.rejects()).map((reject) => reject.startByte)
    expect(starts.length).toBeGreaterThan(1)
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  })
})

describe('case.bytes', () => {
  it('gives any stretch of an exhibit as it was received', async () => {
    const bytes = Buffer.from(lines(0, 2_000))
    await room.exhibit('a.ndjson', bytes)
    const stretch = async (startByte: number, endByte: number): Promise<Buffer> =>
      Buffer.from((await room.ask('case.bytes', { case: room.case, exhibit: 'E001', startByte, endByte })).bytes)
    const { length } = bytes
    for (const [from, to] of [
      [0, 0],
      [0, 100],
      [70_000, 70_000 + 65_536],
      [length - 5, length],
      [length, length],
    ])
      expect((await stretch(from, to)).equals(bytes.subarray(from, to))).toBe(true)
  })

  it('names what is no stretch, and what is no exhibit', async () => {
    await room.exhibit('a.ndjson', lines(0, 2_000))
    const size = statSync(join(room.dir, 'a.ndjson')).size
    const code = async (exhibit: string, startByte: number, endByte: number): Promise<string> =>
      (await room.failure('case.bytes', { case: room.case, exhibit, startByte, endByte })).code
    for (const [from, to] of [
      [-1, 5],
      [5, 4],
      [0, size + 1],
      [0, 65_537],
      [0.5, 2],
      [Number.NaN, 2],
    ])
      expect(await code('E001', from, to)).toBe('usage/bad-argument')
    expect(await code('E002', 0, 1)).toBe('exhibit/not-found')
    expect(await code('1', 0, 1)).toBe('exhibit/not-found')
  })
})

describe('case.custody', () => {
  it('lists entries latest first, page by page', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    await room.exhibit('b.ndjson', lines(10, 20))
    const all = await room.ask('case.custody', { case: room.case, offset: 0, limit: 100 })
    expect(all.broken).toBeNull()
    expect(all.total).toBe(all.entries.length)
    expect(all.entries.map((entry) => entry.seq)).toEqual(all.entries.map((_, i) => all.total - i))
    // Every import is followed by the room's own verification.
    expect(all.entries.map((entry) => entry.action)).toEqual([
      'case.verify',
      'exhibit.import',
      'case.verify',
      'exhibit.import',
      'case.create',
    ])
    expect(all.entries[1]).toMatchObject({
      who: expect.stringContaining('@'),
      details: { exhibit: 'E002', events: 10 },
    })
    const page = await room.ask('case.custody', { case: room.case, offset: 1, limit: 2 })
    expect(page).toEqual({ ...all, entries: all.entries.slice(1, 3) })
    expect((await room.failure('case.custody', { case: room.case, offset: -1, limit: 2 })).code).toBe(
      'usage/bad-argument',
    )
  })

  it('says where the chain breaks', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    await room.engine.close()
    tamper(`UPDATE custody_entry SET facts = replace(facts, '"events":10', '"events":11') WHERE act = 'exhibit.import'`)
    const { broken, total } = await room.ask('case.custody', { case: room.case, offset: 0, limit: 1 })
    expect(broken).toMatchObject({ code: 'verify/custody-broken', facts: { seq: 2, problem: 'edited' } })
    expect(total).toBe(3)
  })

  it('goes on from where it has checked: entries that come in are checked, and so is what is cut off', async () => {
    await room.ask('case.create', { case: room.case })
    const add = (count: number): void => {
      const file = openCaseForWriting(room.case)
      file.db.transaction(() => {
        for (let i = 0; i < count; i++) appendCustody(file.db, 'rows.export', { i })
      })()
      file.close()
    }
    const seen = async () => room.ask('case.custody', { case: room.case, offset: 0, limit: 1 })
    add(2_500)
    expect(await seen()).toMatchObject({ total: 2_501, broken: null, entries: [{ seq: 2_501, details: { i: 2_499 } }] })
    add(10)
    expect(await seen()).toMatchObject({ total: 2_511, broken: null })
    tamper('DELETE FROM custody_entry WHERE seq > 2000')
    expect(await seen()).toMatchObject({ total: 2_000, broken: { facts: { problem: 'cut-off' } } })
    // What comes in later follows from what was there, and shows the gap.
    add(5)
    expect(await seen()).toMatchObject({
      total: 2_005,
      broken: { facts: { problem: 'missing', seq: 2_001, lastSeq: 2_511 } },
    })
  })
})

describe('the custody log', () => {
  const latest = async (count: number) =>
    (await room.ask('case.custody', { case: room.case, offset: 0, limit: count })).entries

  it('tells of every export: what was asked, how many rows, the hash of the file, and its name alone', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const out = join(room.dir, 'secret-folder.csv')
    const filter = { kind: 'is', field: 'action', value: 'login', exact: false } as const
    const report = await room.ask('rows.export', { case: room.case, filter, format: 'csv', out })
    expect(report.recorded).toBe(true)
    const [entry] = await latest(1)
    expect(entry).toMatchObject({
      action: 'rows.export',
      details: {
        file: 'secret-folder.csv',
        format: 'csv',
        filter: 'action:login',
        rows: report.rows,
        sizeBytes: statSync(out).size,
        sha256: report.sha256,
        version: 'vouch test',
      },
    })
    expect(JSON.stringify(entry)).not.toContain(room.dir)
  })

  it('tells of verifications and what they found', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const against = [room.file('other.ndjson', lines(5, 20))]
    const report = await room.ask('case.verify', { case: room.case, against })
    expect(report).toMatchObject({ recorded: true, findings: [{ code: 'verify/source-differs' }] })
    expect((await latest(1))[0]).toMatchObject({
      action: 'case.verify',
      details: { findings: 1, codes: ['verify/source-differs'], checked: { events: 10, sources: 1 } },
    })
  })

  it('is written to without leaving anything beside the case', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    await room.ask('rows.export', { case: room.case, filter: '', format: 'json', out: join(room.dir, 'out.json') })
    await room.ask('case.verify', { case: room.case })
    expect(readdirSync(room.dir).filter((name) => name.startsWith('case.'))).toEqual(['case.vouch'])
    expect((await latest(3)).map((entry) => entry.action)).toEqual(['case.verify', 'rows.export', 'case.verify'])
  })

  it('of a damaged case is left as it was found', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    await room.engine.close()
    tamper("UPDATE custody_entry SET who = 'somebody else' WHERE seq = 2")
    const before = readFileSync(room.case)
    const report = await room.ask('case.verify', { case: room.case })
    expect(report.findings).toMatchObject([{ code: 'verify/custody-broken' }])
    expect(report.recorded).toBe(false)
    expect(readFileSync(room.case).equals(before)).toBe(true)
  })

  it('does not keep an export from being made while the case cannot be written; it is entered later', async () => {
    await room.exhibit('a.ndjson', lines(0, 10))
    const other = new Database(room.case)
    other.exec('BEGIN IMMEDIATE')
    const out = join(room.dir, 'out.ndjson')
    const report = await room.ask('rows.export', { case: room.case, filter: '', format: 'ndjson', out })
    expect(report).toMatchObject({ rows: 10, recorded: false })
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(10)
    other.exec('ROLLBACK')
    other.close()
    expect((await latest(1))[0].action).not.toBe('rows.export')
    await room.ask('case.import', { case: room.case, paths: [room.file('b.ndjson', lines(10, 20))] })
    expect((await latest(1))[0]).toMatchObject({
      action: 'rows.export',
      details: { sha256: report.sha256, endedAt: expect.stringMatching(/^2\d{3}-.*Z$/) },
    })
    await room.expectWhole()
  })
})
