/** How packs are made: the same ones from the same, entered in the custody log, all or nothing. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCaseForWriting } from '../../../../../../electron/engine/case/index.ts'
import type { Json } from '../../../../../../shared/failure.ts'
import { filesOf, ndjsonLines, PackRoom } from './packRoom.ts'

const room = new PackRoom()
beforeAll(() => room.importSources())
afterAll(() => room.close())

const json = (files: ReadonlyMap<string, Buffer>, name: string) =>
  JSON.parse(files.get(name)?.toString() ?? '') as Record<string, Json>

/** A tmpfs of that size at `path`; false where none can be mounted. */
function mounted(path: string, size: string): boolean {
  mkdirSync(path)
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]).status === 0
}

describe('a pack', () => {
  test('holds the records byte for byte, the query and the exhibits', async () => {
    const { out, events } = await room.pack({ filter: 'action:long OR actor:bob' })
    expect(events).toBe(2)
    const files = await filesOf(out)
    expect(files.get('data/records.bin')?.toString()).toBe(`${ndjsonLines[4].trim()}${ndjsonLines[5]}`)
    expect(json(files, 'data/pack.json')).toMatchObject({
      vouchPack: 1,
      events: 2,
      query: { text: 'action:long OR actor:bob', filter: { kind: 'or' }, now: '1970-01-01T00:00:00.000Z', zone: 'UTC' },
    })
    expect(json(files, 'data/exhibits.json')).toMatchObject([{ label: 'E001', records: 37, events: 36, rejects: 1 }])
    // A cell of 40,000 characters is cut in the workbook, and stands whole beside it.
    expect(files.get('data/events.xlsx.long-cells.ndjson')?.toString()).toContain('x'.repeat(40_000))
  })

  test('of no events is a pack, too', async () => {
    const { out, events, exhibits } = await room.pack({ filter: 'actor:nobody' })
    expect({ events, exhibits }).toEqual({ events: 0, exhibits: [] })
    expect(await room.verify(out)).toMatchObject({ findings: [], checked: { proofs: 0, records: 0 } })
  })

  test('of all events is whole in every order, zone and choice of columns', async () => {
    for (const more of [
      { sort: { field: 'actor', descending: true } },
      { timeZone: 'Asia/Kathmandu' },
      { columns: ['actor', 'payload', 'time', 'timeText'] },
      { formats: ['ndjson'] as const },
      { formats: [] },
    ]) {
      const { out, events } = await room.pack({ filter: '', ...more })
      const report = await room.verify(out, { against: [room.sources] })
      expect(report).toMatchObject({ findings: [], checked: { proofs: events, records: events } })
    }
  })

  test('has a folder named by its date, and says what people added in a file of its own', async () => {
    const change = { kind: 'note', text: 'look at <this>' } as const
    await room.engine.call('annotations.change', { case: room.case, target: { events: [2, 5] }, change })
    await room.engine.call('annotations.change', {
      case: room.case,
      target: { events: [2] },
      change: { kind: 'bookmark', on: true },
    })
    const { out } = await room.pack()
    const files = await filesOf(out)
    const lines = files.get('data/annotations.ndjson')?.toString().trim().split('\n') ?? []
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: 2, bookmarked: true, tags: [], notes: [{ text: 'look at <this>' }] },
      { event: 5, bookmarked: false, notes: [{ text: 'look at <this>' }] },
    ])
    expect(json(files, 'data/pack.json')).toMatchObject({ annotated: 2 })
    const refused = await room.engine.call('pack.make', {
      case: room.case,
      filter: '',
      out: room.newPath('x.zip'),
      columns: ['tag'],
    })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'usage/bad-argument' } })
  })

  test('is announced in the log that it holds, and entered with its hash once it is made', async () => {
    const report = await room.pack({ purpose: 'Inquiry 7' })
    const custody = await room.engine.call('case.custody', { case: room.case, offset: 0, limit: 2 })
    if (!custody.ok) throw new Error(custody.failure.message)
    expect(custody.value.broken).toBeNull()
    const [made, begun] = custody.value.entries
    expect(begun).toMatchObject({
      action: 'pack.begin',
      hash: report.custody.lastHash,
      details: { purpose: 'Inquiry 7', signedBy: report.signedBy },
    })
    expect(made).toMatchObject({ action: 'pack.make', details: { sha256: report.sha256, announcedBy: begun.seq } })
    const files = await filesOf(report.out)
    expect(files.get('data/custody.ndjson')?.toString().trimEnd().split('\n').at(-1)).toContain(report.custody.lastHash)
    expect(json(files, 'data/pack.json')).toMatchObject({ custody: { entries: begun.seq, announced: true } })
    expect(await room.engine.call('case.verify', { case: room.case })).toMatchObject({
      ok: true,
      value: { findings: [] },
    })
  })

  test('has the same bytes where case, question, options and date are the same', async () => {
    // While somebody else writes, nothing is entered in the log: so the case is the same both times.
    const other = openCaseForWriting(room.case)
    other.db.exec('BEGIN IMMEDIATE')
    try {
      const [first, second] = await Promise.all([room.pack(), room.pack()])
      expect(first.recorded).toBe(false)
      expect(readFileSync(second.out).equals(readFileSync(first.out))).toBe(true)
      expect(json(await filesOf(first.out), 'data/pack.json')).toMatchObject({ custody: { announced: false } })
    } finally {
      other.db.exec('ROLLBACK')
      other.close()
    }
  })

  test('differs with its date in what depends on it alone', async () => {
    const [first, second] = [await room.pack(), await room.pack({ date: '2026-11-29T13:00:00Z' })]
    const [files, others] = [await filesOf(first.out), await filesOf(second.out)]
    const differing = [...files].filter(([name, bytes]) => !others.get(name)?.equals(bytes)).map(([name]) => name)
    expect(differing.toSorted()).toEqual([
      ...['README.txt', 'bag-info.txt', 'data/custody.ndjson', 'data/pack.json', 'manifest-sha256.txt'],
      ...['tagmanifest-sha256.txt', 'tagmanifest-sha256.txt.sig'],
    ])
  })

  test('that is cancelled leaves nothing behind', async () => {
    const stop = new AbortController()
    const folder = room.newPath('cancelled')
    mkdirSync(folder)
    const request = { case: room.case, filter: '', out: `${folder}/pack.zip` }
    const result = await room.engine.call('pack.make', request, { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
    const running = room.engine.call('pack.make', request, { signal: stop.signal })
    setImmediate(() => stop.abort())
    const ended = await running
    if (!ended.ok) expect(readdirSync(folder)).toEqual([])
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('does not replace a file unless it is told to', async () => {
    const out = room.newPath('there.zip')
    writeFileSync(out, 'there')
    const refused = await room.engine.call('pack.make', { case: room.case, filter: '', out })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'export/target-exists' } })
    expect(readFileSync(out, 'utf8')).toBe('there')
    expect((await room.verify((await room.pack({ out, overwrite: true })).out)).findings).toEqual([])
  })

  test('for which the disk has no room fails clearly, and no file has its name', async (context) => {
    const disk = room.newPath('disk')
    if (!mounted(disk, '64k')) return context.skip('no small disk can be mounted here')
    try {
      const result = await room.engine.call('pack.make', { case: room.case, filter: '', out: `${disk}/pack.zip` })
      expect(result).toMatchObject({
        ok: false,
        failure: { code: 'export/write-failed', message: expect.stringContaining('no space is left') },
      })
      expect(readdirSync(disk)).toEqual([])
      expect(existsSync(`${disk}/pack.zip`)).toBe(false)
    } finally {
      spawnSync('umount', [disk])
    }
  })

  test.each([
    ['its date', { date: 'yesterday' }, 'usage/bad-argument'],
    ['its zone', { timeZone: 'Mars/Olympus' }, 'usage/bad-argument'],
    ['a field', { columns: ['nosuchfield'] }, 'query/unknown-field'],
    ['a recipient', { recipients: [`age1${'q'.repeat(58)}`] }, 'pack/bad-recipient'],
    ['its folder', { out: '/nowhere/at/all/pack.zip' }, 'export/write-failed'],
  ])('says what is wrong with %s', async (_, more, code) => {
    const request = { case: room.case, filter: '', out: room.newPath('x.zip') }
    expect(await room.engine.call('pack.make', { ...request, ...more })).toMatchObject({ ok: false, failure: { code } })
  })
})
