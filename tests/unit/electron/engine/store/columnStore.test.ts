import { copyFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCase, openCaseForWriting } from '../../../../../electron/engine/case/index.ts'
import {
  ColumnStore,
  CHUNK_EVENTS,
  inlineCode,
  isInline,
  repairChunks,
} from '../../../../../electron/engine/store/index.ts'
import { addExhibits, CaseFolder, type MadeExhibit, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { otherProfile, plainProfile } from '../../../../helpers/madeProfile.ts'

const folder = new CaseFolder()
const fieldsAsked = ['exhibit', 'actor', 'requestId', 'status', 'region', 'zone_name', 'message']
const exhibitsOf = (sizes: readonly number[]): MadeExhibit[] =>
  sizes.map((size, exhibit) => ({
    profile: exhibit % 2 === 0 ? plainProfile : otherProfile,
    records: Array.from({ length: size }, (_, i) => ({
      ...(i % 10 === 0 ? {} : { time: new Date(1_700_000_000_000 + i * 1000).toISOString() }),
      actor: `actor-${(i * 7 + exhibit) % 900}`,
      requestId: `request-${exhibit}-${i}`,
      ...(i % 3 === 0 ? { status: String(200 + (i % 5)) } : {}),
      ...(i % 2 === 0 ? { region: `region-${i % 11}`, zone_name: `zone-${i % 13}` } : {}),
    })),
  }))

/** Three chunks; the second exhibit, and with it a column of its own, starts in the middle of the first. */
const exhibits = exhibitsOf([CHUNK_EVENTS - 1_000, 3_000, CHUNK_EVENTS - 500])
const size = exhibits.reduce((sum, { records }) => sum + records.length, 0)
let whole = ''
beforeAll(async () => {
  whole = await folder.makeCase(exhibits, smallDictionaries(500))
})
afterAll(() => folder.remove())

/** Everything a store says, as numbers. */
function columnsOf(path: string): { codes: number[][]; times: number[] } {
  const file = openCase(path)
  const store = new ColumnStore(file.db)
  const codes = fieldsAsked.map((field) => Array.from(store.column(field).codes))
  const times = Array.from(store.times())
  file.close()
  return { codes, times }
}

function edited(edit: (db: Database.Database) => void): string {
  const path = folder.newPath('edited.vouch')
  copyFileSync(whole, path)
  const db = new Database(path)
  edit(db)
  db.close()
  return path
}

test('columns say what the records say, over chunk and exhibit bounds', () => {
  const file = openCase(whole)
  const store = new ColumnStore(file.db)
  const records = exhibits.flatMap((exhibit) => exhibit.records)
  expect(store.size).toBe(size)
  for (const field of fieldsAsked.slice(1)) {
    const { codes, values, hasInline } = store.column(field)
    expect(codes.length, field).toBe(size)
    const isInlineSeen = codes.some(isInline)
    expect(hasInline, field).toBe(isInlineSeen)
    const wrong = records.findIndex((record, row) => {
      const owner =
        row < exhibits[0].records.length || row >= exhibits[0].records.length + 3_000 ? plainProfile : otherProfile
      const isMapped = !['region', 'zone_name'].includes(field) || owner.columns.includes(field)
      const value = isMapped ? record[field] : undefined
      const code = codes[row]
      if (typeof value !== 'string') return code !== 0
      return isInline(code) ? code !== inlineCode(value) : values[code] !== value
    })
    expect(wrong, field).toBe(-1)
  }
  expect(Array.from(store.column('exhibit').codes)).toEqual(
    exhibits.flatMap(({ records: own }, i) => own.map(() => i + 1)),
  )
  const times = records.map(({ time }) => (typeof time === 'string' ? Date.parse(time) * 1000 : Number.NaN))
  expect(Array.from(store.times())).toEqual(times)
  file.close()
})

test('chunks that are missing, short or damaged are read back from the events', () => {
  const before = columnsOf(whole)
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.nat(2), fc.constantFrom('time', ...fieldsAsked), fc.constantFrom('missing', 'short', 'damaged')),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      (faults) => {
        const path = edited((db) => {
          for (const [chunk, field, fault] of faults) {
            const statement = {
              missing: 'DELETE FROM column_chunk WHERE field = ? AND chunk = ?',
              short: 'UPDATE column_chunk SET event_count = event_count - 1 WHERE field = ? AND chunk = ?',
              damaged: 'UPDATE column_chunk SET data = zeroblob(length(data)) WHERE field = ? AND chunk = ?',
            }[fault]
            db.prepare(statement).run(field, chunk)
          }
        })
        expect(columnsOf(path)).toEqual(before)
      },
    ),
    { numRuns: 6 },
  )
})

test('without any chunk every column is still there; repairing writes them all again', () => {
  const before = columnsOf(whole)
  const path = edited((db) => db.exec('DELETE FROM column_chunk'))
  expect(columnsOf(path)).toEqual(before)
  const file = openCaseForWriting(path)
  expect(repairChunks(file.db)).toBe(3)
  expect(repairChunks(file.db)).toBe(0)
  file.close()
  const stored = (place: string): unknown[] => {
    const db = new Database(place, { readonly: true })
    const rows = db
      .prepare('SELECT field, chunk, event_count, width, data FROM column_chunk WHERE chunk > 0 ORDER BY 1, 2')
      .all()
    db.close()
    return rows
  }
  expect(stored(path)).toEqual(stored(whole))
  expect(columnsOf(path)).toEqual(before)
})

test('a later import goes on in the chunk that was not full', async () => {
  const parts = exhibitsOf([700, 900])
  const apart = await folder.makeCase([parts[0]], smallDictionaries(500))
  // The number of an exhibit within one call makes its bytes its own: here both are the first.
  await addExhibits(apart, [parts[1]], smallDictionaries(500))
  const together = await folder.makeCase(
    parts.map((part) => ({ ...part, startsImport: true })),
    smallDictionaries(500),
  )
  expect(columnsOf(apart)).toEqual(columnsOf(together))
})

test('an empty case has columns without rows', async () => {
  const path = await folder.makeCase([])
  const file = openCase(path)
  const store = new ColumnStore(file.db)
  expect([store.size, store.times().length, store.column('actor').codes.length]).toEqual([0, 0, 0])
  expect(store.column('actor').values).toEqual([''])
  file.close()
})
