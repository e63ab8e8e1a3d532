import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AnnotationChange, Engine } from '../../../../../shared/api/index.ts'
import type { FailureCode } from '../../../../../shared/failure.ts'
import { ask, askingEngine, CaseFolder, idsOf } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

let engine: Engine
let path = ''
beforeEach(async () => {
  path = await folder.makeCase([
    {
      records: ['ada', 'ben', 'ada', 'cyd', 'ben', 'ada'].map((actor, i) => ({
        time: `2026-01-02T03:04:0${i}Z`,
        actor,
        outcome: i % 2 === 0 ? 'success' : 'failure',
      })),
    },
  ])
  engine = askingEngine()
})
afterEach(() => engine.close())

const bookmark: AnnotationChange = { kind: 'bookmark', on: true }
const tag = (name: string, on = true): AnnotationChange => ({ kind: 'tag', tag: name, on })
const note = (text: string): AnnotationChange => ({ kind: 'note', text })

async function change(events: readonly number[] | string, what: AnnotationChange) {
  const target = typeof events === 'string' ? { question: { case: path, filter: events } } : { events }
  return ask(engine, 'annotations.change', { case: path, target, change: what })
}

async function failureOf(call: Promise<unknown>): Promise<FailureCode | null> {
  const result = (await call) as { ok: boolean; failure: { code: FailureCode } }
  return result.ok ? null : result.failure.code
}

const ids = (query: string): Promise<number[]> => idsOf(engine, path, query)

describe('as filters', () => {
  beforeEach(async () => {
    await change([2, 5], bookmark)
    await change('actor:ada', tag('suspicious'))
    await change([3, 4], tag('Später'))
    await change([1, 4], note('some words'))
    await change([4], note('other\nwords'))
  })

  test.each<[string, number[]]>([
    ['bookmark:yes', [2, 5]],
    ['bookmark:*', [2, 5]],
    ['bookmark:no', []],
    ['-bookmark:*', [1, 3, 4, 6]],
    ['tag:suspicious', [1, 3, 6]],
    ['tag:SUSPICIOUS', [1, 3, 6]],
    ['tag:"SUSPICIOUS"', []],
    ['tag:sus*', [1, 3, 6]],
    ['tag:/^S/', [3, 4]],
    ['tag:(suspicious OR später)', [1, 3, 4, 6]],
    ['tag:(suspicious AND später)', [3]],
    ['-tag:suspicious', [2, 4, 5]],
    ['-tag:*', [2, 5]],
    ['tag:nothing', []],
    ['note:*', [1, 4]],
    ['note:"some words"', [1, 4]],
    ['note:*her*', [4]],
    ['note:/^other/', [4]],
    ['NOTE:some*', [1, 4]],
    ['outcome:failure tag:*', [4, 6]],
    ['tag:* OR bookmark:yes', [1, 2, 3, 4, 5, 6]],
    ['-(tag:* OR bookmark:yes)', []],
    ['tag:[a TO t]', [1, 3, 4, 6]],
  ])('%s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected)
  })

  test('words do not search notes or tags', async () => {
    expect(await ids('words')).toEqual([])
    expect(await ids('suspicious')).toEqual([])
  })

  test('a filter sees every change at once, also where it was asked before', async () => {
    expect(await ids('tag:suspicious')).toEqual([1, 3, 6])
    await change([2], tag('suspicious'))
    expect(await ids('tag:suspicious')).toEqual([1, 2, 3, 6])
    await change('tag:suspicious', tag('suspicious', false))
    expect(await ids('tag:suspicious')).toEqual([])
  })

  test('facets count tags and bookmarks among the rows; notes are not counted', async () => {
    const request = { case: path, filter: 'id<=4', fields: ['tag', 'actor', 'bookmark'], top: 9 }
    expect(await ask(engine, 'rows.facets', request)).toMatchObject([
      {
        field: 'tag',
        values: [
          { value: 'Später', count: 2 },
          { value: 'suspicious', count: 2 },
        ],
        distinct: 2,
        isDistinctExact: true,
        missing: 1,
      },
      { field: 'actor', values: [{ value: 'ada' }, { value: 'ben' }, { value: 'cyd' }] },
      { field: 'bookmark', values: [{ value: 'yes', count: 1 }], distinct: 1, missing: 3 },
    ])
    const [found] = await ask(engine, 'rows.facets', { ...request, fields: ['tag'], search: 'SPÄ' })
    expect(found.values).toEqual([{ value: 'Später', count: 2 }])
    expect(await failureOf(engine.call('rows.facets', { ...request, fields: ['note'] }))).toBe('query/bad-value')
  })

  test('pages tell marks, and show annotations as cells', async () => {
    const page = await ask(engine, 'rows.page', {
      case: path,
      filter: 'id<=4',
      columns: ['tag', 'actor', 'bookmark', 'note'],
      offset: 0,
      limit: 10,
    })
    expect(page.rows.map(({ id, cells, marks }) => ({ id, cells, marks }))).toEqual([
      {
        id: 1,
        cells: ['suspicious', 'ada', null, 'some words'],
        marks: { bookmarked: false, tags: ['suspicious'], notes: 1 },
      },
      { id: 2, cells: [null, 'ben', 'yes', null], marks: { bookmarked: true, tags: [], notes: 0 } },
      {
        id: 3,
        cells: ['suspicious, Später', 'ada', null, null],
        marks: { bookmarked: false, tags: ['suspicious', 'Später'], notes: 0 },
      },
      {
        id: 4,
        cells: ['Später', 'cyd', null, 'some words\nother\nwords'],
        marks: { bookmarked: false, tags: ['Später'], notes: 2 },
      },
    ])
  })

  test('exports carry them where there are any', async () => {
    const out = folder.newPath('out.csv')
    await ask(engine, 'rows.export', {
      case: path,
      filter: 'id<=2',
      format: 'csv',
      out,
      columns: ['id', 'tag', 'bookmark'],
    })
    expect(readFileSync(out, 'utf8').trim().split(/\r?\n/)).toEqual(['id,tag,bookmark', '1,suspicious,', '2,,yes'])
    const every = folder.newPath('every.ndjson')
    await ask(engine, 'rows.export', { case: path, filter: 'id:4', format: 'ndjson', out: every })
    expect(JSON.parse(readFileSync(every, 'utf8'))).toMatchObject({ tag: 'Später', note: 'some words\nother\nwords' })
  })

  test('no event is put in their order', async () => {
    const request = { case: path, filter: '', columns: [], offset: 0, limit: 1 }
    const sort = { field: 'tag', descending: false }
    expect(await failureOf(engine.call('rows.page', { ...request, sort }))).toBe('query/bad-value')
  })
})

test('a case without annotations exports no columns for them, and its rows have no marks', async () => {
  const out = folder.newPath('plain.csv')
  await ask(engine, 'rows.export', { case: path, filter: '', format: 'csv', out })
  expect(readFileSync(out, 'utf8').split('\n')[0]).not.toMatch(/tag|bookmark|note/)
  const { rows } = await ask(engine, 'rows.page', { case: path, filter: '', columns: ['tag'], offset: 0, limit: 2 })
  expect(rows.map(({ cells, marks }) => [cells[0], marks])).toEqual([
    [null, null],
    [null, null],
  ])
})

describe('changes', () => {
  test('count what is different afterwards', async () => {
    expect((await change([1, 2, 2, 1], bookmark)).changed).toBe(2)
    expect((await change([2, 3], bookmark)).changed).toBe(1)
    expect((await change('id<=4', { kind: 'bookmark', on: false })).changed).toBe(3)
    expect((await change([], bookmark)).changed).toBe(0)
  })

  test('undo takes back what the batch changed, and nothing else', async () => {
    await change([1], tag('a'))
    const { batch } = await change([1, 2, 3], tag('a'))
    await change([4], tag('a'))
    expect(await ask(engine, 'annotations.undo', { case: path, batch })).toEqual({ changed: 2 })
    expect(await ids('tag:a')).toEqual([1, 4])
    expect(await failureOf(engine.call('annotations.undo', { case: path, batch }))).toBe('annotation/not-found')
    expect(await failureOf(engine.call('annotations.undo', { case: path, batch: 99 }))).toBe('annotation/not-found')
  })

  test('undo leaves alone what a later change did to the same events', async () => {
    const { batch } = await change([1, 2], tag('a'))
    await change([1], tag('a', false))
    await change([1], tag('a'))
    expect(await ask(engine, 'annotations.undo', { case: path, batch })).toEqual({ changed: 1 })
    expect(await ids('tag:a')).toEqual([1])
  })

  test('every change and undo stands in the custody log, with what was asked and how many it changed', async () => {
    const { custodyEntries: before } = await ask(engine, 'case.info', { case: path })
    const { batch } = await change('actor:ada time>=now-100y', tag('a'))
    await ask(engine, 'annotations.undo', { case: path, batch })
    await change([5], note('seen'))
    const { entries, total } = await ask(engine, 'case.custody', { case: path, offset: 0, limit: 4 })
    expect(total).toBe(before + 4)
    expect(entries.map(({ action }) => action)).toEqual([
      'annotation.change',
      'annotation.undo',
      'annotation.change',
      'tag.set',
    ])
    const query = 'actor:ada time>=now-100y'
    expect(entries.map(({ details }) => details)).toMatchObject([
      { batch: 2, subject: 'note', kind: 'add', text: 'seen', query: null, events: [5], asked: 1, changed: 1 },
      { batch: 1, changed: 3 },
      { batch: 1, subject: 'tag', kind: 'add', tag: 1, query, zone: 'UTC', asked: 3, changed: 3 },
      { tag: 1, name: 'a', colour: 'grey' },
    ])
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
  })

  test('an event that is not there is refused, and nothing is changed', async () => {
    for (const event of [0, 7, 1.5, Number.NaN]) {
      const target = { events: [1, event] }
      expect(await failureOf(engine.call('annotations.change', { case: path, target, change: bookmark }))).toBe(
        'event/not-found',
      )
    }
    expect(await ids('bookmark:*')).toEqual([])
  })

  test('cancelled while under way, a change leaves nothing behind', async () => {
    const stop = new AbortController()
    const seen: unknown[] = []
    const result = await engine.call(
      'annotations.change',
      { case: path, target: { question: { case: path, filter: '' } }, change: tag('half') },
      {
        signal: stop.signal,
        onProgress: (progress) => {
          seen.push(progress)
          stop.abort()
        },
      },
    )
    expect(seen).toEqual([{ label: path, done: 6, total: 6, unit: 'rows' }])
    expect(result).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
    expect(await ids('tag:*')).toEqual([])
    expect(await ask(engine, 'tags.list', { case: path })).toEqual([])
    expect((await change([1], tag('half'))).changed).toBe(1)
  })

  test('asked for at once, they are made one after the other', async () => {
    const made = await Promise.all([1, 2, 3, 4].map((event) => change([event, event + 1], bookmark)))
    expect(made.map(({ batch }) => batch)).toEqual([1, 2, 3, 4])
    expect(await ids('bookmark:yes')).toEqual([1, 2, 3, 4, 5])
  })
})

describe('notes', () => {
  test('are edited and taken away; undo gives back the text', async () => {
    await change([2], note('first\r\nline'))
    const [made] = await ask(engine, 'annotations.notes', { case: path, event: 2 })
    expect(made).toMatchObject({ event: 2, text: 'first\nline' })
    expect(made.author).toMatch(/.+@.+/)
    expect(made.at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    const edited = await ask(engine, 'annotations.editNote', { case: path, note: made.note, text: 'second' })
    expect(await ids('note:second')).toEqual([2])
    const removed = await ask(engine, 'annotations.editNote', { case: path, note: made.note, text: '' })
    expect(await ids('note:*')).toEqual([])
    await ask(engine, 'annotations.undo', { case: path, batch: removed.batch })
    expect(await ids('note:second')).toEqual([2])
    await ask(engine, 'annotations.undo', { case: path, batch: edited.batch })
    expect(await ask(engine, 'annotations.notes', { case: path, event: 2 })).toEqual([made])
  })

  test.each(['', '   \n', 'bell\u0007', 'escape\u001b[2J', 'x'.repeat(10_001), '\ud800'])(
    '%j is no note',
    async (text) => {
      const target = { events: [1] }
      expect(await failureOf(engine.call('annotations.change', { case: path, target, change: note(text) }))).toBe(
        'usage/bad-argument',
      )
    },
  )

  test('markup, formulas and names of JavaScript are text', async () => {
    const text = '<img src=x onerror=alert(1)> =1+1 __proto__ \u202e“'
    await change([3], note(text))
    expect((await ask(engine, 'annotations.notes', { case: path, event: 3 }))[0].text).toBe(text)
    expect(await failureOf(engine.call('annotations.editNote', { case: path, note: 9, text }))).toBe(
      'annotation/not-found',
    )
  })
})

describe('tags', () => {
  test('are made, renamed and given colours; their events stay', async () => {
    await ask(engine, 'tags.set', { case: path, name: 'todo', colour: 'amber' })
    await change([1, 2], tag('TODO'))
    expect(await ask(engine, 'tags.list', { case: path })).toEqual([{ name: 'todo', colour: 'amber', events: 2 }])
    expect(await ids('tag:todo')).toEqual([1, 2])
    const renamed = await ask(engine, 'tags.set', { case: path, name: 'todo', colour: 'teal', newName: 'Done' })
    expect(renamed).toEqual([{ name: 'Done', colour: 'teal', events: 2 }])
    expect(await ids('tag:todo')).toEqual([])
    expect(await ids('tag:done')).toEqual([1, 2])
    await ask(engine, 'tags.set', { case: path, name: 'Done', colour: 'red', newName: 'DONE' })
    expect(await ask(engine, 'tags.list', { case: path })).toEqual([{ name: 'DONE', colour: 'red', events: 2 }])
  })

  test('one that is used without being made is made grey; to take away one that is not there fails', async () => {
    await change([1], tag('new'))
    expect(await ask(engine, 'tags.list', { case: path })).toEqual([{ name: 'new', colour: 'grey', events: 1 }])
    const target = { events: [1] }
    expect(await failureOf(engine.call('annotations.change', { case: path, target, change: tag('old', false) }))).toBe(
      'annotation/not-found',
    )
  })

  test.each(['', ' a', 'a ', 'a,b', 'a\nb', 'a\u202eb', 'x'.repeat(61), '\ud800'])('%j is no name', async (name) => {
    const request = { case: path, name, colour: 'red' as const }
    expect(await failureOf(engine.call('tags.set', request))).toBe('annotation/bad-name')
    expect(await ask(engine, 'tags.list', { case: path })).toEqual([])
  })

  test('no two have one name, whatever the case of its letters', async () => {
    for (const name of ['Ä', 'b', '__proto__']) await ask(engine, 'tags.set', { case: path, name, colour: 'blue' })
    const request = { case: path, name: 'b', colour: 'red' as const, newName: 'ä' }
    expect(await failureOf(engine.call('tags.set', request))).toBe('annotation/bad-name')
    expect(await failureOf(engine.call('tags.set', { ...request, name: 'none', newName: 'z' }))).toBe(
      'annotation/not-found',
    )
    expect(await failureOf(engine.call('tags.set', { ...request, colour: 'mauve' as 'red' }))).toBe(
      'usage/bad-argument',
    )
  })
})
