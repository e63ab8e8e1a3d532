/** What annotations mean for the case file: old cases, other writers, one file at rest, verification, stock tools. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { openCase, openCaseForWriting } from '../../../../../electron/engine/case/index.ts'
import { OpenCase } from '../../../../../electron/engine/openCase.ts'
import type { AnnotationChange, Engine } from '../../../../../shared/api/index.ts'
import { addExhibits, ask, askingEngine, CaseFolder, idsOf, type MadeExhibit } from '../../../../helpers/madeCase.ts'
import { takeBack } from '../../../../helpers/olderCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const exhibit: MadeExhibit = {
  records: ['ada', 'ben', 'cyd'].map((actor) => ({ actor, time: '2026-01-02T03:04:05Z' })),
}
const bookmark: AnnotationChange = { kind: 'bookmark', on: true }
const tag: AnnotationChange = { kind: 'tag', tag: 'odd', on: true }

const change = (engine: Engine, path: string, events: number[], what: AnnotationChange) =>
  engine.call('annotations.change', { case: path, target: { events }, change: what })

/** Whether the case lies there alone and in rollback mode (bytes 18 and 19 of the header are 1). */
function isOneFile(path: string): boolean {
  const beside = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}-`))
  const header = readFileSync(path).subarray(18, 20)
  return beside.length === 0 && header.equals(Buffer.of(1, 1))
}

/** The case as schema version 10 had it. */
async function oldCase(): Promise<string> {
  const path = await folder.makeCase([exhibit])
  takeBack(path, 10)
  return path
}

describe('a case of schema version 10', () => {
  test('answers as one without annotations, and no byte of it changes', async () => {
    const path = await oldCase()
    const before = readFileSync(path)
    const engine = askingEngine()
    for (const query of ['bookmark:yes', 'tag:*', 'note:*x*']) expect(await idsOf(engine, path, query)).toEqual([])
    expect(await idsOf(engine, path, '-tag:* actor:ada')).toEqual([1])
    expect(await ask(engine, 'tags.list', { case: path })).toEqual([])
    expect(await ask(engine, 'views.list', { case: path })).toEqual([])
    expect(await ask(engine, 'annotations.notes', { case: path, event: 1 })).toEqual([])
    const [facet] = await ask(engine, 'rows.facets', { case: path, filter: '', fields: ['tag'], top: 3 })
    expect(facet).toMatchObject({ values: [], distinct: 0, missing: 3 })
    const { rows } = await ask(engine, 'rows.page', { case: path, filter: '', columns: ['tag'], offset: 0, limit: 9 })
    expect(rows.map(({ cells, marks }) => [...cells, marks])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ])
    await engine.close()
    expect(readFileSync(path).equals(before)).toBe(true)
    const other = askingEngine()
    expect((await ask(other, 'case.verify', { case: path })).findings).toEqual([])
    await other.close()
    expect(isOneFile(path)).toBe(true)
  })

  test('is brought up to date by the first change, while it is open', async () => {
    const path = await oldCase()
    const engine = askingEngine()
    expect(await idsOf(engine, path, 'bookmark:yes')).toEqual([])
    expect(await change(engine, path, [2], bookmark)).toEqual({ ok: true, value: { batch: 1, changed: 1 } })
    expect(await idsOf(engine, path, 'bookmark:yes')).toEqual([2])
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
    await engine.close()
    expect(isOneFile(path)).toBe(true)
  })
})

describe('who else has the case open', () => {
  test('a change waits for another writer, and says so when that goes on', async () => {
    const path = await folder.makeCase([exhibit])
    const engine = askingEngine()
    const other = openCaseForWriting(path)
    other.db.exec('BEGIN IMMEDIATE')
    expect(await change(engine, path, [1], bookmark)).toMatchObject({ ok: false, failure: { code: 'case/locked' } })
    const waiting = change(engine, path, [1], bookmark)
    // Asking goes on all the while: nothing blocks this thread.
    expect(await idsOf(engine, path, 'actor:ada')).toEqual([1])
    other.db.exec('ROLLBACK')
    other.close()
    expect(await waiting).toEqual({ ok: true, value: { batch: 1, changed: 1 } })
    await engine.close()
    expect(isOneFile(path)).toBe(true)
  })

  test('what was derived from the events stays; an import makes it anew', async () => {
    const path = await folder.makeCase([exhibit])
    const file = new OpenCase(path)
    const before = file.state()
    const answer = await file.rows({ case: path, filter: 'actor:ada' }, AbortSignal.any([]))
    await file.write(AbortSignal.any([]), (db) => db.exec('INSERT INTO bookmark VALUES (1, 1)'))
    expect(file.state()).toBe(before)
    expect(await file.rows({ case: path, filter: 'actor:ada' }, AbortSignal.any([]))).toBe(answer)
    await addExhibits(path, [{ records: [{ actor: 'dan' }, {}, {}], startsImport: true }])
    expect(file.state()).not.toBe(before)
    expect(file.state().store.size).toBe(6)
    await file.close()
    expect(isOneFile(path)).toBe(true)
  })

  test('another engine sees what is added, and the last to close leaves one file', async () => {
    const path = await folder.makeCase([exhibit])
    const [one, two] = [askingEngine(), askingEngine()]
    expect(await idsOf(two, path, 'bookmark:yes')).toEqual([])
    await change(one, path, [3], bookmark)
    expect(await idsOf(two, path, 'bookmark:yes')).toEqual([3])
    await change(two, path, [1], bookmark)
    expect(await idsOf(one, path, 'bookmark:yes')).toEqual([1, 3])
    await one.close()
    expect(await idsOf(two, path, 'bookmark:yes')).toEqual([1, 3])
    await two.close()
    expect(isOneFile(path)).toBe(true)
  })

  test('the case is one file after the engine imported, annotated and asked at the same time', async () => {
    const path = await folder.makeCase([exhibit])
    const source = folder.newPath('more.ndjson')
    const line = (i: number): string => JSON.stringify({ timestamp: '2026-01-02T03:04:05Z', actor: `a${i % 7}`, n: i })
    writeFileSync(source, Array.from({ length: 30_000 }, (_, i) => `${line(i)}\n`).join(''))
    const engine = askingEngine()
    await idsOf(engine, path, 'actor:ada')
    const importing = engine.call('case.import', { case: path, paths: [source] })
    let isDone = false
    const imported = importing.finally(() => {
      isDone = true
    })
    let added = 0
    for (let i = 0; !isDone; i++) {
      const result = await change(engine, path, [1 + (i % 3)], { kind: 'bookmark', on: i % 2 === 0 })
      if (result.ok) added++
      else expect(result.failure.code).toBe('case/locked')
      await idsOf(engine, path, 'bookmark:yes')
      // As between two requests of a window: without it the event loop may not turn, and nobody hears of the import's end.
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await imported).toMatchObject({ ok: true, value: { files: [{ kind: 'imported', events: 30_000 }] } })
    expect(added).toBeGreaterThan(0)
    await ask(engine, 'annotations.change', {
      case: path,
      target: { question: { case: path, filter: 'id>3' } },
      change: tag,
    })
    expect((await ask(engine, 'tags.list', { case: path }))[0].events).toBe(30_000)
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
    await engine.close()
    expect(isOneFile(path)).toBe(true)
  })

  test('a change under way when the case is closed is undone', async () => {
    const path = await folder.makeCase([exhibit])
    const file = new OpenCase(path)
    const write = file.write(new AbortController().signal, async (db, signal) => {
      db.exec('INSERT INTO bookmark VALUES (1, 1)')
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      signal.throwIfAborted()
    })
    const outcome = write.then(
      () => 'written',
      (error: Error) => error.message,
    )
    await new Promise((resolve) => setImmediate(resolve))
    await file.close()
    expect(await outcome).toBe('The case was closed')
    expect(isOneFile(path)).toBe(true)
    const engine = askingEngine()
    expect(await idsOf(engine, path, 'bookmark:yes')).toEqual([])
    await engine.close()
  })

  test('a case that was left in WAL mode without its -wal is settled by who reads it', async () => {
    const path = await folder.makeCase([exhibit])
    const db = new Database(path)
    db.pragma('journal_mode = WAL')
    db.exec("UPDATE meta SET value = value WHERE key = 'createdBy'")
    db.close()
    expect([existsSync(`${path}-wal`), isOneFile(path)]).toEqual([false, false])
    openCase(path).close()
    expect(isOneFile(path)).toBe(true)
  })

  test('where nobody may write, adding is refused and the case stays as it is', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may write everywhere')
    const path = await folder.makeCase([exhibit])
    const place = folder.newPath('read-only')
    mkdirSync(place)
    const copy = `${place}/x.vouch`
    writeFileSync(copy, readFileSync(path))
    chmodSync(copy, 0o444)
    chmodSync(place, 0o555)
    const engine = askingEngine()
    expect(await change(engine, copy, [1], bookmark)).toMatchObject({ ok: false, failure: { code: 'case/read-only' } })
    expect(await idsOf(engine, copy, 'bookmark:yes')).toEqual([])
    await engine.close()
    chmodSync(place, 0o755)
    expect(readFileSync(copy).equals(readFileSync(path))).toBe(true)
  })
})

describe('verification', () => {
  const saved = { vouchView: 1, name: 'v', query: 'tag:odd', columns: [], sort: null, zone: 'UTC' }

  test.each([
    ['a tag taken away', 'DELETE FROM event_tag WHERE event = 2'],
    ['a tag put elsewhere', 'UPDATE event_tag SET event = 3 WHERE event = 2'],
    ['a tag put by nobody', 'INSERT INTO event_tag VALUES (1, 3, 1)'],
    ['a tag that there is not', 'INSERT INTO event_tag VALUES (9, 3, 1)'],
    ['a count of a tag', 'UPDATE tag SET events = 1'],
    ['another name of a tag', "UPDATE tag SET name = 'harmless'"],
    ['another colour of a tag', "UPDATE tag SET colour = 'green'"],
    ['a tag removed', 'PRAGMA foreign_keys = OFF; DELETE FROM tag'],
    ['a bookmark taken away', 'DELETE FROM bookmark'],
    ['a bookmark by another change', 'UPDATE bookmark SET batch = 1'],
    ['a note at another event', 'UPDATE note SET event = 3'],
    ['a note removed', 'DELETE FROM note'],
    ['a note taken away', 'UPDATE note SET batch = NULL'],
    ['another text', "UPDATE annotation_batch SET text = 'nothing' WHERE text IS NOT NULL"],
    ['another author', "UPDATE annotation_batch SET who = 'somebody@else'"],
    ['another time', "UPDATE annotation_batch SET at = '2026-01-01T00:00:00.000Z' WHERE id = 1"],
    ['another question', "UPDATE annotation_batch SET query = '' WHERE id = 1"],
    ['a change called undone', 'UPDATE annotation_batch SET undone_at = at WHERE id = 1'],
    ['a change removed', 'PRAGMA foreign_keys = OFF; DELETE FROM annotation_batch WHERE id = 1'],
    ['what a change did', 'DELETE FROM annotation_part WHERE batch = 2'],
    ['another view', "UPDATE saved_view SET view = replace(view, 'odd', 'even')"],
    ['a view removed', 'DELETE FROM saved_view'],
  ])('finds %s', async (_, statement) => {
    const path = await folder.makeCase([exhibit])
    const engine = askingEngine()
    for (const what of [tag, bookmark, { kind: 'note', text: 'seen' } as const])
      await ask(engine, 'annotations.change', {
        case: path,
        target: { question: { case: path, filter: 'id<=2' } },
        change: what,
      })
    await ask(engine, 'views.save', { case: path, view: saved })
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
    await engine.close()
    const db = new Database(path)
    db.exec(statement)
    db.close()
    const other = askingEngine()
    const { findings } = await ask(other, 'case.verify', { case: path })
    expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set(['verify/annotation-differs']))
    await other.close()
  })
})

test('a stock sqlite3 shell lists annotations as text', async ({ skip }) => {
  try {
    execFileSync('sqlite3', ['--version'])
  } catch {
    skip('there is no sqlite3 here')
  }
  const path = await folder.makeCase([exhibit])
  const engine = askingEngine()
  await change(engine, path, [2], bookmark)
  await change(engine, path, [1, 2], tag)
  await change(engine, path, [1], { kind: 'note', text: 'seen' })
  await change(engine, path, [3], { kind: 'note', text: 'gone' })
  await ask(engine, 'annotations.editNote', { case: path, note: 2, text: '' })
  await engine.close()
  const sql = "SELECT event, kind, text, at LIKE '20%Z', who LIKE '%@%' FROM annotations ORDER BY event, kind"
  const out = execFileSync('sqlite3', ['-readonly', path, sql], { encoding: 'utf8' })
  expect(out.trim().split('\n')).toEqual(['1|note|seen|1|1', '1|tag|odd|1|1', '2|bookmark|yes|1|1', '2|tag|odd|1|1'])
})
