/** What each kind of rule does to an event, and what its report says. */
import { describe, expect, test } from 'vitest'
import { FailureError } from '../../../../../../shared/failure.ts'
import {
  ExportRedactor,
  loadRedaction,
  Pseudonyms,
} from '../../../../../../electron/engine/evidence/redaction/index.ts'
import { printQuery, parseQuery } from '../../../../../../shared/query/index.ts'
import { fieldById } from '../../../../../../shared/fields.ts'
import { profileOf, redacted, redactorOf, testKey } from './made.ts'

const persons = '{ id: persons, action: pseudonymise, prefix: person, fields: [actor] }'
const pseudonyms = new Pseudonyms(testKey)
const alice = pseudonyms.of('alice@example.com', 'person')

describe('a rule about a field', () => {
  test('replaces the value wherever it stands: as a whole, in sentences, in JSON inside texts, in URLs, as a key', () => {
    const found = redacted(
      redactorOf(persons),
      {
        actor: 'alice@example.com',
        resourceName: 'Alice@Example.com',
        message: 'alice@example.com made a key',
        path: '/users/alice%40example.com/keys',
        action: 'key.created',
      },
      {
        by: 'ALICE@example.com',
        body: '{"to":"alice@example.com","n":1}',
        'alice@example.com': { role: 'admin' },
        list: ['bob', 'alice@example.com'],
      },
    )
    expect(found.cells).toEqual({
      actor: alice,
      resourceName: alice,
      message: `${alice} made a key`,
      path: `/users/${alice}/keys`,
      action: 'key.created',
    })
    expect(found.payload).toEqual({
      by: alice,
      body: `{"to":"${alice}","n":1}`,
      [alice]: { role: 'admin' },
      list: ['bob', alice],
    })
  })

  test('is kept also where its column is not exported', () => {
    const redactor = redactorOf(persons)
    const event = redactor.event(['actor', 'message'], ['ada', 'ada did it'], '{"who":"ada"}')
    expect(event.cell('message', 'ada did it')).toBe(`${pseudonyms.of('ada', 'person')} did it`)
    expect(redactor.report().rules[0].places).toEqual([{ place: 'message', count: 1 }])
    expect(redactor.columns).toEqual(['actor'])
  })

  test('leaves what Vouch says: numbers, times, closed vocabularies', () => {
    const { cells } = redacted(
      redactorOf(persons),
      { actor: 'system', actorType: 'system', id: '7', tenant: 'system' },
      {},
    )
    expect(cells).toEqual({
      actor: pseudonyms.of('system', 'person'),
      actorType: 'system',
      id: '7',
      tenant: pseudonyms.of('system', 'person'),
    })
  })

  test('makes no person of a word for nobody', () => {
    const { cells, payload } = redacted(redactorOf(persons), { actor: 'unknown', message: 'unknown host' }, { a: null })
    expect(cells).toEqual({ actor: 'unknown', message: 'unknown host' })
    expect(payload).toEqual({ a: null })
  })

  test('does not say of a longer word that it is the value, and still does not give it away', () => {
    const { cells } = redacted(redactorOf(persons), { actor: '192.0.2.1', ip: '192.0.2.10', message: 'bob' }, {})
    expect(cells).toMatchObject({ ip: '[REDACTED]0' })
    const short = redacted(redactorOf(persons), { actor: 'bob', message: 'bobsled of bob' }, {})
    expect(short.cells.message).toBe(`bobsled of ${pseudonyms.of('bob', 'person')}`)
  })
})

describe('a rule about keys', () => {
  test('means all below the key, at any depth, however the key is written, and the value elsewhere', () => {
    const found = redacted(
      redactorOf('{ id: keys, action: mask, keys: [private_key, "*_pin"] }'),
      { resourceName: 'k-17', message: 'uses k-17' },
      {
        a: [{ privateKey: 'k-17' }],
        'Private-Key': { x: ['one', 2, true, null] },
        door_pin: 4711,
        n: 4711,
        other: '2',
      },
    )
    expect(found.cells).toEqual({ resourceName: '[REDACTED]', message: 'uses [REDACTED]' })
    expect(found.payload).toEqual({
      a: [{ privateKey: '[REDACTED]' }],
      'Private-Key': { x: ['[REDACTED]', '[REDACTED]', '[REDACTED]', null] },
      door_pin: '[REDACTED]',
      n: '[REDACTED]',
      other: '[REDACTED]',
    })
  })

  test('may name the key above', () => {
    const { payload } = redacted(
      redactorOf('{ id: keys, action: remove, keys: [user.name] }'),
      {},
      { name: 'x', user: { name: 'ada' }, items: [{ user: [{ name: 'ben' }] }], 'user.name': 'cleo' },
    )
    expect(payload).toEqual({ name: 'x', user: { name: null }, items: [{ user: [{ name: null }] }], 'user.name': null })
  })

  test('means the value beside a name, too', () => {
    const { payload } = redacted(
      redactorOf('{ id: keys, action: mask, keys: [email] }'),
      {},
      { changes: [{ name: 'Email', old_value: 'ada-1', newValue: ['ada-2'] }] },
    )
    expect(payload).toEqual({ changes: [{ name: 'Email', old_value: '[REDACTED]', newValue: ['[REDACTED]'] }] })
  })
})

describe('a rule about patterns', () => {
  test('finds e-mail addresses, tokens and keys inside longer texts', () => {
    const jwt = `eyJ${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`
    const { cells } = redacted(
      redactorOf(
        '{ id: mail, action: pseudonymise, prefix: person, patterns: [email] }',
        '{ id: keys, action: mask, patterns: [jwt, aws-access-key] }',
        '{ id: addresses, action: remove, patterns: [ip] }',
      ),
      {
        message: `to <alice@example.com>, with ${jwt} from 192.0.2.1:443 and [2001:db8::1]`,
        path: `/?who=alice%40example.com&k=AKIAIOSFODNN7EXAMPLE`,
        userAgent: 'Mozilla/5.0 (1.2.3)',
      },
      {},
    )
    expect(cells).toEqual({
      message: `to <${alice}>, with [REDACTED] from :443 and []`,
      path: `/?who=${alice}&k=[REDACTED]`,
      userAgent: 'Mozilla/5.0 (1.2.3)',
    })
  })

  test('takes the user’s own expressions in RE2 syntax', () => {
    const { payload } = redacted(
      redactorOf("{ id: tickets, action: mask, regexps: ['HR-[0-9]{4,}'] }"),
      {},
      { note: 'see HR-20417.', id: 'HR-20417', short: 'HR-1' },
    )
    expect(payload).toEqual({ note: 'see [REDACTED].', id: '[REDACTED]', short: 'HR-1' })
  })

  test('secrets: what Vouch masks where it shows events', () => {
    const { cells, payload } = redacted(
      redactorOf('{ id: secrets, action: mask, secrets: true }'),
      { resourceName: 'hunter2', path: '/?token=abcdef123' },
      { password: 'hunter2', pairs: [{ key: 'client_secret', value: 'x-9' }], kind: 'Secret', data: { a: 'b64' } },
    )
    expect(cells).toEqual({ resourceName: '[REDACTED]', path: '/?token=[REDACTED]' })
    expect(payload).toEqual({
      password: '[REDACTED]',
      pairs: [{ key: 'client_secret', value: '[REDACTED]' }],
      kind: 'Secret',
      data: { a: '[REDACTED]' },
    })
  })
})

test('a rule about the payload takes it away whole', () => {
  const event = redactorOf('{ id: all, action: remove, fields: [payload] }').event(['actor'], ['ada'], '{"a":1}')
  expect(event.cell('payload', '{"a":1}')).toBeNull()
  expect(event.jsonEdits('{"a":1}', [])).toEqual([{ start: 0, end: 7, text: 'null' }])
})

test('of two rules that mean a value the first decides', () => {
  const { cells } = redacted(
    redactorOf('{ id: a, action: mask, fields: [tenant] }', persons),
    { actor: 'x', tenant: 'x' },
    {},
  )
  expect(cells).toEqual({ actor: '[REDACTED]', tenant: '[REDACTED]' })
})

test('what cannot be looked through is not given', () => {
  let text = '{"k":"bob"}'
  for (let i = 0; i < 12; i++) text = JSON.stringify({ a: text })
  const redactor = redactorOf('{ id: keys, action: mask, keys: [k] }')
  const event = redactor.event(['id', 'message'], ['1', 'bob'], text)
  expect([event.cell('id', '1'), event.cell('message', 'bob'), event.cell('payload', text)]).toEqual([
    '1',
    '[REDACTED]',
    '"[REDACTED]"',
  ])
  expect(redactor.report()).toMatchObject({ events: 1, redactedEvents: 1, withheldEvents: 1 })
})

test('the report counts values and events by rule and place, and holds no value', () => {
  const redactor = redactorOf(
    persons,
    '{ id: mail, action: mask, patterns: [email] }',
    '{ id: none, action: mask, keys: [pin] }',
  )
  redacted(redactor, { actor: 'ada', message: 'ada wrote to ben@example.com' }, { who: 'ada', ada: { x: 'ada' } })
  redacted(redactor, { actor: null, message: 'nothing' }, {})
  const report = redactor.report()
  expect(report).toMatchObject({ profile: 'made@1', events: 2, redactedEvents: 1, count: 6, withheldEvents: 0 })
  expect(report.rules).toEqual([
    {
      id: 'persons',
      action: 'pseudonymise',
      about: 'fields actor',
      count: 5,
      events: 1,
      places: [
        { place: 'actor', count: 1 },
        { place: 'message', count: 1 },
        { place: 'payload', count: 1 },
        { place: 'payload.who', count: 1 },
        { place: 'payload.x', count: 1 },
      ],
    },
    {
      id: 'mail',
      action: 'mask',
      about: 'patterns email',
      count: 1,
      events: 1,
      places: [{ place: 'message', count: 1 }],
    },
    { id: 'none', action: 'mask', about: 'keys pin', count: 0, events: 0, places: [] },
  ])
  expect(JSON.stringify(report)).not.toMatch(/ada|ben@/)
})

test('a question names nobody whom the answer does not name', () => {
  const redactor = redactorOf(persons, '{ id: mail, action: mask, patterns: [email] }')
  const shown = (query: string): string => {
    const parsed = parseQuery(query, (name) => fieldById(name), [])
    if (!parsed.ok) throw new Error(parsed.failure.message)
    return printQuery(redactor.filter(parsed.filter))
  }
  expect(shown('actor:alice@example.com outcome:failure')).toBe(`actor:${alice} outcome:failure`)
  expect(shown('-actor:al* message:"to ben@example.com" time>=2026-01-01')).not.toMatch(/al\*|ben/)
  expect(shown('"alice" payload.who:alice')).not.toContain('alice')
})

test('a profile with pseudonyms needs the case’s key', () => {
  expect(() => new ExportRedactor(profileOf(persons), null)).toThrow(FailureError)
  expect(new ExportRedactor(loadRedaction('secrets-only'), null).columns).toEqual([])
})
