import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FailureError } from '../../../../../shared/failure.ts'
import { leafHash } from '../../../../../electron/engine/integrity/index.ts'
import { blocks, recordRuns, VerbatimReader } from '../../../../../electron/engine/store/index.ts'
import { CaseFolder, type MadeRecord } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
const records: MadeRecord[] = Array.from({ length: 3_000 }, (_, i) => ({
  actor: `ada-${i}`,
  note: 'x'.repeat(i % 700),
}))
const texts = records.map((record) => JSON.stringify(record))
let path = ''
beforeAll(async () => {
  path = await folder.makeCase([{ records }, { records: [{ actor: 'ben' }] }])
})
afterAll(() => folder.remove())

function codeOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code
    throw error
  }
}

describe('a whole case', () => {
  let db: Database.Database
  beforeAll(() => {
    db = new Database(path, { readonly: true })
  })
  afterAll(() => db.close())

  test('each record comes back byte for byte, in any order', () => {
    const reader = new VerbatimReader(db)
    const order = texts.map((_, i) => (i * 1_987) % texts.length)
    expect(order.every((i) => reader.record(1, i).toString() === texts[i])).toBe(true)
    expect(order.every((i) => reader.recordText(1, i) === texts[i])).toBe(true)
    expect(reader.record(2, 0).toString()).toBe('{"actor":"ben"}')
    expect(reader.record(1, 0).toString()).toBe(texts[0])
  })

  test('ranges and leaf hashes are those of the records', () => {
    const reader = new VerbatimReader(db)
    let startByte = 0
    for (const [i, text] of texts.entries()) {
      const endByte = startByte + Buffer.byteLength(text)
      if (i % 97 === 0) {
        expect(reader.recordRange(1, i)).toEqual({ startByte, endByte })
        expect(Buffer.from(reader.leafHash(1, i))).toEqual(Buffer.from(leafHash(Buffer.from(text))))
      }
      startByte = endByte + 1
    }
  })

  test('blocks tile the exhibit, and runs number every record once', () => {
    let next = 0
    for (const block of blocks(db, 1)) {
      expect([block.startByte, block.bytes?.length]).toEqual([next, block.sizeBytes])
      next += block.sizeBytes
    }
    expect(next).toBe(texts.join('\n').length + 2)
    let record = 0
    for (const run of recordRuns(db, 1)) {
      expect(run.firstRecord).toBe(record)
      record += run.count
    }
    expect(record).toBe(texts.length)
  })

  test.each([
    [1, 3_000],
    [2, 1],
    [3, 0],
    [1, -1],
  ])('exhibit %i has no record %i', (exhibit, record) => {
    expect(codeOf(() => new VerbatimReader(db).record(exhibit, record))).toBe('event/not-found')
  })

  test('bytes beyond the exhibit are not made up', () => {
    expect(codeOf(() => new VerbatimReader(db).bytes(2, 0, 1_000))).toBe('case/damaged')
  })
})

test.each([
  ['a block cut short', 'UPDATE block SET data = substr(data, 1, 20)'],
  ['no blocks', 'DELETE FROM block'],
  ['ranges cut short', 'UPDATE record_run SET ranges = substr(ranges, 1, 10)'],
  ['hashes cut short', 'UPDATE record_run SET leaf_hashes = substr(leaf_hashes, 2)'],
])('%s: the case is damaged', async (_, statement) => {
  const damaged = await folder.makeCase([{ records: records.slice(0, 10) }])
  const db = new Database(damaged)
  db.exec(statement)
  expect(codeOf(() => new VerbatimReader(db).record(1, 0))).toBe('case/damaged')
  expect(codeOf(() => new VerbatimReader(db).recordText(1, 0))).toBe('case/damaged')
  db.close()
})
