import { expect, test } from 'vitest'
import {
  knownColumns,
  shownColumns,
  suggestedColumns,
  widthOf,
} from '../../../../../../renderer/views/events/grid/columns.ts'
import type { CaseInfo } from '../../../../../../shared/api/index.ts'

const column = (id: string) => ({ id, width: null, pinned: null })
/** A case whose dictionaries have that many entries. */
const caseWith = (sizes: { readonly [field: string]: number | null }): CaseInfo =>
  ({ columns: Object.entries(sizes).map(([id, dictionarySize]) => ({ id, dictionarySize })) }) as unknown as CaseInfo

test('a case starts with the columns it has values for', () => {
  const ids = (sizes: { readonly [field: string]: number | null }) =>
    suggestedColumns(caseWith(sizes)).map(({ id }) => id)
  expect(ids({ time: null, action: 3, actor: 0, source: 1, resourceId: 9 })).toEqual(['time', 'action', 'resourceId'])
  expect(ids({ resourceName: 2, resourceId: 9, source: 2 })).toEqual(['time', 'resourceName', 'source'])
})

test('what the user has arranged is shown instead', () => {
  const info = caseWith({ time: null, actor: 4, action: 3 })
  expect(shownColumns([column('action')], info)).toEqual([column('action')])
  expect(shownColumns(null, info)).toEqual([column('time'), column('actor'), column('action')])
})

test('columns the case does not have are left out, doubles too', () => {
  const info = { columns: [{ id: 'time' }, { id: 'actor' }] } as unknown as CaseInfo
  expect(knownColumns([column('actor'), column('region'), column('actor')], info)).toEqual([column('actor')])
})

test('a width the user has set wins', () => {
  expect(widthOf({ id: 'time', width: 300, pinned: null })).toBe(300)
  expect(widthOf(column('__proto__'))).toBeGreaterThan(0)
})
