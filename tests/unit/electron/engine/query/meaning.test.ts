import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../../../../shared/api/index.ts'
import type { Filter } from '../../../../../shared/filter.ts'
import {
  ask,
  askingEngine,
  CaseFolder,
  idsOf,
  type MadeRecord,
  smallDictionaries,
} from '../../../../helpers/madeCase.ts'
import { otherProfile, plainProfile } from '../../../../helpers/madeProfile.ts'

const folder = new CaseFolder()
let engine: Engine
beforeAll(() => {
  engine = askingEngine()
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

/** Ids, sorted by a field, of a case with these records. */
async function sorted(records: readonly MadeRecord[], field: string, entries: number): Promise<number[]> {
  const path = await folder.makeCase([{ records }], smallDictionaries(entries))
  const sort = { field, descending: false }
  const page = await ask(engine, 'rows.page', { case: path, filter: '', columns: [], sort, offset: 0, limit: 100 })
  return page.rows.map((row) => row.id)
}

async function matching(records: readonly MadeRecord[], filter: Filter | string): Promise<number[]> {
  return idsOf(engine, await folder.makeCase([{ records }]), filter)
}

describe.each([0, 1, 100])('with dictionaries of %i', (entries) => {
  test('addresses are sorted as addresses', async () => {
    const ips = ['2001:db8::1', '192.0.2.10', 'localhost', '192.0.2.9', '::ffff:10.0.0.1']
    expect(
      await sorted(
        ips.map((ip) => ({ ip })),
        'ip',
        entries,
      ),
    ).toEqual([5, 4, 2, 1, 3])
  })

  test('numbers are sorted as numbers, words behind them', async () => {
    const words = ['200', 'ok', '1e3', '-5', '30', 'Error']
    expect(
      await sorted(
        words.map((status) => ({ status })),
        'status',
        entries,
      ),
    ).toEqual([4, 5, 1, 3, 6, 2])
  })

  test('texts are sorted by code point, ASCII letters without their case', async () => {
    const names = ['b', 'B', 'a', 'ﬀ', '😀', 'Z', 'é']
    expect(
      await sorted(
        names.map((actor) => ({ actor })),
        'actor',
        entries,
      ),
    ).toEqual([3, 2, 1, 6, 7, 4, 5])
  })
})

test('`?` stands for one character, also one of two units', async () => {
  const actors = ['😀', 'ab', 'a😀', 'a'].map((actor) => ({ actor }))
  expect(await matching(actors, { kind: 'like', field: 'actor', pattern: '?' })).toEqual([1, 4])
  expect(await matching(actors, { kind: 'like', field: 'actor', pattern: 'a?' })).toEqual([2, 3])
  expect(await matching(actors, { kind: 'like', field: 'actor', pattern: '*??' })).toEqual([2, 3])
})

test('the number of an event matches whole', async () => {
  const records = [{ actor: 'a' }, { actor: 'b' }]
  expect(await matching(records, 'id:1')).toEqual([1])
  expect(await matching(records, 'id:"01"')).toEqual([])
  expect(await matching(records, { kind: 'is', field: 'id', value: '1.0', exact: false })).toEqual([])
})

test('a phrase spans neither two fields nor two payload values', async () => {
  const records: MadeRecord[] = [{ actor: 'red', action: 'blue' }, { more: ['red', 'blue'] }, { more: 'red blue' }]
  expect(await matching(records, '"red blue"')).toEqual([3])
  expect(await matching(records, 'red blue')).toEqual([1, 2, 3])
})

test('a text without letter or digit is refused', async () => {
  const path = await folder.makeCase([{ records: [{ actor: 'a' }] }])
  const filter: Filter = { kind: 'text', text: '---', phrase: true, prefix: false }
  const refused = await engine.call('rows.count', { case: path, filter })
  expect(refused).toMatchObject({ ok: false, failure: { code: 'query/bad-value' } })
})

test.each<[Filter, string]>([
  [{ kind: 'is', field: 'nosuch', value: 'x', exact: false }, 'query/unknown-field'],
  [{ kind: 'matches', field: 'actor', regexp: '(?=x)' }, 'query/bad-value'],
  [{ kind: 'network', field: 'ip', network: '10.0.0.0' }, 'query/bad-value'],
  [{ kind: 'is', field: 'time', value: 'soon', exact: false }, 'query/bad-value'],
  [{ kind: 'like', field: 'time', pattern: '2026*' }, 'query/bad-value'],
])('%j is refused with %s', async (filter, code) => {
  const path = await folder.makeCase([{ records: [{ actor: 'a' }] }])
  expect(await engine.call('rows.count', { case: path, filter })).toMatchObject({ ok: false, failure: { code } })
})

test('the last event lies in the last bin, however far apart times are', async () => {
  const path = await folder.makeCase([
    { records: [{ time: '1905-05-05T05:05:05Z' }, { time: '2199-01-01T00:00:00Z' }] },
  ])
  const found = await ask(engine, 'rows.histogram', { case: path, filter: '', bins: 400 })
  expect(found?.outside).toBe(0)
  expect(found?.counts.at(-1)).toBe(1)
})

test('a time on a bound lies in the bin that starts there', async () => {
  const path = await folder.makeCase([{ records: [{ time: '1970-01-01T00:00:00.000049Z' }] }])
  const bounds = { fromMicros: 0, toMicros: 98 }
  const found = await ask(engine, 'rows.histogram', { case: path, filter: '', bins: 2, ...bounds })
  expect(found?.counts).toEqual([0, 1])
})

test('a value imported through the import threads is found by its own column', async () => {
  const path = await folder.importMade([
    { records: [{ actor: 'ada', region: 'north', quota: '7' }], profile: plainProfile },
    { records: [{ actor: 'ben', zone_name: 'North', quota: '12' }], profile: otherProfile },
  ])
  expect(await idsOf(engine, path, 'region:north')).toEqual([1])
  expect(await idsOf(engine, path, 'zone_name:NORTH')).toEqual([2])
  expect(await idsOf(engine, path, 'quota>=8')).toEqual([2])
  expect(await idsOf(engine, path, 'north')).toEqual([1, 2])
  expect(await idsOf(engine, path, '-region:*')).toEqual([2])
})
