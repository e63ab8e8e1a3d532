import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { isoFromMicros } from '../../../../../shared/time/index.ts'
import { openCase } from '../../../../../electron/engine/case/index.ts'
import { EventReader, ownFieldText } from '../../../../../electron/engine/query/index.ts'
import { ColumnStore } from '../../../../../electron/engine/store/index.ts'
import { anyExhibits, anyLimit, countedFields, sortableFields } from '../../../../helpers/anyCase.ts'
import { ask, askingEngine, CaseFolder, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { oracleEvents, valueIn } from '../../../../helpers/oracle.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

test('the view `events`, the reader and a page give each value as the profile mapped it', () =>
  fc.assert(
    fc.asyncProperty(anyExhibits, anyLimit, async (exhibits, limit) => {
      const path = await folder.makeCase(exhibits, smallDictionaries(limit))
      const fields = countedFields(exhibits)
      const shown = ['id', ...fields, 'exhibit', 'record']
      const events = oracleEvents(exhibits)
      const expected = events.map((event) => shown.map((field) => valueIn(event, field)))

      const stock = new Database(path, { readonly: true })
      const columns = shown.map((field) => `"${field}"`).join(', ')
      const inSql = stock
        .prepare<[], (string | number | null)[]>(`SELECT ${columns} FROM events ORDER BY id`)
        .raw()
        .all()
      expect(inSql.map((row) => row.map((value) => (value === null ? null : String(value))))).toEqual(expected)
      const times = stock.prepare<[], string | null>('SELECT time FROM events ORDER BY id').pluck().all()
      expect(times).toEqual(events.map(({ micros }) => (micros === null ? null : isoFromMicros(micros, 6))))
      stock.close()

      const file = openCase(path)
      const reader = new EventReader(file.db, new ColumnStore(file.db), fields)
      const read = [...reader.rows(events.map((_, row) => row))]
      file.close()
      expect(
        read.map((event) => shown.map((field) => ownFieldText(event, field) ?? event.values[fields.indexOf(field)])),
      ).toEqual(expected)
      expect(read.map((event) => event.timeMicros)).toEqual(events.map((event) => event.micros))
      expect(read.map((event) => event.timeText)).toEqual(events.map((event) => event.record.time ?? null))

      const engine = askingEngine()
      const page = await ask(engine, 'rows.page', {
        case: path,
        filter: '',
        columns: shown,
        sort: { field: 'id', descending: false },
        offset: 0,
        limit: 10_000,
      })
      await engine.close()
      expect(page.rows.map((row) => row.cells)).toEqual(expected)
      expect(page.columns).toEqual(shown)
    }),
    { numRuns: 100 },
  ))

test('rows are read in the order asked for, near and far, more than once', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyLimit,
      fc.array(fc.nat(40), { maxLength: 30 }),
      async (exhibits, limit, wanted) => {
        const path = await folder.makeCase(exhibits, smallDictionaries(limit))
        const events = oracleEvents(exhibits)
        const rows = wanted.filter((row) => row < events.length)
        const file = openCase(path)
        const reader = new EventReader(file.db, new ColumnStore(file.db), ['actor', 'requestId'])
        const read = [...reader.rows(rows)]
        file.close()
        expect(read.map((event) => [event.id, ...event.values])).toEqual(
          rows.map((row) => [row + 1, valueIn(events[row], 'actor'), valueIn(events[row], 'requestId')]),
        )
      },
    ),
    { numRuns: 50 },
  ))

test('values are the same before and after whole dictionaries are read, short and long ones', async () => {
  const records = Array.from({ length: 5_000 }, (_, i) => ({ actor: `actor-${i}`, action: `action-${i % 7}` }))
  const path = await folder.makeCase([{ records }])
  const file = openCase(path)
  const reader = new EventReader(file.db, new ColumnStore(file.db), ['actor', 'action'])
  const read = [...reader.rows(records.map((_, row) => row))]
  file.close()
  expect(read.map(({ values }) => values)).toEqual(records.map(({ actor, action }) => [actor, action]))
})

test('deleting any column chunks changes no answer', () =>
  fc.assert(
    fc.asyncProperty(anyExhibits, anyLimit, fc.infiniteStream(fc.boolean()), async (exhibits, limit, isDeleted) => {
      const path = await folder.makeCase(exhibits, smallDictionaries(limit))
      const before = await everyAnswer(path, exhibits)
      const db = new Database(path)
      for (const field of db.prepare<[], string>('SELECT DISTINCT field FROM column_chunk').pluck().all())
        if (isDeleted.next().value) db.prepare('DELETE FROM column_chunk WHERE field = ?').run(field)
      db.close()
      expect(await everyAnswer(path, exhibits)).toEqual(before)
    }),
    { numRuns: 30 },
  ))

/** Facets, order and times of all events. */
async function everyAnswer(path: string, exhibits: Parameters<typeof countedFields>[0]): Promise<unknown> {
  const engine = askingEngine()
  try {
    const facets = await ask(engine, 'rows.facets', {
      case: path,
      filter: '',
      fields: countedFields(exhibits),
      top: 50,
    })
    const histogram = await ask(engine, 'rows.histogram', { case: path, filter: '', bins: 7 })
    const pages = []
    for (const field of sortableFields(exhibits)) {
      const sort = { field, descending: true }
      const page = { case: path, filter: '', columns: ['time', field], sort, offset: 0, limit: 100 }
      pages.push(await ask(engine, 'rows.page', page))
    }
    return { facets, histogram, pages }
  } finally {
    await engine.close()
  }
}
