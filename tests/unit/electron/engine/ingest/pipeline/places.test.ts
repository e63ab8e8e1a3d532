/** Places that do not take what is written: full disks, read-only media, cases of another version. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lines, Room } from './room.ts'

let room: Room
const mounted: string[] = []
beforeEach(() => {
  room = new Room()
})
afterEach(async () => {
  await room.engine.close()
  for (const dir of mounted.splice(0)) spawnSync('umount', [dir])
  await room.close()
})

/** Mounts memory of that size in the room; null where this account may not. */
function mountMemory(size: string): string | null {
  const dir = join(room.dir, 'medium')
  mkdirSync(dir)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir])
  if (status !== 0) return null
  mounted.push(dir)
  return dir
}

describe('no space left', () => {
  it('for the case: it is named, what was in the case stays, with space the import succeeds', async ({ skip }) => {
    const dir = mountMemory('6m')
    if (dir === null) return skip('mounting a small file system needs root')
    const path = join(dir, 'case.vouch')
    const first = room.file('first.ndjson', lines(0, 100))
    await room.ask('case.import', { case: path, paths: [first] })
    // Bytes that do not compress, so that six megabytes are soon full.
    const noise = Array.from(
      { length: 40_000 },
      (_, n) => `{"time":${1777629600 + n},"action":"a","n":"${noiseOf(n)}"}\n`,
    )
    const large = room.file('large.ndjson', noise.join(''))
    const failure = await room.failure('case.import', { case: path, paths: [large] })
    expect(failure).toMatchObject({ code: 'case/no-space', where: { path } })
    expect(failure.kept).toMatch(/undone/)
    await room.expectWhole(path)
    expect(await room.ask('case.info', { case: path })).toMatchObject({ events: 100 })
    spawnSync('mount', ['-o', 'remount,size=200m', dir])
    const report = await room.ask('case.import', { case: path, paths: [large] })
    expect(report.files).toMatchObject([{ kind: 'imported', events: 40_000 }])
    await room.expectWhole(path)
  })

  it('for a new case: it is named', async ({ skip }) => {
    const dir = mountMemory('64k')
    if (dir === null) return skip('mounting a small file system needs root')
    const paths = [room.file('first.ndjson', lines(0, 100))]
    const failure = await room.failure('case.import', { case: join(dir, 'case.vouch'), paths })
    expect(failure.code).toBe('case/no-space')
  })

  it('for an export: it is named, and nothing is left behind', async ({ skip }) => {
    await room.exhibit('log.ndjson', lines(0, 2_000))
    const dir = mountMemory('300k')
    if (dir === null) return skip('mounting a small file system needs root')
    for (const format of ['csv', 'ndjson', 'json'] as const) {
      // All of it in one go, of which the disk takes a part; and in several.
      for (const filter of ['', 'record<1500']) {
        const failure = await room.failure('rows.export', { case: room.case, filter, format, out: join(dir, 'out') })
        expect(failure).toMatchObject({ code: 'export/write-failed', where: { path: join(dir, 'out') } })
        expect(failure.message).toContain('no space')
        expect(readdirSync(dir)).toEqual([])
      }
    }
  })
})

describe('a case on read-only media', () => {
  it('can be asked everything; nothing is written beside it', async ({ skip }) => {
    const dir = mountMemory('20m')
    if (dir === null) return skip('mounting a read-only file system needs root')
    await room.exhibit('log.ndjson', lines(0, 1_000))
    const path = join(dir, 'case.vouch')
    copyFileSync(room.case, path)
    if (spawnSync('mount', ['-o', 'remount,ro', dir]).status !== 0)
      return skip('the file system cannot be made read-only')
    const before = readFileSync(path)

    await room.expectWhole(path)
    const ask = { case: path, filter: 'action:login' }
    expect(await room.ask('rows.count', ask)).toMatchObject({ count: 333 })
    const [facet] = await room.ask('rows.facets', { ...ask, fields: ['actor'], top: 3 })
    expect(facet.distinct).toBe(7)
    const page = await room.ask('rows.page', { ...ask, columns: ['eventId'], offset: 0, limit: 2 })
    expect(page.rows.map((row) => row.cells)).toEqual([['e-2'], ['e-5']])
    expect(await room.ask('event.show', { case: path, event: '1' })).toMatchObject({ id: 1 })
    const out = join(room.dir, 'out.csv')
    expect(await room.ask('rows.export', { ...ask, format: 'csv', out })).toMatchObject({ rows: 333 })
    const write = await room.failure('case.import', { case: path, paths: [room.file('b.ndjson', lines(5_000, 5_010))] })
    expect(write).toMatchObject({ code: 'case/read-only', kept: expect.any(String), next: expect.any(String) })
    expect(readdirSync(dir)).toEqual(['case.vouch'])
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('refuses an export onto it by name', async ({ skip }) => {
    await room.exhibit('log.ndjson', lines(0, 10))
    const dir = mountMemory('1m')
    if (dir === null || spawnSync('mount', ['-o', 'remount,ro', dir]).status !== 0)
      return skip('mounting a read-only file system needs root')
    const failure = await room.failure('rows.export', {
      case: room.case,
      filter: '',
      format: 'csv',
      out: join(dir, 'o.csv'),
    })
    expect(failure).toMatchObject({ code: 'export/write-failed', message: expect.stringContaining('may not write') })
  })
})

describe('a case of another version', () => {
  it('from a newer Vouch is refused by name, and not changed', async () => {
    await room.exhibit('log.ndjson', lines(0, 10))
    await room.engine.close()
    const db = new Database(room.case)
    db.pragma('user_version = 99990')
    db.close()
    const before = readFileSync(room.case)
    const expected = { code: 'case/newer-version', facts: { found: 99990 }, where: { path: room.case } }
    const { case: path } = room
    expect(await room.failure('case.info', { case: path })).toMatchObject(expected)
    expect(await room.failure('rows.count', { case: path, filter: '' })).toMatchObject(expected)
    expect(await room.failure('case.verify', { case: path })).toMatchObject(expected)
    const paths = [room.file('b.ndjson', lines(20, 30))]
    expect(await room.failure('case.import', { case: path, paths })).toMatchObject(expected)
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(room.dir).filter((name) => name.startsWith('case.vouch'))).toEqual(['case.vouch'])
  })

  it('that is no case at all is refused: text, another database, a folder, nothing', async () => {
    const other = join(room.dir, 'other.sqlite')
    const db = new Database(other)
    db.exec('CREATE TABLE t (a)')
    db.close()
    const text = room.file(
      'notes.txt',
      'These are my notes, and they are long enough to be more than one SQLite header.\n'.repeat(20),
    )
    const empty = room.file('empty.vouch', '')
    const codes: string[] = []
    for (const path of [text, other, room.dir, empty, join(room.dir, 'nowhere.vouch')])
      codes.push((await room.failure('case.info', { case: path })).code)
    expect(codes).toEqual([
      'case/not-a-case',
      'case/not-a-case',
      'case/not-a-case',
      'case/not-a-case',
      'case/not-found',
    ])
    const before = [text, other].map((path) => readFileSync(path))
    const paths = [room.file('b.ndjson', lines(0, 3))]
    for (const path of [text, other, room.dir])
      expect(await room.failure('case.import', { case: path, paths })).toMatchObject({ code: 'case/not-a-case' })
    expect([text, other].map((path) => readFileSync(path))).toEqual(before)
  })
})

/** 300 characters that hardly compress, the same for the same `n`. */
function noiseOf(n: number): string {
  let state = n * 2654435761 + 1
  let text = ''
  while (text.length < 300) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    text += state.toString(36)
  }
  return text
}

describe('a case that lies among what it imports', () => {
  it('is left out under every name, so that nobody’s locks on it are dropped', async () => {
    room.file('a.ndjson', lines(0, 10))
    await room.exhibit('first.ndjson', lines(100, 110))
    linkSync(room.case, join(room.dir, 'other-name.vouch'))
    symlinkSync(room.case, join(room.dir, 'link.vouch'))
    const [folder, link] = [room.dir, join(room.dir, 'link.vouch')]
    const plan = await room.ask('case.plan', { case: room.case, paths: [folder, link] })
    const report = await room.ask('case.import', { case: room.case, paths: [folder, link] })
    for (const files of [plan.files, report.files]) {
      const skipped = files.flatMap((file) => (file.kind === 'skipped' ? [[basename(file.path), file.reason]] : []))
      expect(skipped).toContainEqual(['case.vouch', 'the case itself'])
      expect(skipped).toContainEqual(['other-name.vouch', 'the case itself'])
      // In a folder links are not followed; named on its own it leads to the case.
      expect(skipped.filter(([name]) => name === 'link.vouch').map(([, reason]) => reason)).toContain('the case itself')
      expect(files.filter((file) => file.kind === 'failed' && /\.vouch(-\w+)?$/.test(file.path))).toEqual([])
    }
    await room.expectWhole()
  })
})
