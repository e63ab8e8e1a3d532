import { describe, expect, test } from 'vitest'
import type { Payload } from '../../../../../../electron/engine/ingest/profiles/event.ts'
import { parseProfile } from '../../../../../../electron/engine/ingest/profiles/profileSchema.ts'
import type { ProfileSource } from '../../../../../../electron/engine/ingest/profiles/profileSource.ts'
import { recognise } from '../../../../../../electron/engine/ingest/profiles/recognise.ts'

function profile(id: string, alternatives: string, more = ''): ProfileSource {
  const yaml = `schema: 1\nid: ${id}\nversion: 1\ntitle: T\nvendor: V\nsource: s\n${more}\nrecognise: ${alternatives}\nfields: { action: { from: [a] } }`
  const parsed = parseProfile(yaml, id)
  if (!parsed.ok) throw new Error(parsed.failures[0].message)
  return parsed.value
}

const ids = (records: readonly Payload[], profiles: readonly ProfileSource[], format: 'json' | 'csv' = 'json') =>
  recognise(records, format, profiles).map((found) => `${found.profileId}:${found.score}`)

describe('recognise', () => {
  test('the score counts by the share of records that satisfy it; below half it does not count', () => {
    const p = profile('p', '[{ format: json, require: [a.b], score: 80 }]')
    expect(ids([{ a: { b: 1 } }, { a: { b: 2 } }], [p])).toEqual(['p:80'])
    expect(ids([{ a: { b: 1 } }, { x: 2 }], [p])).toEqual(['p:40'])
    expect(ids([{ a: { b: 1 } }, { x: 2 }, { x: 3 }], [p])).toEqual([])
  })

  test('records of several kinds in one file count together, each by its own alternative', () => {
    const p = profile('p', '[{ format: json, require: [a], score: 80 }, { format: json, require: [b], score: 60 }]')
    const [claim] = recognise([{ a: 1 }, { a: 2 }, { b: 1 }, { c: 1 }, { c: 2 }], 'json', [p])
    expect(claim).toMatchObject({ score: 44, share: 0.6 })
    expect(claim.why).toEqual(['40 % of 5 sampled records have a', '20 % of 5 sampled records have b'])
  })

  test('anyOf, forbid and match', () => {
    const p = profile(
      'p',
      `[{ format: json, require: [a], anyOf: [b, c], forbid: [d], match: { a: '^x' }, score: 10 }]`,
    )
    expect(ids([{ a: 'x1', c: 1 }], [p])).toEqual(['p:10'])
    expect(ids([{ a: 'x1' }], [p])).toEqual([])
    expect(ids([{ a: 'x1', c: 1, d: 1 }], [p])).toEqual([])
    expect(ids([{ a: 'y1', c: 1 }], [p])).toEqual([])
  })

  test('the best alternative of a profile counts; ties are kept, ordered by id', () => {
    const two = profile('two', '[{ format: json, require: [a], score: 10 }, { format: json, require: [b], score: 30 }]')
    const one = profile('one', '[{ format: json, require: [a], score: 30 }]')
    expect(ids([{ a: 1, b: 1 }], [two, one])).toEqual(['one:30', 'two:30'])
  })

  test('looks into an envelope, as object or as JSON text', () => {
    const p = profile('p', '[{ format: json, require: [a], unwrap: message, score: 10 }]')
    expect(ids([{ message: { a: 1 } }, { message: '{"a":1}' }], [p])).toEqual(['p:10'])
    expect(ids([{ message: 'text' }], [p])).toEqual([])
  })

  test('what a collector carries counts a little less, and is told; JSON inside a table as well', () => {
    const p = profile('p', '[{ format: json, require: [a], score: 80 }]')
    const wrapping = profile('w', '[{ format: json, require: [_raw], score: 79 }]')
    expect(ids([{ _raw: '{"a":1}' }], [p, wrapping])).toEqual(['w:79', 'p:77'])
    expect(ids([{ _raw: { a: 1 }, host: 'h' }], [p], 'csv')).toEqual(['p:77'])
    const [claim] = recognise([{ event: { original: '{"a":1}' } }], 'json', [p])
    expect(claim.why).toEqual(['a collector put the record into event.original', '100 % of 1 sampled records have a'])
  })

  test('loose headers of a CSV; the format must fit', () => {
    const p = profile('p', '[{ format: csv, require: [Event name], score: 10 }]', 'csv: { headers: loose }')
    expect(ids([{ event_name: '' }], [p], 'csv')).toEqual(['p:10'])
    expect(ids([{ event_name: '' }], [p], 'json')).toEqual([])
    expect(ids([], [p], 'csv')).toEqual([])
  })

  test('aliases stand for their paths, alone and as first segment', () => {
    const p = profile(
      'p',
      '[{ format: json, require: [who, meta.ip], anyOf: [what], forbid: [gone], match: { who: "@" }, score: 10 }]',
      'aliases: { who: [actor, user], meta: [details, info], what: [event, verb], gone: [kind, sort] }',
    )
    expect(ids([{ user: 'a@example.com', info: { ip: 1 }, verb: 'x' }], [p])).toEqual(['p:10'])
    expect(ids([{ actor: '', user: 'a@example.com', details: { ip: 1 }, event: 'x' }], [p])).toEqual(['p:10'])
    expect(ids([{ user: 'nobody', info: { ip: 1 }, verb: 'x' }], [p])).toEqual([])
    expect(ids([{ user: 'a@example.com', info: {}, verb: 'x' }], [p])).toEqual([])
    expect(ids([{ user: 'a@example.com', info: { ip: 1 } }], [p])).toEqual([])
    expect(ids([{ user: 'a@example.com', info: { ip: 1 }, verb: 'x', sort: 1 }], [p])).toEqual([])
  })

  test('an alias that lists its own name means that key alone', () => {
    const p = profile('p', '[{ format: json, require: [who], score: 10 }]', 'aliases: { who: [who, user] }')
    expect(ids([{ who: 1 }], [p])).toEqual(['p:10'])
    expect(ids([{ user: 1 }], [p])).toEqual([])
  })
})
