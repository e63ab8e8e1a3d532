/** Duplicates against a plain scan, however many passes and imports it takes. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openCaseForWriting } from '../../../../../../electron/engine/case/index.ts'
import { findDuplicates } from '../../../../../../electron/engine/ingest/duplicates/findDuplicates.ts'
import { lastEvent } from '../../../../../../electron/engine/ingest/duplicates/markDuplicates.ts'
import { addExhibits, ask, askingEngine, CaseFolder } from '../../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

/** Few ids and few contents, so that most come back. */
const record = fc.record(
  {
    eventId: fc.constantFrom('a', 'b', 'c', 'd'),
    action: fc.constantFrom('login', 'logout'),
    time: fc.constantFrom('2026-05-01T10:00:00Z', '2026-05-01T10:00:01Z'),
  },
  { requiredKeys: ['action', 'time'] },
)
const exhibits = fc.array(fc.array(record, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 })

test('agree with a scan that compares every event with all before it', async () => {
  await fc.assert(
    fc.asyncProperty(exhibits, fc.nat(), fc.integer({ min: 1, max: 9 }), async (made, at, keysPerPass) => {
      const path = await folder.makeCase(made.slice(0, 1).map((records) => ({ records })))
      for (const records of made.slice(1)) await addExhibits(path, [{ records }])
      const all = made.flat()
      const expected: [number, number][] = []
      let versions = 0
      for (const [i, event] of all.entries()) {
        const before = all.slice(0, i)
        const twin = before.findIndex((other) => JSON.stringify(sorted(other)) === JSON.stringify(sorted(event)))
        if (twin >= 0) expected.push([i + 1, twin + 1])
        else if (event.eventId !== undefined && before.some((other) => other.eventId === event.eventId)) versions++
      }
      const file = openCaseForWriting(path)
      try {
        const { db } = file
        expect(db.prepare('SELECT event, of FROM duplicate ORDER BY event').raw().all()).toEqual(expected)
        expect(db.prepare('SELECT ifnull(sum(version_count), 0) FROM duplicate_count').pluck().get()).toBe(versions)
        const upTo = at % (all.length + 1)
        const found: [number, number][] = []
        findDuplicates(
          db,
          upTo,
          lastEvent(db),
          { duplicate: ({ event, of }) => found.push([event, of]), version: () => undefined },
          keysPerPass,
        )
        expect(found.sort((a, b) => a[0] - b[0])).toEqual(expected.filter(([event]) => event > upTo))
      } finally {
        file.close()
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)

test('what is left out and what is answered make up what matches, whatever is asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      exhibits,
      fc.constantFrom('', 'action:login', '-action:login', 'time>=2026-05-01T10:00:01Z', 'logout'),
      async (made, filter) => {
        const path = await folder.makeCase(made.map((records) => ({ records, startsImport: true })))
        const engine = askingEngine()
        const of = (text: string, duplicates?: boolean) =>
          ask(engine, 'rows.count', { case: path, filter: text, duplicates })
        const all = await of(filter, true)
        const { count, leftOut } = await of(filter, false)
        expect(count + leftOut).toBe(all.count)
        expect(leftOut).toBe((await of(`duplicate:yes ${filter === '' ? '' : `(${filter})`}`)).count)
        expect(count).toBe((await of(`-duplicate:yes ${filter === '' ? '' : `(${filter})`}`)).count)
        expect(await of(filter)).toEqual({ count, leftOut })
        const page = await ask(engine, 'rows.page', {
          case: path,
          filter,
          duplicates: false,
          columns: ['duplicate'],
          offset: 0,
          limit: 100,
        })
        expect([page.total, page.rows.length, page.leftOut]).toEqual([count, count, leftOut])
        expect(page.rows.every((row) => row.cells[0] === null)).toBe(true)
        await engine.close()
      },
    ),
    { numRuns: 25 },
  )
}, 120_000)

function sorted(record: object): object {
  return Object.fromEntries(Object.entries(record).sort())
}
