/** What a plan says of times without a year: how many there are, which day counts, and whose it is. */
import { utimesSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { YearsTold } from '../../../../shared/api/index.ts'
import { lines, Room } from './ingest/pipeline/room.ts'
import { zipOf } from './ingest/pipeline/zipOf.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

const text = ['Dec 31 23:59:59', 'Jan 31 23:00:00', '2024-02-01T10:00:00Z']
  .map((time) => `${time} web01 sshd[812]: session opened\n`)
  .join('')

/** A file that was last changed on 1 June 2026. */
function fileOf(name: string, bytes: Uint8Array | string): string {
  const path = room.file(name, bytes)
  const changed = new Date('2026-06-01T12:00:00Z')
  utimesSync(path, changed, changed)
  return path
}

async function toldOf(path: string, more: object = {}): Promise<YearsTold | null> {
  const { files } = await room.ask('case.plan', { case: room.case, paths: [path], ...more })
  const [file] = files
  if (files.length !== 1 || file.kind !== 'readable') throw new Error(`not one file: ${JSON.stringify(files)}`)
  return file.yearsTold
}

it('are counted, and told by the day on which the file was last changed', async () => {
  const expected = { records: 2, sampled: 3, ownDay: '2026-06-01', ownBy: 'file', chosenDay: null }
  expect(await toldOf(fileOf('auth.log', text))).toEqual(expected)
  expect(await toldOf(fileOf('auth.log.gz', gzipSync(text)))).toEqual(expected)
})

it('are told by what the archive states of a file in it', async () => {
  // The zips of these tests state 2026-05-01.
  const path = fileOf('logs.zip', zipOf([{ name: 'auth.log', bytes: text }]))
  expect(await toldOf(path)).toMatchObject({ ownDay: '2026-05-01', ownBy: 'archive' })
  const nested = fileOf('more.zip', zipOf([{ name: 'auth.log.gz', bytes: gzipSync(text) }]))
  expect(await toldOf(nested)).toMatchObject({ ownDay: '2026-05-01', ownBy: 'archive' })
})

it('are told by the day that was chosen, for all files or for one, beside the file’s own', async () => {
  const path = fileOf('auth.log', text)
  expect(await toldOf(path, { lastDay: '2024-01-31' })).toMatchObject({
    ownDay: '2026-06-01',
    ownBy: 'file',
    chosenDay: '2024-01-31',
  })
  const choices = { [path]: { lastDay: '2023-01-31' } }
  expect(await toldOf(path, { lastDay: '2024-01-31', choices })).toMatchObject({ chosenDay: '2023-01-31' })
})

it('are told under the name that is recorded in place of the path', async () => {
  const path = fileOf('auth.log.gz', gzipSync(text))
  expect(await toldOf(path, { names: { [path]: 'mine.gz' } })).toMatchObject({ ownBy: 'file' })
})

it('are no matter where every time states its year, or the file is no log of lines', async () => {
  expect(await toldOf(fileOf('iso.log', text.split('\n').slice(2).join('\n')))).toBeNull()
  expect(await toldOf(fileOf('a.ndjson', lines(0, 3)), { lastDay: '2024-01-31' })).toBeNull()
})
