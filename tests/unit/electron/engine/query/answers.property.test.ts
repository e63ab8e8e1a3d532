/** Facets without a filter's own clauses, values narrowed by a text, split histograms, places in orders: each as its definition says. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { HistogramInfo } from '../../../../../shared/api/index.ts'
import type { Filter } from '../../../../../shared/filter.ts'
import {
  anyColumnClause,
  anyExhibits,
  anyLimit,
  anyTree,
  countedFields,
  sortableFields,
} from '../../../../helpers/anyCase.ts'
import { ask, askingEngine, CaseFolder, idsOf, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { oracleEvents, valueIn } from '../../../../helpers/oracle.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const anyClause = anyColumnClause([])
const anyAsked = fc.oneof(fc.constant<Filter>({ kind: 'all' }), anyTree(anyClause))
const some = { kind: 'is', value: 'x', exact: false } as const

/** Whether a clause speaks of the field and of nothing else. */
function isAbout(filter: Filter, field: string): boolean {
  if (filter.kind === 'and' || filter.kind === 'or')
    return filter.of.length > 0 && filter.of.every((part) => isAbout(part, field))
  if (filter.kind === 'not') return isAbout(filter.of, field)
  return 'field' in filter && filter.field.toLowerCase() === field.toLowerCase()
}

test('facets that ignore own clauses are those of the filter without them', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyLimit,
      fc.array(
        fc.oneof(
          anyClause,
          anyTree(anyClause),
          fc.constantFrom<Filter>(
            { kind: 'not', of: { ...some, field: 'actor' } },
            {
              kind: 'or',
              of: [
                { ...some, field: 'Actor' },
                { kind: 'exists', field: 'actor' },
              ],
            },
            {
              kind: 'or',
              of: [
                { ...some, field: 'actor' },
                { kind: 'exists', field: 'action' },
              ],
            },
          ),
        ),
        { maxLength: 4 },
      ),
      async (exhibits, limit, clauses) => {
        const path = await folder.makeCase(exhibits, smallDictionaries(limit))
        const fields = countedFields(exhibits)
        const engine = askingEngine()
        const asked = { case: path, nowMicros: 0, top: 5 }
        // Clauses that simplify to several, or to nothing, are other clauses: they are asked as they simplify.
        const simple = clauses.filter((clause) => clause.kind !== 'and' && clause.kind !== 'all')
        const filter: Filter = {
          kind: 'and',
          of: simple.map((clause) => (clause.kind === 'not' && clause.of.kind === 'not' ? clause.of : clause)),
        }
        const flat = simple.filter((clause) => isFlat(clause))
        fc.pre(flat.length === simple.length)
        const found = await ask(engine, 'rows.facets', { ...asked, filter, fields, ignoreOwnClauses: true })
        for (const facet of found) {
          const others: Filter = { kind: 'and', of: flat.filter((clause) => !isAbout(clause, facet.field)) }
          const [expected] = await ask(engine, 'rows.facets', { ...asked, filter: others, fields: [facet.field] })
          expect(facet).toEqual(expected)
        }
        expect(found.map((facet) => facet.field)).toEqual(fields)
        await engine.close()
      },
    ),
    { numRuns: 40 },
  ))

/** Clauses that no simplifying takes apart. */
function isFlat(filter: Filter): boolean {
  if (filter.kind === 'or') return filter.of.length > 1 && filter.of.every((part) => 'field' in part)
  return filter.kind === 'not' ? 'field' in filter.of : 'field' in filter
}

test('a facet narrowed by a text has the values that contain it, counted as without it', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyLimit,
      anyAsked,
      fc.constantFrom('a', 'A', '*', '?', '\\', 'é', 'al', '10.', ' '),
      async (exhibits, limit, filter, search) => {
        const path = await folder.makeCase(exhibits, smallDictionaries(limit))
        const fields = countedFields(exhibits)
        const engine = askingEngine()
        const asked = { case: path, filter, nowMicros: 0, fields, top: 1_000 }
        const all = await ask(engine, 'rows.facets', asked)
        const narrowed = await ask(engine, 'rows.facets', { ...asked, search })
        await engine.close()
        all.forEach((facet, i) => {
          const values = facet.values.filter(({ value }) => value.toLowerCase().includes(search.toLowerCase()))
          expect({ values: narrowed[i].values, missing: narrowed[i].missing }).toEqual({
            values,
            missing: facet.missing,
          })
        })
      },
    ),
    { numRuns: 60 },
  ))

test('a split histogram is made of the histograms of its values, and they add up', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyLimit,
      anyAsked,
      fc.integer({ min: 1, max: 40 }),
      async (exhibits, limit, filter, bins) => {
        const path = await folder.makeCase(exhibits, smallDictionaries(limit))
        const engine = askingEngine()
        const asked = { case: path, nowMicros: 0, bins }
        for (const by of ['outcome', 'actor', 'requestId', 'exhibit', 'ip']) {
          const whole = await ask(engine, 'rows.histogram', { ...asked, filter })
          const split = await ask(engine, 'rows.histogram', { ...asked, filter, by })
          if (whole === null || split === null) {
            expect(split).toBeNull()
            continue
          }
          const { series = [], ...rest } = split
          expect(rest).toEqual(whole)
          expect(sumOf(series, bins)).toEqual(whole.counts)
          const named = series.filter(({ value }) => value !== null)
          expect(named.length).toBeLessThanOrEqual(12)
          const range = { fromMicros: whole.fromMicros, toMicros: whole.toMicros }
          for (const { value, counts } of named) {
            const own: Filter = {
              kind: 'and',
              of: [filter, { kind: 'is', field: by, value: value ?? '', exact: true }],
            }
            const expected = await ask(engine, 'rows.histogram', { ...asked, ...range, filter: own })
            expect(counts).toEqual(expected?.counts ?? new Array(bins).fill(0))
          }
          const [facet] = await ask(engine, 'rows.facets', { case: path, filter, nowMicros: 0, fields: [by], top: 12 })
          expect(named.map(({ value }) => value)).toEqual(facet.values.map(({ value }) => value))
        }
        await engine.close()
      },
    ),
    { numRuns: 30 },
  ))

function sumOf(series: NonNullable<HistogramInfo['series']>, bins: number): number[] {
  return Array.from({ length: bins }, (_, bin) => series.reduce((sum, { counts }) => sum + counts[bin], 0))
}

test('an event is where the page list has it, in any order; one that does not answer is nowhere', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyLimit,
      anyAsked,
      fc.nat(),
      fc.boolean(),
      async (exhibits, limit, filter, pick, descending) => {
        const path = await folder.makeCase(exhibits, smallDictionaries(limit))
        const engine = askingEngine()
        const all = sortableFields(exhibits)
        for (const field of ['id', 'time', all[pick % all.length]]) {
          const asked = { case: path, filter, nowMicros: 0, sort: { field, descending } }
          const page = await ask(engine, 'rows.page', { ...asked, columns: [], offset: 0, limit: 10_000 }).catch(
            () => null,
          )
          if (page === null) continue
          const ids = page.rows.map((row) => row.id)
          for (const event of oracleEvents(exhibits).map(({ id }) => id)) {
            const index = ids.indexOf(event)
            expect(await ask(engine, 'rows.locate', { ...asked, at: { event } }), field).toEqual({
              index: index < 0 ? null : index,
              total: ids.length,
            })
          }
          expect((await ask(engine, 'rows.locate', { ...asked, at: { event: 1_000_000 } })).index).toBeNull()
        }
        await engine.close()
      },
    ),
    { numRuns: 60 },
  ))

test('a time is where the first row has reached it, up, down, and in the order of the case', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyAsked,
      fc.boolean(),
      fc.constantFrom('time', 'id'),
      async (exhibits, filter, descending, field) => {
        const path = await folder.makeCase(exhibits)
        const engine = askingEngine()
        const events = oracleEvents(exhibits)
        const asked = { case: path, filter, nowMicros: 0, sort: { field, descending } }
        const { rows } = await ask(engine, 'rows.page', { ...asked, columns: [], offset: 0, limit: 10_000 })
        const times = rows.map((row) => events[row.id - 1].micros)
        const probes = events.flatMap(({ micros }) => (micros === null ? [] : [micros - 1, micros, micros + 1]))
        for (const timeMicros of [...probes.slice(0, 30), -1e15, 2e15]) {
          const index = times.findIndex(
            (time) => time !== null && (descending ? time <= timeMicros : time >= timeMicros),
          )
          const found = await ask(engine, 'rows.locate', { ...asked, at: { timeMicros } })
          expect(found).toEqual({ index: index < 0 ? null : index, total: rows.length })
        }
        await engine.close()
      },
    ),
    { numRuns: 60 },
  ))

test('the summary is what counting gives', () =>
  fc.assert(
    fc.asyncProperty(anyExhibits, anyAsked, async (exhibits, filter) => {
      const path = await folder.makeCase(exhibits)
      const engine = askingEngine()
      const ids = new Set(await idsOf(engine, path, filter))
      const events = oracleEvents(exhibits).filter(({ id }) => ids.has(id))
      const summary = await ask(engine, 'rows.summary', { case: path, filter, nowMicros: 0 })
      await engine.close()
      const outcomes: Record<string, number> = {}
      for (const event of events) {
        const outcome = valueIn(event, 'outcome')
        if (outcome !== null) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      }
      const actors = new Set(events.flatMap((event) => valueIn(event, 'actor') ?? []))
      const times = events.flatMap(({ micros }) => micros ?? [])
      expect(summary).toMatchObject({ total: events.length, outcomes, actors: actors.size, isActorsExact: true })
      expect(summary.timeFrom === null).toBe(times.length === 0)
      if (times.length > 0) {
        expect(Date.parse(summary.timeFrom ?? '')).toBe(Math.floor(Math.min(...times) / 1000))
        expect(Date.parse(summary.timeTo ?? '')).toBe(Math.floor(Math.max(...times) / 1000))
      }
    }),
    { numRuns: 60 },
  ))
