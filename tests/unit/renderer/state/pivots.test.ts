import { expect, test } from 'vitest'
import { aroundMoment, pivotsOf } from '../../../../renderer/state/pivots.ts'
import { printQuery } from '../../../../shared/query/index.ts'
import { microsFromUtcIso } from '../../../../shared/time/index.ts'

const at = microsFromUtcIso('2026-05-12T14:03:22.118Z')

test('an event offers the pivots it has values for', () => {
  const fields: { readonly [field: string]: string } = { actor: 'alex@example.com', resourceId: 'key_1', ip: '' }
  const pivots = pivotsOf((field) => fields[field], null)
  expect(pivots.map(({ kind }) => kind)).toEqual(['actor', 'object'])
})

test('what somebody did includes where they acted as somebody else', () => {
  const [pivot] = pivotsOf((field) => (field === 'actor' ? 'alex' : null), null)
  expect(printQuery(pivot.filter)).toBe('actor:"alex" OR onBehalfOf:"alex"')
})

test('an object without an id is found by its name', () => {
  const [pivot] = pivotsOf((field) => (field === 'resourceName' ? 'web' : null), null)
  expect(printQuery(pivot.filter)).toBe('resourceName:"web"')
})

test('a moment has both its ends', () => {
  expect(aroundMoment(at, 5)).toEqual({
    kind: 'range',
    field: 'time',
    from: { value: '2026-05-12T13:58:22.118Z', inclusive: true },
    to: { value: '2026-05-12T14:08:22.118Z', inclusive: true },
  })
  expect(aroundMoment(at + 7, 5)).toMatchObject({ from: { value: '2026-05-12T13:58:22.118007Z' } })
  expect(
    pivotsOf(() => null, at)
      .map(({ value }) => value)
      .join(),
  ).toBe('5,15,40')
})
