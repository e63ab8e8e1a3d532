import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { FacetInfo } from '../../../../../shared/api/index.ts'
import type { Filter } from '../../../../../shared/filter.ts'
import { anyColumnClause, anyExhibits, anyLimit, anyTree, countedFields } from '../../../../helpers/anyCase.ts'
import { ask, askingEngine, CaseFolder, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { type OracleEvent, oracleEvents, scan, valueIn } from '../../../../helpers/oracle.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const anyAsked = fc.oneof(fc.constant<Filter>({ kind: 'all' }), anyTree(anyColumnClause([])))

test('facets are what counting gives, values in dictionaries and inline', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyLimit,
      anyAsked,
      fc.integer({ min: 0, max: 12 }),
      async (exhibits, limit, filter, top) => {
        const path = await folder.makeCase(exhibits, smallDictionaries(limit))
        const fields = countedFields(exhibits)
        const events = matching(oracleEvents(exhibits), filter)
        const engine = askingEngine()
        const found = await ask(engine, 'rows.facets', { case: path, filter, nowMicros: 0, fields, top })
        await engine.close()
        for (const facet of found) expectFacet(facet, events, top)
        expect(found.map((facet) => facet.field)).toEqual(fields)
      },
    ),
    { numRuns: 150 },
  ))

function expectFacet(facet: FacetInfo, events: readonly OracleEvent[], top: number): void {
  const counts = new Map<string, number>()
  let missing = 0
  for (const event of events) {
    const value = valueIn(event, facet.field)
    if (value === null) missing++
    else counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const values = [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  expect({ values: facet.values, missing: facet.missing }, facet.field).toEqual({
    values: values.slice(0, top),
    missing,
  })
  const least = new Set([...counts.keys()].map((value) => value.toLowerCase())).size
  expect(facet.distinct, facet.field).toBeLessThanOrEqual(counts.size)
  expect(facet.distinct, facet.field).toBeGreaterThanOrEqual(facet.isDistinctExact ? counts.size : least)
}

test('a histogram is what counting gives, with exact bounds', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyAsked,
      fc.integer({ min: 1, max: 400 }),
      fc.option(fc.tuple(fc.integer({ min: -2_000_000, max: 0 }), fc.integer({ min: 1, max: 2_000_000 }))),
      async (exhibits, filter, bins, range) => {
        const path = await folder.makeCase(exhibits)
        const events = matching(oracleEvents(exhibits), filter)
        const times = events.flatMap(({ micros }) => (micros === null ? [] : [micros]))
        const engine = askingEngine()
        const bounds = range === null ? {} : { fromMicros: range[0], toMicros: range[1] }
        const found = await ask(engine, 'rows.histogram', { case: path, filter, nowMicros: 0, bins, ...bounds })
        await engine.close()
        if (times.length === 0) {
          expect(found).toBeNull()
          return
        }
        const from = range?.[0] ?? Math.min(...times)
        const to = range?.[1] ?? Math.max(...times) + 1
        const counts: number[] = new Array(bins).fill(0)
        let outside = events.length - times.length
        for (const time of times) {
          if (time < from || time >= to) outside++
          else counts[binOf(BigInt(time), BigInt(from), BigInt(to), BigInt(bins))]++
        }
        expect(found).toEqual({ fromMicros: from, toMicros: to, counts, outside })
      },
    ),
    { numRuns: 100 },
  ))

function binOf(time: bigint, from: bigint, to: bigint, bins: bigint): number {
  return Number(((time - from) * bins) / (to - from))
}

function matching(events: readonly OracleEvent[], filter: Filter): OracleEvent[] {
  const ids = new Set(scan(events, filter))
  return events.filter((event) => ids.has(event.id))
}
