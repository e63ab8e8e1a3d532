/** Reading ahead changes no answer, in whatever state the case is, and is done where it can help. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CasePages, openCase, openCaseForWriting } from '../../../../../electron/engine/case/index.ts'
import { EventReadAhead, EventReader } from '../../../../../electron/engine/query/index.ts'
import { ColumnStore } from '../../../../../electron/engine/store/index.ts'
import { ask, askingEngine, CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

/** Rows of some 400 bytes: a tree with an interior page, and hundreds of leaves. */
const EVENTS = 9_000
const records = Array.from({ length: EVENTS }, (_, i) => ({
  time: new Date(Date.UTC(2026, 0, 1) + i * 1_000).toISOString(),
  actor: `actor-${i % 40}`,
  requestId: `${i}-${'x'.repeat(400)}`,
}))
let path: string
beforeAll(async () => {
  path = await folder.makeCase([{ records }])
})

const spread = Array.from({ length: 200 }, (_, i) => (i * 7_919) % EVENTS)
const near = Array.from({ length: 200 }, (_, i) => 3_000 + i)

test('pages that rows lie on are asked for once, and not where rows lie close together or are few', async () => {
  const { readAhead, close } = opened(path)
  const asked = await readAhead.start(spread)
  expect(asked).toBeGreaterThan(100)
  expect(asked).toBeLessThanOrEqual(spread.length)
  expect(await readAhead.start(spread)).toBe(0)
  expect(await readAhead.start(near)).toBe(0)
  expect(await readAhead.start([0, EVENTS - 1])).toBe(0)
  expect(await readAhead.start([])).toBe(0)
  close()
})

test('rows beyond the case are no failure', async () => {
  const { readAhead, close } = opened(path)
  expect(await readAhead.start(spread.map((row) => row * 1_000_000))).toBeLessThanOrEqual(spread.length)
  close()
})

test('a page in the order of actor is the events of the case in that order, wherever it begins', async () => {
  const expected = records
    .map(({ actor, requestId, time }, row) => ({ actor, requestId, time, row }))
    .sort((a, b) => (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : a.row - b.row))
  const engine = askingEngine()
  const pageAt = (offset: number) =>
    ask(engine, 'rows.page', {
      case: path,
      filter: '',
      columns: ['timeText', 'actor', 'requestId'],
      sort: { field: 'actor', descending: false },
      offset,
      limit: 200,
    })
  await fc.assert(
    fc.asyncProperty(fc.nat(EVENTS), async (offset) => {
      const page = await pageAt(offset)
      expect(page.rows.map(({ id, cells }) => [id, ...cells])).toEqual(
        expected
          .slice(offset, offset + 200)
          .map(({ row, time, actor, requestId }) => [row + 1, time, actor, requestId]),
      )
    }),
    { numRuns: 40 },
  )
  // Asked for at the same time.
  const pages = await Promise.all([0, 1_000, 2_000].map(pageAt))
  expect(pages.map((page) => page.rows.length)).toEqual([200, 200, 200])
  await engine.close()
})

test('while somebody writes, rows are what the case says and not what its file does', async () => {
  const copy = folder.newPath('written.vouch')
  copyFileSync(path, copy)
  const writer = openCaseForWriting(copy)
  const { file, readAhead, close } = opened(copy)
  // Kept in the WAL, as the reader's connection holds it open: the file still has the rows that are gone.
  writer.db.exec('DELETE FROM event WHERE id % 3 = 0; UPDATE event SET record = record + 1')
  const reader = new EventReader(file.db, new ColumnStore(file.db), ['requestId'])
  const asking = readAhead.start(spread)
  const read = [...reader.rows(spread)]
  expect(await asking).toBeGreaterThan(100)
  expect(read.map(({ id, record, values }) => [id, record, ...values])).toEqual(
    spread.filter((row) => (row + 1) % 3 !== 0).map((row) => [row + 1, row + 1, records[row].requestId]),
  )
  close()
  writer.close()
})

test('a case whose table of events is spoiled has nothing read ahead, and says that it is damaged', async () => {
  const spoiled = folder.newPath('spoiled.vouch')
  const { file, close } = opened(path)
  const root = file.db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'event'").pluck().get() ?? 0
  const pageBytes = file.db.pragma('page_size', { simple: true }) as number
  close()
  const bytes = readFileSync(path)
  bytes.fill(0xa5, (root - 1) * pageBytes, root * pageBytes)
  writeFileSync(spoiled, bytes)
  const damaged = opened(spoiled)
  expect(await damaged.readAhead.start(spread)).toBe(0)
  damaged.close()
  const engine = askingEngine()
  const sort = { field: 'actor', descending: false }
  const request = { case: spoiled, filter: '', columns: ['actor'], sort, offset: 0, limit: 200 }
  const result = await engine.call('rows.page', request)
  expect(result.ok ? null : result.failure.code).toBe('case/damaged')
  await engine.close()
})

test('nothing is read ahead of a case that is closed', async () => {
  const { readAhead, close } = opened(path)
  close()
  expect(await readAhead.start(spread)).toBe(0)
})

function opened(at: string) {
  const file = openCase(at)
  const pages = new CasePages(at)
  const readAhead = new EventReadAhead(file.db, pages)
  const close = (): void => {
    pages.close()
    file.close()
  }
  return { file, readAhead, close }
}
