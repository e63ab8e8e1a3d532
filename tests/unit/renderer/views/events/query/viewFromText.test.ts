import { expect, test } from 'vitest'
import { viewFromText } from '../../../../../../renderer/views/events/query/viewFromText.ts'
import { type SavedView, VIEW_FORMAT } from '../../../../../../shared/api/index.ts'

const view: SavedView = {
  vouchView: VIEW_FORMAT,
  name: 'Failures by <b>people</b>',
  query: 'outcome:failure actorType:human',
  columns: [{ id: 'time', width: 178, pinned: 'left' }],
  sort: { field: 'time', descending: true },
  zone: 'Europe/Berlin',
}
const code = (value: unknown) => {
  const read = viewFromText(JSON.stringify(value), 'x.json')
  return read.ok ? 'ok' : read.failure.code
}

test('a view that was saved as a file comes back as it was', () => {
  expect(viewFromText(JSON.stringify(view), 'x.json')).toEqual({ ok: true, value: view })
})

test('what a view does not know is left out', () => {
  const more = { ...view, extra: 1, columns: [{ ...view.columns[0], extra: 1 }] }
  expect(viewFromText(JSON.stringify(more), 'x.json')).toEqual({ ok: true, value: view })
})

test('a newer one is refused as such, whatever else is in it, with what was found', () => {
  expect(viewFromText(`{"vouchView": ${VIEW_FORMAT + 1}, "shape": []}`, 'later.json')).toMatchObject({
    ok: false,
    failure: {
      code: 'view/newer-version',
      where: { path: 'later.json' },
      facts: { found: VIEW_FORMAT + 1, expected: VIEW_FORMAT },
    },
  })
})

test.each([
  ['no JSON', undefined],
  ['a list', []],
  ['no name', { ...view, name: '' }],
  ['a query that is no text', { ...view, query: 1 }],
  ['a column without an id', { ...view, columns: [{ width: null, pinned: null }] }],
  ['a width below zero', { ...view, columns: [{ ...view.columns[0], width: -1 }] }],
  ['half an order', { ...view, sort: { field: 'time' } }],
  ['no format', { ...view, vouchView: undefined }],
])('%s is no view', (_, value) => {
  expect(
    value === undefined ? viewFromText('{', 'x.json') : { ok: false, failure: { code: code(value) } },
  ).toMatchObject({
    ok: false,
    failure: { code: 'view/invalid' },
  })
})
