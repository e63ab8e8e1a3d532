/** Rows come out of the case as they went in, whatever their shapes: those with a statement of their own and the others. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CaseFile, createCase, ensureFields } from '../../../../../../electron/engine/case/index.ts'
import type { ColumnPart, EventBatch } from '../../../../../../electron/engine/ingest/pipeline/messages.ts'
import { RowInserter } from '../../../../../../electron/engine/ingest/pipeline/rowInserter.ts'
import { inlineCode, inlineText, inlineValues } from '../../../../../../electron/engine/store/index.ts'

/** A value: none, the code of a dictionary entry, or a text. */
type Value = number | string | null
interface Row {
  readonly time: number | null
  /** Fraction digits, a text, or none. */
  readonly timeText: Value
  readonly values: readonly Value[]
}

const COLUMNS = ['actor', 'action', 'requestId', 'message', 'own_a', 'own_b', 'own_c', 'own_d', 'own_e', 'own_f']

let dir: string
let file: CaseFile
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vouch-rows-'))
  file = createCase(join(dir, 'case.vouch'), 'test')
  const own = COLUMNS.filter((name) => name.startsWith('own')).map((id) => ({ id, label: id, type: 'text' as const }))
  ensureFields(file.db, own, 1)
})
afterEach(() => {
  file.close()
  rmSync(dir, { recursive: true, force: true })
})

function batchOf(rows: readonly Row[]): EventBatch {
  const columns = COLUMNS.map((field, c): ColumnPart => {
    const texts = rows.map((row) => row.values[c]).filter((value) => typeof value === 'string')
    let end = 0
    return {
      field,
      codes: Uint32Array.from(rows, ({ values: { [c]: value } }) =>
        typeof value === 'string' ? inlineCode(value) : (value ?? 0),
      ),
      newValues: [],
      firstNewCode: 1,
      inlineText: texts.join(''),
      inlineEnds: Uint32Array.from(texts, (text) => (end += text.length)),
    }
  })
  return {
    eventCount: rows.length,
    eventRecords: Float64Array.from(rows, (_, i) => i),
    times: Float64Array.from(rows, (row) => row.time ?? Number.NaN),
    timeForms: Int8Array.from(rows, ({ timeText }) =>
      timeText === null ? -1 : typeof timeText === 'string' ? -2 : timeText,
    ),
    timeTexts: rows.map((row) => row.timeText).filter((text) => typeof text === 'string'),
    columns: columns.filter((column) => column.codes.some((code) => code !== 0)),
    texts: '',
    keys: new Uint32Array(rows.length * 2),
  }
}

function insert(inserter: RowInserter, batch: EventBatch, firstId: number): void {
  const inline = batch.columns.map((column) => inlineValues(column.inlineText, column.inlineEnds))
  inserter.insert(batch, inline, firstId, 7)
}

/** The rows of the case, UUIDs as texts again. REAL would come back as another type. */
function stored(): unknown[] {
  const list = ['time_us', 'time_text', ...COLUMNS]
  const types = list.map((name) => `typeof("${name}")`).join(", ' ', ")
  const rows = file.db
    .prepare(
      `SELECT id, exhibit_id, record, concat(${types}), ${list.map((name) => `"${name}"`).join()} FROM event ORDER BY id`,
    )
    .raw()
    .all() as [number, number, number, string, ...(Value | Buffer)[]][]
  return rows.map(([id, exhibit, record, typeList, ...values]) => {
    expect(typeList).not.toContain('real')
    return [id, exhibit, record, values.map((value) => (Buffer.isBuffer(value) ? inlineText(value) : value))]
  })
}

function expected(rows: readonly Row[], firstId: number): unknown[] {
  return rows.map((row, i) => [firstId + i, 7, i, [row.time, row.timeText, ...row.values]])
}

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 0x7fffffff }) },
  { weight: 2, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.uuid().map((uuid) => uuid.toUpperCase()) },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom('a', 'é', '-', '0', '"', '😀') }) },
)
const row: fc.Arbitrary<Row> = fc.record({
  time: fc.option(fc.integer({ min: -(2 ** 52), max: 2 ** 52 })),
  timeText: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 6 }), fc.constantFrom('gestern', '2026-05-01')),
  values: fc.array(value, { minLength: COLUMNS.length, maxLength: COLUMNS.length }),
})

test('rows of any shapes, in any batches, come back as they went in', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 12 }), (kinds, repeats) => {
      const rows = Array.from({ length: repeats }, () => kinds).flat()
      file.db.exec('BEGIN')
      try {
        const inserter = new RowInserter(file.db)
        insert(inserter, batchOf(rows), 1)
        insert(inserter, batchOf(kinds), rows.length + 1)
        expect(stored()).toEqual([...expected(rows, 1), ...expected(kinds, rows.length + 1)])
      } finally {
        file.db.exec('ROLLBACK')
      }
    }),
    { numRuns: 60 },
  )
})

test('a thousand shapes, each met often enough for a statement, are more than get one', () => {
  const shapes = Array.from(
    { length: 1024 },
    (_, bits): Row => ({
      time: bits,
      timeText: 3,
      values: COLUMNS.map((_name, c) => ((bits >> c) & 1 ? c + 1 : null)),
    }),
  )
  const rows = Array.from({ length: 10 }, () => shapes).flat()
  file.db.exec('BEGIN')
  // Steps of many batches: the tree is begun anew between some of them.
  const inserter = new RowInserter(file.db)
  insert(inserter, batchOf(rows), 1)
  insert(inserter, batchOf(rows), rows.length + 1)
  expect(stored()).toEqual([...expected(rows, 1), ...expected(rows, rows.length + 1)])
  file.db.exec('ROLLBACK')
})
