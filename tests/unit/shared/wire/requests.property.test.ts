/** Shapes of requests: every filter that can be asked passes, what is no request is named by its place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AppApi } from '../../../../shared/api/index.ts'
import type { Filter } from '../../../../shared/filter.ts'
import { appRequests } from '../../../../shared/wire/index.ts'
import { anyColumnClause, anyPayloadClause, anyTextClause, anyTree } from '../../../helpers/anyCase.ts'

const anyFilter = anyTree(fc.oneof(anyTextClause, anyPayloadClause, anyColumnClause(['region'])))
const wrongIn = (entry: keyof AppApi, request: unknown) => appRequests[entry].wrongIn(request, '')
const question = { case: '/a.vouch', filter: 'x' }

describe('requests', () => {
  test('with any filter pass, as a tree after a carrier, too', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const request = { ...question, filter: JSON.parse(JSON.stringify(filter)) as Filter }
        expect(wrongIn('rows.count', request)).toBe(null)
      }),
    )
  })

  test('of any shape at all are judged and never thrown at', () => {
    const entries = Object.keys(appRequests) as (keyof AppApi)[]
    fc.assert(
      fc.property(fc.constantFrom(...entries), fc.anything({ withNullPrototype: true }), (entry, request) => {
        const wrong = wrongIn(entry, request)
        expect(wrong === null || typeof wrong.expected === 'string').toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each<[string, keyof AppApi, unknown, string]>([
    ['no case', 'case.info', {}, 'case'],
    ['a case of the prototype', 'case.info', Object.create({ case: 'x' }), 'case'],
    ['a list in place of an object', 'case.info', ['x'], ''],
    ['a number for a path', 'case.import', { case: 'x', paths: ['a', 1] }, 'paths.1'],
    ['a broken choice', 'case.import', { case: 'x', paths: [], choices: { a: { skip: 'yes' } } }, 'choices.a.skip'],
    ['a filter of no kind', 'rows.count', { ...question, filter: { kind: 'toString' } }, 'filter'],
    ['half a clause', 'rows.count', { ...question, filter: { kind: 'is', field: 'x' } }, 'filter'],
    ['a negative offset', 'rows.page', { ...question, columns: [], offset: -1, limit: 1 }, 'offset'],
    ['half an event', 'annotations.undo', { case: 'x', batch: 1.5 }, 'batch'],
    ['no number', 'rows.histogram', { ...question, bins: Number.NaN }, 'bins'],
    ['a job of another entry', 'jobs.start', { work: { entry: 'case.create', request: {} } }, 'work.entry'],
    ['a colour there is none of', 'tags.set', { case: 'x', name: 'y', colour: '#f00' }, 'colour'],
    ['a setting that is no data', 'host.writeSetting', { key: 'a', value: () => 1 }, 'value'],
    ['a setting that is no number', 'host.writeSetting', { key: 'a', value: [Number.NaN] }, 'value.0'],
  ])('with %s are wrong there', (_name, entry, request, at) => {
    expect(wrongIn(entry, request)).toMatchObject({ at })
  })

  test('may hold keys that are not known, among them those of prototypes', () => {
    expect(wrongIn('case.info', JSON.parse('{"case":"x","__proto__":1,"constructor":2,"later":3}'))).toBe(null)
  })

  test('nest as deep as query text may, and not without end', () => {
    const nested = (depth: number): unknown => {
      let filter: unknown = { kind: 'all' }
      for (let level = 0; level < depth; level++) filter = { kind: 'not', of: filter }
      return { ...question, filter }
    }
    expect(wrongIn('rows.count', nested(300))).toBe(null)
    expect(wrongIn('rows.count', nested(600))).toMatchObject({ at: 'filter' })
    expect(wrongIn('rows.count', nested(1_000_000))).toMatchObject({ at: 'filter' })
    let value: unknown = 1
    for (let level = 0; level < 1_000_000; level++) value = [value]
    expect(wrongIn('host.writeSetting', { key: 'a', value })).not.toBe(null)
    // One that was too deep leaves nothing behind for the next.
    expect(wrongIn('rows.count', nested(300))).toBe(null)
  })
})
