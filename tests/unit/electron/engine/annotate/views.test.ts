import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine, SavedView } from '../../../../../shared/api/index.ts'
import { ask, askingEngine, CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

let engine: Engine
let path = ''
beforeEach(async () => {
  path = await folder.makeCase([{ records: [{ actor: 'ada' }] }])
  engine = askingEngine()
})
afterEach(() => engine.close())

const view: SavedView = {
  vouchView: 1,
  name: 'Failures',
  query: 'outcome:failure __proto__',
  columns: [
    { id: 'time', width: 180, pinned: 'left' },
    { id: 'actor', width: null, pinned: null },
  ],
  sort: { field: 'time', descending: true },
  zone: 'Europe/Berlin',
}

describe('views', () => {
  test('come back as they were saved, by name', async () => {
    await ask(engine, 'views.save', { case: path, view })
    const other = { ...view, name: 'all', query: '', columns: [], sort: null, zone: 'local' }
    expect(await ask(engine, 'views.save', { case: path, view: other })).toEqual([other, view])
    await engine.close()
    engine = askingEngine()
    expect(await ask(engine, 'views.list', { case: path })).toEqual([other, view])
  })

  test('one takes the place of that name, whatever the case of its letters', async () => {
    await ask(engine, 'views.save', { case: path, view })
    const again = { ...view, name: 'FAILURES', query: 'x' }
    expect(await ask(engine, 'views.save', { case: path, view: again })).toEqual([again])
    expect(await ask(engine, 'views.remove', { case: path, name: 'failures' })).toEqual([])
    expect(await ask(engine, 'views.remove', { case: path, name: 'failures' })).toEqual([])
    expect((await ask(engine, 'case.verify', { case: path })).findings).toEqual([])
  })

  test('what does not belong to a view is left out', async () => {
    const more = { ...view, extra: 1 } as SavedView
    expect(await ask(engine, 'views.save', { case: path, view: more })).toEqual([view])
  })

  test('one of a newer Vouch is refused by name', async () => {
    const result = await engine.call('views.save', {
      case: path,
      view: { ...view, vouchView: 2, columns: 'new' as never },
    })
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'view/newer-version', facts: { expected: 1, found: 2 } },
    })
  })

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['no format', { ...view, vouchView: undefined }],
    ['a format of 0', { ...view, vouchView: 0 }],
    ['no name', { ...view, name: ' ' }],
    ['a long name', { ...view, name: 'x'.repeat(101) }],
    ['a name that turns the text around', { ...view, name: 'a\u202eb' }],
    ['a query that is no text', { ...view, query: 7 }],
    ['a huge query', { ...view, query: 'x'.repeat(100_001) }],
    ['columns that are no list', { ...view, columns: {} }],
    ['too many columns', { ...view, columns: Array.from({ length: 501 }, () => view.columns[0]) }],
    ['a column without id', { ...view, columns: [{ width: 1, pinned: null }] }],
    ['a column that is null', { ...view, columns: [null] }],
    ['a width below 0', { ...view, columns: [{ id: 'time', width: -1, pinned: null }] }],
    ['an unknown side', { ...view, columns: [{ id: 'time', width: 1, pinned: 'top' }] }],
    ['an order without field', { ...view, sort: { descending: true } }],
    ['a zone that does not exist', { ...view, zone: 'Mars/Olympus' }],
  ])('%s is no view', async (_, given) => {
    const result = await engine.call('views.save', { case: path, view: given as SavedView })
    expect(result).toMatchObject({ ok: false, failure: { code: 'view/invalid' } })
    expect(await ask(engine, 'views.list', { case: path })).toEqual([])
  })
})
