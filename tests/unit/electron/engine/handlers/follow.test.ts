/** Files that grow and folders that fill: what was appended comes in once, whole lines only, and a file that was replaced is told. */
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FollowReport } from '../../../../../shared/api/index.ts'
import { lines, recordOf, Room } from '../ingest/pipeline/room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

async function follow(...paths: string[]): Promise<FollowReport> {
  const report = await room.ask('case.follow', { case: room.case, paths, pulls: [] })
  await room.expectWhole()
  return report
}

async function ids(): Promise<(string | null)[]> {
  return (await room.cells(['eventId'])).map(([id]) => id)
}

const upTo = (count: number): string[] => Array.from({ length: count }, (_, n) => `e-${n}`)

describe('a file that grows', () => {
  test('gives its appended lines, each once, as exhibits that say where they go on', async () => {
    const path = room.file('log.ndjson', lines(0, 3))
    await room.import([path])
    expect(await follow(path)).toMatchObject({ events: 0, failures: [] })
    const first = readFileSync(path)
    appendFileSync(path, lines(3, 5))
    expect(await follow(path)).toMatchObject({ events: 2, failures: [] })
    const second = readFileSync(path)
    appendFileSync(path, lines(5, 6))
    expect(await follow(path)).toMatchObject({ events: 1, failures: [] })
    expect(await follow(path)).toMatchObject({ events: 0 })
    expect(await ids()).toEqual(upTo(6))
    const db = new Database(room.case, { readonly: true })
    const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
    expect(
      db
        .prepare('SELECT exhibit_id, of_exhibit_id, start_byte, lower(hex(prefix_sha256)) AS prefix FROM continuation')
        .all(),
    ).toEqual([
      { exhibit_id: 2, of_exhibit_id: 1, start_byte: first.length, prefix: sha256(first) },
      { exhibit_id: 3, of_exhibit_id: 2, start_byte: second.length, prefix: sha256(second) },
    ])
    db.close()
  })

  test('a line that is still being written waits for its end', async () => {
    const path = room.file('log.ndjson', lines(0, 2))
    await room.import([path])
    appendFileSync(path, `${lines(2, 3)}${recordOf(3).slice(0, 20)}`)
    expect(await follow(path)).toMatchObject({ events: 1, rejects: 0 })
    expect(await follow(path)).toMatchObject({ events: 0, rejects: 0 })
    appendFileSync(path, `${recordOf(3).slice(20)}\n`)
    expect(await follow(path)).toMatchObject({ events: 1, rejects: 0 })
    expect(await ids()).toEqual(upTo(4))
  })

  test('a CSV has its header only in the first exhibit', async () => {
    const row = (n: number): string => `2026-05-01T10:00:0${n}Z,user${n}@example.com,login,e-${n}\n`
    const path = room.file('log.csv', `time,actor,action,event_id\n${row(0)}${row(1)}`)
    await room.import([path])
    appendFileSync(path, row(2) + row(3))
    expect(await follow(path)).toMatchObject({ events: 2, rejects: 0, failures: [] })
    expect(await room.cells(['actor'])).toEqual([0, 1, 2, 3].map((n) => [`user${n}@example.com`]))
  })

  test('under another path it is still the same file', async () => {
    const path = room.file('log.ndjson', lines(0, 2))
    await room.import([relative(process.cwd(), path)])
    appendFileSync(path, lines(2, 4))
    expect(await follow(path)).toMatchObject({ events: 2, failures: [] })
    expect(await ids()).toEqual(upTo(4))
  })

  test.each<[string, (path: string) => void]>([
    ['cut short', (path) => truncateSync(path, 100)],
    ['replaced by a longer one', (path) => writeFileSync(path, lines(50, 60))],
    ['changed at its beginning and longer', (path) => writeFileSync(path, `x${lines(0, 9).slice(1)}`)],
  ])('%s: it is said, and nothing comes in', async (_, change) => {
    const path = room.file('log.ndjson', lines(0, 3))
    await room.import([path])
    change(path)
    expect(await follow(path)).toMatchObject({
      events: 0,
      failures: [{ name: path, failure: { code: 'follow/not-continued' } }],
    })
    expect(await ids()).toEqual(upTo(3))
  })

  test('a JSON list cannot be followed, and says so', async () => {
    const path = room.file('log.json', `[${recordOf(0)},${recordOf(1)}]`)
    await room.import([path])
    writeFileSync(path, `[${recordOf(0)},${recordOf(1)},${recordOf(2)}]`)
    expect(await follow(path)).toMatchObject({ failures: [{ failure: { code: 'follow/not-continued' } }] })
  })
})

test('a folder gives its new files whole, and of the others what was appended', async () => {
  const folder = join(room.dir, 'logs')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.ndjson'), lines(0, 2))
  await room.import([folder])
  appendFileSync(join(folder, 'a.ndjson'), lines(2, 4))
  writeFileSync(join(folder, 'b.ndjson'), lines(4, 6))
  expect(await follow(folder)).toMatchObject({ events: 4, failures: [] })
  expect(await follow(folder)).toMatchObject({ events: 0, failures: [] })
  expect((await ids()).sort()).toEqual(upTo(6))
})
