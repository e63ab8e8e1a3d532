import { afterAll, expect, test } from 'vitest'
import type { FacetInfo } from '../../../../../shared/api/index.ts'
import type { Filter } from '../../../../../shared/filter.ts'
import { inlineCode } from '../../../../../electron/engine/store/index.ts'
import {
  addExhibits,
  ask,
  askingEngine,
  CaseFolder,
  idsOf,
  type MadeExhibit,
  smallDictionaries,
} from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const is = (value: string, exact: boolean): Filter => ({ kind: 'is', field: 'actor', value, exact })
const actors = (...names: string[]): MadeExhibit => ({ records: names.map((actor) => ({ actor })) })

async function facet(path: string, filter: Filter | string, top: number): Promise<FacetInfo> {
  const engine = askingEngine()
  const [found] = await ask(engine, 'rows.facets', { case: path, filter, fields: ['actor'], top })
  await engine.close()
  return found
}

async function ids(path: string, filter: Filter): Promise<number[]> {
  const engine = askingEngine()
  const found = await idsOf(engine, path, filter)
  await engine.close()
  return found
}

/** Two texts of one hash. With 31 bits, some 70,000 texts hold a pair more likely than not. */
function collidingPair(): [string, string] {
  const seen = new Map<number, string>()
  for (let i = 0; ; i++) {
    const text = `user-${i.toString(36)}`
    const code = inlineCode(text)
    const twin = seen.get(code)
    if (twin !== undefined) return [twin, text]
    seen.set(code, text)
  }
}

const [first, second] = collidingPair()

test('two values of one hash are told apart by filters', async () => {
  const path = await folder.makeCase([actors(first, second, 'other', second)], smallDictionaries(0))
  expect(inlineCode(first)).toBe(inlineCode(second))
  expect(await ids(path, is(first, true))).toEqual([1])
  expect(await ids(path, is(second, false))).toEqual([2, 4])
  expect(await ids(path, { kind: 'not', of: is(second, true) })).toEqual([1, 3])
})

test('two values of one hash are counted apart', async () => {
  const path = await folder.makeCase([actors(first, second, 'other', second, 'other', 'other')], smallDictionaries(0))
  const values = [
    { value: 'other', count: 3 },
    { value: second, count: 2 },
    { value: first, count: 1 },
  ]
  expect((await facet(path, '', 10)).values).toEqual(values)
  expect((await facet(path, '', 2)).values).toEqual(values.slice(0, 2))
})

test('a hash that two values share does not push a more frequent value out of the top', async () => {
  const names = [first, first, second, second, 'zoe', 'zoe', 'zoe']
  const path = await folder.makeCase([actors(...names)], smallDictionaries(0))
  expect((await facet(path, '', 1)).values).toEqual([{ value: 'zoe', count: 3 }])
})

test('one value of a pair in the dictionary, the other inline: neither is taken for the other', async () => {
  const path = await folder.makeCase([actors(first, second, second)], smallDictionaries(1))
  expect(await ids(path, is(first, false))).toEqual([1])
  expect(await ids(path, is(second, false))).toEqual([2, 3])
  expect((await facet(path, '', 1)).values).toEqual([{ value: second, count: 2 }])
})

test.each([0, 1, 2, 100])('values that differ in case alone stay apart, dictionary of %i', async (entries) => {
  const path = await folder.makeCase([actors('Ada', 'ada', 'ADA', 'ada', 'Éa', 'éA')], smallDictionaries(entries))
  expect(await ids(path, is('ada', true))).toEqual([2, 4])
  expect(await ids(path, is('aDa', true))).toEqual([])
  expect(await ids(path, is('aDa', false))).toEqual([1, 2, 3, 4])
  expect(await ids(path, is('éa', false))).toEqual([5, 6])
  expect((await facet(path, '', 2)).values).toEqual([
    { value: 'ada', count: 2 },
    { value: 'ADA', count: 1 },
  ])
})

test('a value that stands inline in one exhibit and in the dictionary for the next is one value', async () => {
  const path = await folder.makeCase([actors('kim', 'ada', 'ada')], smallDictionaries(1))
  await addExhibits(path, [{ records: [{ actor: 'ada' }, { actor: 'kim' }, { actor: 'lee' }] }])
  expect(await ids(path, is('ada', true))).toEqual([2, 3, 4])
  const found = await facet(path, '', 10)
  expect(found.values).toEqual([
    { value: 'ada', count: 3 },
    { value: 'kim', count: 2 },
    { value: 'lee', count: 1 },
  ])
  expect(found.distinct).toBe(3)
  expect((await facet(path, { kind: 'not', of: is('lee', true) }, 1)).values).toEqual([{ value: 'ada', count: 3 }])
})
