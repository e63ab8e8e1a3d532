import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Filter } from '../../../../../shared/filter.ts'
import { compareAddresses, parseAddress } from '../../../../../shared/query/index.ts'
import { anyColumnClause, anyExhibits, anyLimit, anyTree, sortableFields, typeOf } from '../../../../helpers/anyCase.ts'
import { ask, askingEngine, CaseFolder, smallDictionaries } from '../../../../helpers/madeCase.ts'
import { type OracleEvent, oracleEvents, scan, valueIn } from '../../../../helpers/oracle.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const anyAsked = fc.oneof(fc.constant<Filter>({ kind: 'all' }), anyTree(anyColumnClause([])))

test('sorting by any field is a stable sort, events without a value last', () =>
  fc.assert(
    fc.asyncProperty(anyExhibits, anyLimit, anyAsked, fc.boolean(), async (exhibits, limit, filter, descending) => {
      const path = await folder.makeCase(exhibits, smallDictionaries(limit))
      const events = oracleEvents(exhibits)
      const ids = new Set(scan(events, filter))
      const matching = events.filter((event) => ids.has(event.id))
      const engine = askingEngine()
      for (const field of sortableFields(exhibits)) {
        const sort = { field, descending }
        const page = { case: path, filter, nowMicros: 0, columns: [], sort, offset: 0, limit: 1_000 }
        const found = await ask(engine, 'rows.page', page)
        expect(
          found.rows.map((row) => row.id),
          field,
        ).toEqual(sortedIds(matching, field, descending))
      }
      await engine.close()
    }),
    { numRuns: 100 },
  ))

test('page(a..b) and page(b..c) are page(a..c), at any offset and in any order', () =>
  fc.assert(
    fc.asyncProperty(
      anyExhibits,
      anyAsked,
      fc.option(fc.tuple(fc.constantFrom('id', 'time', 'actor', 'requestId'), fc.boolean())),
      fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)),
      async (exhibits, filter, order, cuts) => {
        const path = await folder.makeCase(exhibits)
        const [a, b, c] = cuts.toSorted((x, y) => x - y)
        const engine = askingEngine()
        const sort = order === null ? {} : { sort: { field: order[0], descending: order[1] } }
        const pageOf = (offset: number, end: number) =>
          ask(engine, 'rows.page', {
            case: path,
            filter,
            nowMicros: 0,
            columns: ['id', 'actor'],
            ...sort,
            offset,
            limit: end - offset,
          })
        const [first, second, both] = [await pageOf(a, b), await pageOf(b, c), await pageOf(a, c)]
        const { count } = await ask(engine, 'rows.count', { case: path, filter, nowMicros: 0 })
        await engine.close()
        expect([...first.rows, ...second.rows]).toEqual(both.rows)
        expect(both.rows.length).toBe(Math.max(0, Math.min(c, count) - a))
        expect([first.total, second.total, both.total]).toEqual([count, count, count])
      },
    ),
    { numRuns: 100 },
  ))

/** Ascending: by value, then by id. Descending: that backwards. What has no value stands behind, by id. */
function sortedIds(events: readonly OracleEvent[], field: string, descending: boolean): number[] {
  const valued = events.filter((event) => hasValue(event, field))
  const missing = events.filter((event) => !hasValue(event, field))
  const sorted = valued.toSorted((a, b) => orderOf(a, b, field) || a.id - b.id)
  if (descending) sorted.reverse()
  return [...sorted, ...missing].map((event) => event.id)
}

function hasValue(event: OracleEvent, field: string): boolean {
  return field === 'time' ? event.micros !== null : valueIn(event, field) !== null
}

function orderOf(a: OracleEvent, b: OracleEvent, field: string): number {
  if (field === 'time') return (a.micros ?? 0) - (b.micros ?? 0)
  const x = valueIn(a, field) ?? ''
  const y = valueIn(b, field) ?? ''
  const type = typeOf(field)
  const byMeaning =
    type === 'ip' ? compareIps(x, y) : type === 'number' || type === 'integer' ? compareNumbers(x, y) : 0
  return byMeaning || byCodePoint(lower(x), lower(y)) || byCodePoint(x, y)
}

/** Numbers by size, before everything else. */
function compareNumbers(x: string, y: string): number {
  const [a, b] = [numberOf(x), numberOf(y)]
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a === b ? 0 : a - b
}

function numberOf(text: string): number | null {
  return text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text)
}

/** IPv4, IPv6, what is no address. */
function compareIps(x: string, y: string): number {
  return compareAddresses(x, y) ?? Number(parseAddress(x) === null) - Number(parseAddress(y) === null)
}

function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function byCodePoint(x: string, y: string): number {
  const [a, b] = [[...x], [...y]].map((units) => units.map((unit) => unit.codePointAt(0) ?? 0))
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i]
  return a.length - b.length
}
