import { expect, test } from 'vitest'
import {
  arranged,
  arrangementFrom,
  moved,
  toggledOpen,
  unarranged,
} from '../../../../../../renderer/views/events/facets/arrangement.ts'
import type { ColumnInfo } from '../../../../../../shared/api/index.ts'

const columns: readonly ColumnInfo[] = ['time', 'source', 'ip', 'actor', 'ownColumn', 'action', '__proto__'].map(
  (id) => ({
    id,
    label: id,
    type: 'text',
    facet: id !== 'time',
    isOwn: id === 'ownColumn',
    dictionarySize: 1,
  }),
)
const fields = (arrangement = unarranged) => arranged(columns, arrangement).map((facet) => facet.field)

test('who did what comes first, own columns last, what cannot be counted not at all', () => {
  expect(fields()).toEqual(['action', 'actor', 'ip', 'source', 'ownColumn', '__proto__'])
})

test('what is moved stays where it was put; fields that came later follow', () => {
  const up = moved(unarranged, fields(), 'ip', 'top')
  expect(fields(up).slice(0, 3)).toEqual(['ip', 'action', 'actor'])
  expect(fields(moved(up, fields(up), 'action', 'up'))[0]).toBe('action')
  expect(fields(moved(up, fields(up), 'ip', 'up'))).toEqual(fields(up))
  expect(fields({ order: ['gone', 'source'], open: {} })[0]).toBe('source')
})

test('open and closed are kept, for fields with odd names, too', () => {
  const closed = toggledOpen(toggledOpen(unarranged, 'actor', false), '__proto__', false)
  const isOpen = Object.fromEntries(arranged(columns, closed).map((facet) => [facet.field, facet.isOpen]))
  expect(isOpen.actor).toBe(false)
  expect(isOpen.action).toBe(true)
  expect(arranged(columns, closed).find((facet) => facet.field === '__proto__')?.isOpen).toBe(false)
})

test('what was remembered is read with care', () => {
  expect(arrangementFrom(null)).toEqual(unarranged)
  expect(arrangementFrom({ order: ['a', 1], open: { a: true, b: 'x' } })).toEqual({ order: ['a'], open: { a: true } })
})
