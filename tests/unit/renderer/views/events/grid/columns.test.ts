import { expect, test } from 'vitest'
import { knownColumns, suggestedColumns, widthOf } from '../../../../../../renderer/views/events/grid/columns.ts'
import type { CaseInfo, FacetInfo } from '../../../../../../shared/api/index.ts'

const facet = (field: string, distinct: number): FacetInfo => ({
  field,
  distinct,
  values: [],
  isDistinctExact: true,
  missing: 0,
})
const column = (id: string) => ({ id, width: null, pinned: null })

test('a case starts with the columns it has values for', () => {
  const ids = (facets: readonly FacetInfo[]) => suggestedColumns(facets).map(({ id }) => id)
  expect(ids([facet('action', 3), facet('actor', 0), facet('source', 1), facet('resourceId', 9)])).toEqual([
    'time',
    'action',
    'resourceId',
  ])
  expect(ids([facet('resourceName', 2), facet('resourceId', 9), facet('source', 2)])).toEqual([
    'time',
    'resourceName',
    'source',
  ])
})

test('columns the case does not have are left out, doubles too', () => {
  const info = { columns: [{ id: 'time' }, { id: 'actor' }] } as unknown as CaseInfo
  expect(knownColumns([column('actor'), column('region'), column('actor')], info)).toEqual([column('actor')])
})

test('a width the user has set wins', () => {
  expect(widthOf({ id: 'time', width: 300, pinned: null })).toBe(300)
  expect(widthOf(column('__proto__'))).toBeGreaterThan(0)
})
