/**
 * Random UUIDs that stand inline are not in the text index: their codes find them, whole and by how they begin, in cases of
 * this schema and of those before.
 */
import { copyFileSync } from 'node:fs'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openCaseForWriting } from '../../../../../electron/engine/case/index.ts'
import { INLINE_BIT, repairChunks, uuidCodes } from '../../../../../electron/engine/store/index.ts'
import type { Filter } from '../../../../../shared/filter.ts'
import { askingEngine, CaseFolder, idsOf, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { oracleEvents, scan } from '../../../../helpers/oracle.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
/** Few beginnings, some of which differ in the bits that no code holds. */
const heads = ['00000000', '00000001', '00000003', '00000004', '7fffffff', '80000000', 'deadbeef', 'ffffffff']
const uuid = fc
  .tuple(
    fc.constantFrom(...heads),
    fc.constantFrom('0000', 'cafe'),
    fc.constantFrom('4', '4', '4', '1', '7'),
    digits(3),
    digits(1),
  )
  .map(([head, mid, version, rest, last]) => `${head}-${mid}-${version}${rest}-8000-00000000000${last}`)
const value = fc.oneof(
  { weight: 6, arbitrary: uuid },
  uuid.map((text) => text.toUpperCase()),
  uuid.map((text) => `${text} x`),
  uuid.map((text) => `x${text}`),
  uuid.map((text) => text.replaceAll('-', '')),
  fc.constantFrom('dead', 'beef', 'deadbeef', '', '-'),
)
const record = fc.record({ requestId: value, actor: value, note: value }, { requiredKeys: [] })
const words = (text: string, prefix: boolean): Filter => ({ kind: 'text', text, phrase: false, prefix })
const word = fc.tuple(value, fc.nat(36)).chain(([text, length]) =>
  // Something to search for must be left.
  fc.constantFrom(
    words(/[a-z0-9]/i.test(text) ? text : 'dead', false),
    words(text.slice(0, length).replace(/^-?$/, 'f'), true),
  ),
)
const clause = fc.oneof(
  fc.record({
    kind: fc.constant('is' as const),
    field: fc.constantFrom('requestId', 'actor'),
    value,
    exact: fc.boolean(),
  }),
  value.map((text): Filter => ({ kind: 'like', field: 'requestId', pattern: `${text.slice(0, 6)}*` })),
)

async function answers(path: string, filters: readonly Filter[]): Promise<(readonly number[])[]> {
  const engine = askingEngine()
  const found: (readonly number[])[] = []
  for (const filter of filters) found.push(await idsOf(engine, path, filter))
  await engine.close()
  return found
}

test('whole or by how they begin, in any column and in the payload: as a plain scan', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 30 }),
      fc.constantFrom(0, 3, 1000),
      fc.array(fc.oneof({ weight: 3, arbitrary: word }, clause), { minLength: 8, maxLength: 8 }),
      async (records, limit, filters) => {
        const exhibits = [{ records }]
        const path = await folder.makeCase(exhibits, smallDictionaries(limit))
        const events = oracleEvents(exhibits)
        expect(await answers(path, filters)).toEqual(filters.map((filter) => scan(events, filter)))
      },
    ),
    { numRuns: 60 },
  ))

test('codes are asked for words that can be a random UUID, or its beginning, alone', () => {
  expect(uuidCodes('deadbee', true)?.isExact).toBe(true)
  expect(uuidCodes('deadbeef', true)?.isExact).toBe(false)
  expect(uuidCodes('deadbeef00004', true)).not.toBeNull()
  expect(uuidCodes('deadbeef00001', true)).toBeNull()
  expect(uuidCodes('deadbeef', false)).toBeNull()
  expect(uuidCodes('beefs', true)).toBeNull()
  expect(uuidCodes('', true)).toBeNull()
})

test('a case of before, whose codes of random UUIDs are hashes, answers the same: read as it is, brought up to date, and repaired', async () => {
  const records = heads.map((head, i) => ({ requestId: `${head}-0000-4000-8000-00000000000${i}`, actor: `actor-${i}` }))
  const path = folder.newPath('old.vouch')
  copyFileSync(await folder.makeCase([{ records }], smallDictionaries(0)), path)
  const db = new Database(path)
  const [{ data }] = db.prepare<[], { data: Buffer }>("SELECT data FROM column_chunk WHERE field = 'requestId'").all()
  const codes = new Uint32Array(new Uint8Array(zstdDecompressSync(data)).buffer)
  expect([...codes].every((code) => code >= INLINE_BIT)).toBe(true)
  // Anything but what the codes are now, as hashes were.
  const hashes = codes.map((code, i) => ((Math.imul(code, 0x9e3779b1) ^ i) | INLINE_BIT) >>> 0)
  const old = zstdCompressSync(Buffer.from(hashes.buffer))
  db.prepare("UPDATE column_chunk SET data = ? WHERE field = 'requestId'").run(old)
  db.pragma('user_version = 60')
  db.close()

  const filters: Filter[] = [
    words('deadbeef-0000-4000-8000-000000000006', false),
    words('dead', true),
    { kind: 'is', field: 'requestId', value: '7fffffff-0000-4000-8000-000000000004', exact: true },
  ]
  const wanted = [[7], [7], [5]]
  expect(await answers(path, filters)).toEqual(wanted)
  const file = openCaseForWriting(path)
  expect(file.db.pragma('user_version', { simple: true })).toBeGreaterThanOrEqual(70)
  file.close()
  expect(await answers(path, filters)).toEqual(wanted)
  const again = openCaseForWriting(path)
  expect(repairChunks(again.db)).toBe(1)
  again.close()
  expect(await answers(path, filters)).toEqual(wanted)
})
