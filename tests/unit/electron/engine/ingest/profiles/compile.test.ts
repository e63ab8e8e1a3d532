import { describe, expect, test } from 'vitest'
import { compileProfile } from '../../../../../../electron/engine/ingest/profiles/compile.ts'
import type { Payload } from '../../../../../../electron/engine/ingest/profiles/event.ts'
import type { CompileOptions } from '../../../../../../electron/engine/ingest/profiles/profile.ts'
import { parseProfile } from '../../../../../../electron/engine/ingest/profiles/profileSchema.ts'

const head = `schema: 1
id: made-up
version: 3
title: Made up
vendor: Example
source: made-up
recognise: [{ format: json, require: [what] }]
`

function profileFrom(yaml: string, options: CompileOptions = {}) {
  const parsed = parseProfile(head + yaml, 'made-up.yaml')
  if (!parsed.ok) throw new Error(parsed.failures.map((failure) => failure.message).join('\n'))
  return compileProfile(parsed.value, options)
}

/** Values by field id, with time and remarks. */
function mapped(yaml: string, payload: Payload, options: CompileOptions = {}): Record<string, unknown> {
  const profile = profileFrom(yaml, options)
  const result = profile.map(payload)
  if (!result.ok) throw new Error(result.failure.message)
  const values = Object.fromEntries(profile.outputs.map((output, i) => [output.id, result.event.values[i]]))
  return { ...values, time: result.event.time, timeText: result.event.timeText, remarks: result.event.remarks }
}

describe('compileProfile', () => {
  test('outputs stand in the order of the field table, own columns last', () => {
    const profile = profileFrom(`fields: { ip: { from: [ip] }, action: { from: [what] }, actor: { from: [who] } }
columns: [{ id: zone, label: Zone, from: [z] }, { id: bytes, type: number, from: [n] }, { id: peer, type: ip, from: [p] }]
categories: [{ id: c, when: { what: exists } }]`)
    expect(profile.outputs.map((output) => output.id)).toEqual([
      'actor',
      'action',
      'category',
      'ip',
      'zone',
      'bytes',
      'peer',
    ])
    expect(profile.outputs[4]).toEqual({ id: 'zone', label: 'Zone', isColumn: true, type: 'text' })
    expect(profile.outputs.map((output) => output.type)).toEqual(['text', 'text', 'text', 'ip', 'text', 'number', 'ip'])
    expect(profile.map({ p: '192.0.2.1:443' })).toMatchObject({ event: { values: { 6: '192.0.2.1' } } })
    expect(profile.name).toBe('made-up@3')
  })

  test('the first path with a usable scalar wins; empty text, - and objects are none', () => {
    const yaml = 'fields: { actor: { from: [a, b, c.d, e] } }'
    expect(mapped(yaml, { a: '', b: '-', c: { d: { x: 1 } }, e: 'last' }).actor).toBe('last')
    expect(mapped(yaml, { a: 0, b: 'later' }).actor).toBe('0')
    expect(mapped(yaml, {}).actor).toBeNull()
  })

  test('a long run of paths with one head keeps its order of preference', () => {
    const yaml = 'fields: { resourceName: { from: [p.a, p.b, p.c, p.d, p.e, q] } }'
    expect(mapped(yaml, { p: { e: '5', b: '2', c: '3' } }).resourceName).toBe('2')
    expect(mapped(yaml, { p: { b: '', a: {}, e: '5' } }).resourceName).toBe('5')
    expect(mapped(yaml, { p: { x: '1' }, q: 'q' }).resourceName).toBe('q')
    expect(mapped(yaml, { 'p.c': 'flat' }).resourceName).toBe('flat')
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]))
    expect(mapped(yaml, { p: { ...many, d: '4' } }).resourceName).toBe('4')
  })

  test('rules see paths and mapped fields, whatever their order in the file', () => {
    const yaml = `fields:
  outcome: { rules: [{ when: { '@status': { from: 400, to: 599 } }, is: failure }, { when: { '@status': exists }, is: success }] }
  operation: { rules: [{ when: { '@action': ['Create*', 'Put*'] }, is: create }], otherwise: other }
  status: { from: [code] }
  action: { from: [what] }`
    expect(mapped(yaml, { what: 'createThing', code: 404 })).toMatchObject({ outcome: 'failure', operation: 'create' })
    expect(mapped(yaml, { what: 'Look', code: 200 })).toMatchObject({ outcome: 'success', operation: 'other' })
    expect(mapped(yaml, { what: 'Look' }).outcome).toBeNull()
  })

  test('all conditions of a rule must hold; missing, not, lists and rules with from', () => {
    const yaml = `fields:
  actor: { rules: [{ when: { type: role, arn: exists }, from: [arn] }, { when: { tags: blue }, is: smurf }], from: [name] }
  message: { rules: [{ when: { error: missing }, is: fine }, { when: { error: { not: 'a*' } }, is: other }] }`
    expect(mapped(yaml, { type: 'Role', arn: 'x', name: 'n' }).actor).toBe('x')
    expect(mapped(yaml, { type: 'Role', name: 'n' }).actor).toBe('n')
    expect(mapped(yaml, { tags: ['red', 'Blue'] }).actor).toBe('smurf')
    expect(mapped(yaml, { error: '-' }).message).toBe('fine')
    expect(mapped(yaml, { error: 'abc' }).message).toBeNull()
    expect(mapped(yaml, { error: 'xyz' }).message).toBe('other')
  })

  test('templates need all their parts; extract takes the first group; map ignores case', () => {
    const yaml = `fields:
  resourceName: { template: '{b}/{k}' }
  actor: { from: [arn], extract: 'user/(.+)$' }
  actorType: { from: [t], map: { Person: human }, otherwise: unknown }`
    expect(mapped(yaml, { b: 'bucket', k: 'key', arn: 'a:user/alex', t: 'PERSON' })).toMatchObject({
      resourceName: 'bucket/key',
      actor: 'alex',
      actorType: 'human',
    })
    expect(mapped(yaml, { b: 'bucket', arn: 'a:root' })).toMatchObject({
      resourceName: null,
      actor: null,
      actorType: 'unknown',
    })
  })

  test('a stranger never enters a closed vocabulary', () => {
    const yaml = 'fields: { outcome: { from: [o] }, operation: { from: [op] }, severity: { from: [s] } }'
    expect(mapped(yaml, { o: 'SUCCESS', op: 'create', s: 'info' })).toMatchObject({
      outcome: 'success',
      operation: 'create',
      severity: 'info',
      remarks: [],
    })
    expect(mapped(yaml, { o: 'so-so', op: 'frobnicate', s: 'purple' })).toMatchObject({
      outcome: 'unknown',
      operation: 'other',
      severity: null,
      remarks: ['value-unknown', 'value-unknown', 'value-unknown'],
    })
  })

  test('remarks of one event do not leak into the next', () => {
    const profile = profileFrom('fields: { outcome: { from: [o] } }')
    profile.map({ o: 'odd' })
    expect(profile.map({ o: 'success' })).toMatchObject({ ok: true, event: { remarks: [] } })
  })

  test('categories: the first that matches gives its id', () => {
    const yaml = `fields: { action: { from: [what] } }
categories: [{ id: keys, label: Keys, when: { '@action': 'key.*' } }, { id: rest, when: { what: exists } }]`
    expect(mapped(yaml, { what: 'key.created' }).category).toBe('keys')
    expect(mapped(yaml, { what: 'x' }).category).toBe('rest')
    expect(mapped(yaml, {}).category).toBeNull()
  })

  test('aliases stand for lists of keys, whole or as first segment', () => {
    const yaml = `csv: { headers: loose }
aliases: { who: [Actor, user e-mail], meta: [Details, payload] }
fields: { actor: { from: [who] }, ip: { from: [meta.ip] } }`
    expect(mapped(yaml, { 'User-Email': 'alex@example.com', PAYLOAD: { IP: '192.0.2.1:5' } })).toMatchObject({
      actor: 'alex@example.com',
      ip: '192.0.2.1',
    })
  })

  test('an envelope is opened where it holds what the profile requires', () => {
    const profile = profileFrom(`fields: { action: { from: [what] } }`)
    const wrapped = parseProfile(
      `${head.replace('require: [what]', 'require: [what], unwrap: message')}fields: { action: { from: [what] } }`,
      'x',
    )
    if (!wrapped.ok) throw new Error('profile')
    const unwrapping = compileProfile(wrapped.value)
    expect(profile.map({ inner: '{"what":"in"}' })).toMatchObject({ event: { values: [null] } })
    expect(unwrapping.map({ message: '{"what":"in"}' })).toMatchObject({ event: { values: ['in'] } })
    expect(unwrapping.map({ message: { what: 'in' } })).toMatchObject({ event: { values: ['in'] } })
    expect(unwrapping.map({ what: 'out', message: '{"other":1}' })).toMatchObject({ event: { values: ['out'] } })
    expect(unwrapping.map({ what: 'out', message: '{broken' })).toMatchObject({ event: { values: ['out'] } })
  })
})

describe('what a collector wraps around a record', () => {
  const yaml = 'fields: { action: { from: [what] } }'

  test.each([
    ['Elastic', { event: { original: '{"what":"in"}' } }],
    ['a search hit', { _index: 'i', _source: { what: 'in' } }],
    ['Splunk', { _raw: '{"what":"in"}' }],
    ['an object in its place', { message: { what: 'in' } }],
    ['behind a syslog header', { raw: 'Jan 02 03:04:05 host app: {"what":"in"}' }],
  ] as [string, Payload][])('%s is taken off', (_name, payload) => {
    expect(mapped(yaml, payload)).toMatchObject({ action: 'in' })
  })

  test.each([
    ['the record is one itself', { what: 'out', message: '{"what":"in"}' }, 'out'],
    ['what is inside is none', { message: '{"other":"in"}' }, null],
    ['an object may be part of any record', { data: { what: 'in' } }, null],
    ['nothing speaks for a collector', { result: { what: 'in' } }, null],
  ] as [string, Payload, string | null][])('left where it is: %s', (_name, payload, action) => {
    expect(mapped(yaml, payload)).toMatchObject({ action })
  })

  test('a profile that a case holds from before goes on as it was', () => {
    const { carried, ...before } = profileFrom(yaml).spec
    expect(carried).toBe(true)
    expect(compileProfile(before).map({ _raw: '{"what":"in"}' })).toMatchObject({ event: { values: [null] } })
  })

  test('an envelope of the profile inside it, and texts that it opens, are gone into', () => {
    const inside = JSON.stringify({ detail: { what: '{"name":"in"}' } })
    const parsed = parseProfile(
      `${head.replace('require: [what]', 'require: [what], unwrap: detail')}open: [detail.what]\nfields: { action: { from: [what.name] } }`,
      'x',
    )
    if (!parsed.ok) throw new Error(parsed.failures[0].message)
    expect(compileProfile(parsed.value).map({ _raw: inside })).toMatchObject({ event: { values: ['in'] } })
  })
})

describe('event time', () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5) * 1000

  test('no time is no failure', () => {
    const yaml = 'fields: { time: { from: [t], format: iso } }'
    for (const payload of [{}, { t: null }, { t: '' }, { t: '-' }, { t: 'N/A' }] as Payload[]) {
      expect(mapped(yaml, payload)).toMatchObject({ time: null, timeText: null })
    }
  })

  test('an unreadable time is a reject that names field and text', () => {
    const profile = profileFrom('fields: { time: { from: [t], format: iso } }')
    expect(profile.map({ t: 'next week' })).toMatchObject({
      ok: false,
      failure: { code: 'record/time-unreadable', where: { field: 't' }, facts: { text: 'next week' } },
    })
  })

  test('alternatives are tried in order, each with its own format', () => {
    const yaml = 'fields: { time: [{ from: [a], format: iso }, { from: [b], format: epoch-ms }] }'
    expect(mapped(yaml, { b: at / 1000 }).time).toBe(at)
    expect(mapped(yaml, { a: 'odd', b: String(at / 1000) }).time).toBe(at)
    expect(mapped(yaml, { a: '2026-01-02T03:04:05Z', b: 0 })).toMatchObject({
      time: at,
      timeText: '2026-01-02T03:04:05Z',
    })
  })

  test('a time without a zone: documented, stated by the user, or assumed with a remark', () => {
    const stated = 'fields: { time: { from: [t], format: iso, zone: UTC } }'
    const open = 'fields: { time: { from: [t], format: iso } }'
    const payload = { t: '2026-01-02 03:04:05' }
    expect(mapped(stated, payload, { timezone: 'Europe/Berlin' })).toMatchObject({ time: at, remarks: [] })
    expect(mapped(open, payload, { timezone: 'Europe/Berlin' })).toMatchObject({
      time: at - 3_600_000_000,
      remarks: [],
    })
    expect(mapped(open, payload)).toMatchObject({ time: at, remarks: ['time-without-zone'] })
    expect(mapped(open, { t: '2026-01-02T03:04:05Z' }).remarks).toEqual([])
  })

  test('a date and a clock in fields of their own are joined', () => {
    const yaml = 'fields: { time: [{ template: "{d} {c}", from: [t], format: "D.M.YYYY H:mm:ss", zone: UTC }] }'
    expect(mapped(yaml, { d: '2.1.2026', c: '03:04:05' })).toMatchObject({ time: at, timeText: '2.1.2026 03:04:05' })
    expect(mapped(yaml, { d: '2.1.2026', c: '', t: '2.1.2026 3:04:05' })).toMatchObject({ time: at })
    expect(mapped(yaml, { d: '2.1.2026' })).toMatchObject({ time: null })
    expect(profileFrom(yaml).map({ d: '2.1.2026', c: 'noon', t: '2.1.2026 0:00:00' })).toMatchObject({
      ok: false,
      failure: { code: 'record/time-unreadable', facts: { field: '{d} {c}', text: '2.1.2026 noon' } },
    })
  })

  test.each(['{d} {', '{d} {[}'])('the template %j is refused', (template) => {
    const parsed = parseProfile(`${head}fields: { time: { template: ${JSON.stringify(template)} } }`, 'x')
    expect(parsed.ok).toBe(false)
  })

  test('times written as objects', () => {
    const yaml = 'fields: { time: { from: [t], format: iso } }'
    expect(mapped(yaml, { t: { epochSecond: at / 1e6, nano: 118_000_999 } }).time).toBe(at + 118_000)
    expect(mapped(yaml, { t: { seconds: String(at / 1e6) } }).time).toBe(at)
    expect(mapped(yaml, { t: { $date: '2026-01-02T03:04:05Z' } }).time).toBe(at)
    expect(mapped(yaml, { t: { value: `/Date(${at / 1000})/`, DateTime: 'x' } }).time).toBe(at)
    expect(mapped(yaml, { t: { $date: { $numberLong: String(at / 1000) } } }).time).toBe(at)
  })
})
