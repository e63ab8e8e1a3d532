import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileProfile } from '../../../../../../electron/engine/ingest/profiles/compile.ts'
import type { Payload } from '../../../../../../electron/engine/ingest/profiles/event.ts'
import { guessProfile } from '../../../../../../electron/engine/ingest/profiles/guess.ts'
import { bundledProfilesDir, loadProfiles } from '../../../../../../electron/engine/ingest/profiles/loader.ts'

const { profiles, names } = loadProfiles([bundledProfilesDir])
const generic = profiles.find((profile) => profile.id === 'generic-json')

function guess(records: readonly Payload[]) {
  if (generic === undefined || names === null) throw new Error('the generic profiles do not load')
  return guessProfile(generic, names, records)
}

/** Event of each record by the guess over all of them. */
function events(records: readonly Payload[]) {
  const profile = compileProfile(guess(records).spec)
  return records.map((record) => {
    const mapped = profile.map(record)
    if (!mapped.ok) return mapped
    const values = profile.outputs.map((output, i) => [output.id, mapped.event.values[i]] as const)
    return { ...Object.fromEntries(values), time: mapped.event.time, remarks: mapped.event.remarks }
  })
}

/** Guessed outcome of each record; null where none is told. */
function outcomes(records: readonly Payload[]): readonly (string | null)[] {
  const { outputs, map } = compileProfile(guess(records).spec)
  const position = outputs.findIndex(({ id }) => id === 'outcome')
  return records.map((record) => {
    const mapped = map(record)
    return mapped.ok ? (mapped.event.values[position] ?? null) : 'reject'
  })
}

const at = Date.UTC(2026, 0, 2, 3, 4, 5) * 1000

describe('guessed time', () => {
  test.each([
    ['ISO', '2026-01-02T03:04:05Z'],
    ['seconds', at / 1e6],
    ['milliseconds as text', String(at / 1e3)],
    ['microseconds', at],
    ['nanoseconds as text', `${at}000`],
    ['java.time.Instant', { epochSecond: at / 1e6, nano: 0 }],
    ['Salesforce', '20260102030405.000'],
    ['no zone', '2026-01-02 03:04:05.000000000'],
    ['offset without colon', '2026-01-02T04:04:05.000+0100'],
  ])('%s is read', (_name, value) => {
    expect(events([{ created: value, user: 'alex' }])).toMatchObject([{ time: at, actor: 'alex' }])
  })

  test('the event’s own time is preferred to when it was collected', () => {
    const record = {
      TimeGenerated: '2026-01-03T00:00:00Z',
      p_event_time: '2026-01-04T00:00:00Z',
      ingested_at: '2026-01-05T00:00:00Z',
      user: { name: 'alex', created_at: '2020-01-01T00:00:00Z', last_login: '2025-01-01T00:00:00Z' },
      published: '2026-01-02T03:04:05Z',
      expires_at: '2027-01-01T00:00:00Z',
    }
    expect(events([record])).toMatchObject([{ time: at }])
  })

  test('records of different shape each take the first path that has a value', () => {
    expect(
      events([
        { created_at: at / 1000, a: 1 },
        { created_at: null, '@timestamp': at / 1000 },
      ]),
    ).toMatchObject([{ time: at }, { time: at }])
  })

  test('day first is found where one day is beyond twelve', () => {
    const records = ['28/09/2026 17:14', '05/10/2026 08:00'].map((Time) => ({ Time, User: 'x' }))
    expect(events(records)).toMatchObject([
      { time: Date.UTC(2026, 8, 28, 17, 14) * 1000 },
      { time: Date.UTC(2026, 9, 5, 8) * 1000 },
    ])
  })

  test('a zone in the name of the column counts; without one there is a remark', () => {
    expect(events([{ 'TimeGenerated [UTC]': '2026-01-02 03:04:05' }])).toMatchObject([{ time: at, remarks: [] }])
    expect(events([{ when: '2026-01-02 03:04:05' }])).toMatchObject([{ remarks: ['time-without-zone'] }])
    expect(events([{ when: '05/06/2026 03:04:05' }])).toMatchObject([{ remarks: ['time-guessed'] }])
  })

  test('figures between full stops are day first, of one day as well', () => {
    const records = ['02.01.2026 03:04:05', '02.01.2026 04:00:00'].map((Zeitstempel) => ({ Zeitstempel }))
    expect(events(records)).toMatchObject([{ time: at }, {}])
  })

  test.each([
    ['{Datum} {Uhrzeit}', { Datum: '02.01.2026', Uhrzeit: '03:04:05' }],
    ['US, twelve hours', { 'Event Date': '01/13/2026', 'Event Time': '3:04:05 AM' }],
    ['ISO', { Date: '2026-01-02', Time: '03:04:05' }],
    ['as SAP stores it', { DATE: '20260102', TIME: '030405' }],
    ['below one key', { meta: { log_date: '2026-01-02', log_time: '03:04:05.000' } }],
  ] as [string, Payload][])('a date and its clock in two columns are one time: %s', (name, record) => {
    const day = name.startsWith('US') ? 11 : 0
    expect(events([record, record])).toMatchObject([{ time: at + day * 86_400_000_000 }, {}])
  })

  test('the clock of something else is left alone', () => {
    const record = { 'Event Date': '2026-01-02', 'Event Time': '03:04:05', 'Expiry Time': '23:00:00' }
    expect(events([record])).toMatchObject([{ time: at }])
    expect(events([{ Date: '2026-01-02', Place: '03:04:05' }])).toMatchObject([{ time: Date.UTC(2026, 0, 2) * 1000 }])
  })

  test.each(['Timestamp (UTC)', 'time_utc', 'eventTimeUTC', 'GMT Time'])('%s is in UTC', (name) => {
    expect(events([{ [name]: '2026-01-02 03:04:05' }])).toMatchObject([{ time: at, remarks: [] }])
  })

  test('Oracle writes a clock with full stops', () => {
    expect(events([{ EVENT_TIMESTAMP: '02-JAN-26 03.04.05.000000 AM' }])).toMatchObject([{ time: at }])
  })

  test('a number that is an identifier is no time', () => {
    expect(events([{ profile: { id: '1767323045123' }, user: 'x' }])).toMatchObject([{ time: null }])
  })
})

describe('guessed fields', () => {
  test('the one acted upon is not the actor', () => {
    const record = {
      event: 'user.invited',
      target_user: { email: 'sam@example.com' },
      actor: { id: 'u1', email: 'alex@example.com' },
    }
    expect(events([record])).toMatchObject([{ actor: 'alex@example.com', action: 'user.invited', actorId: 'u1' }])
    expect(events([{ action: 'x', target: { user: { email: 'sam@example.com' } } }])[0]).not.toMatchObject({
      actor: 'sam@example.com',
    })
  })

  test('Sentinel suffixes and flattening are seen through', () => {
    const record = {
      actor_alternateId_s: 'alex@example.com',
      eventType_s: 'login',
      published_t: '2026-01-02T03:04:05Z',
      client_ipAddress_s: '192.0.2.1',
    }
    expect(events([record])).toMatchObject([{ actor: 'alex@example.com', action: 'login', ip: '192.0.2.1', time: at }])
  })

  test.each([
    [{ result: 'OK' }, 'success'],
    [{ success: false }, 'failure'],
    [{ error: true }, 'failure'],
    [{ status: 403 }, 'denied'],
    [{ statusCode: 204 }, 'success'],
    [{ status: 'Allowed' }, 'allowed'],
    [{ result: { status: 'FAILED' } }, 'failure'],
    [{ errorMessage: 'disk full' }, 'failure'],
    [{ error: 'permission denied' }, 'denied'],
    [{ error_code: 'E42' }, 'failure'],
    [{ action: 'user.login.failed' }, 'failure'],
    [{ action: 'Failed login attempt' }, 'failure'],
    [{ action: 'anonymous_access_denied' }, 'denied'],
    [{ action: 'authentication_success' }, 'success'],
    [{ status: 'running', error: 'out of memory' }, 'failure'],
    [{ status: 'running' }, 'unknown'],
    [{ result: 'success', error: 'one of two' }, 'success'],
  ] as [Payload, string][])('%j ended in %s', (record, outcome) => {
    expect(events([{ action: 'x', ...record }])).toMatchObject([{ outcome }])
  })

  test.each([
    [{ error: '' }],
    [{ errorMessage: null, action: 'user.created' }],
    [{ action: 'user.blocked' }],
    [{ action: 'request.denied' }],
    [{ action: 'unblock failed jobs' }],
  ] as [Payload][])('%j does not say how it ended, and silence is no success', (record) => {
    expect(outcomes([record])).toEqual([null])
  })

  test('a status no table knows tells trouble by its words', () => {
    const records = ['ok', 'ok', 'LOGIN_ERROR_BAD_PASSWORD'].map((status) => ({ status }))
    expect(outcomes(records)).toEqual(['success', 'success', 'failure'])
  })

  test('a field that every one of many records has is no error field', () => {
    const records = Array.from({ length: 30 }, (_, i) => ({ error: `level ${i}` }))
    expect(outcomes(records)[0]).toBeNull()
  })

  test('a code of zero is success, others are not', () => {
    expect(events([{ ResultType: '0' }, { ResultType: '50126' }])).toMatchObject([
      { outcome: 'success' },
      { outcome: 'failure' },
    ])
  })

  test('a record inside JSON text is found', () => {
    const inner = JSON.stringify({ time: '2026-01-02T03:04:05Z', user: 'alex', action: 'x' })
    expect(events([{ message: inner, host: 'h' }])).toMatchObject([{ time: at, actor: 'alex', action: 'x' }])
  })

  test.each([
    ['event.original', { '@timestamp': '2026-02-01T00:00:00Z', event: { original: 'RECORD' }, tags: [] }],
    ['_raw of a search result', { preview: false, result: { _raw: 'RECORD', host: 'h', source: 's', index: 'i' } }],
    ['a search hit', { _index: 'i', _source: { message: 'RECORD', agent: { name: 'a' } } }],
  ] as [string, Payload][])('a record that a collector put into %s is found', (_name, wrapping) => {
    const inner = { when: '2026-01-02T03:04:05Z', who: 'alex@example.com', what: 'user.login' }
    const text = JSON.stringify(JSON.stringify(inner)).slice(1, -1)
    const record: Payload = JSON.parse(JSON.stringify(wrapping).replace('RECORD', text))
    expect(events([record])).toMatchObject([{ time: at, actor: 'alex@example.com', action: 'user.login' }])
  })

  test.each([
    ['key=value', 'user=alex action=login src_ip=192.0.2.1 result=failure'],
    ['key: value', 'User: alex | Action: login | Source IP: 192.0.2.1 | Result: failure'],
    ['quoted', 'user="alex", action="login", client_ip="192.0.2.1", outcome="failure"'],
    ['CEF', 'CEF:0|V|P|1|7|Sign in|3|src=192.0.2.1 suser=alex act=login outcome=failure'],
    ['LEEF', 'LEEF:1.0|V|P|1|7|src=192.0.2.1\tusrName=alex\taction=login\tresult=failure'],
    ['JSON', '{"user":"alex","action":"login","ip":"192.0.2.1","result":"failure"}'],
  ])('fields in a text are opened: %s', (_name, text) => {
    const record = { timestamp: '2026-01-02T03:04:05Z', host: 'h', program: 'p', pid: 1, seq: 'a', details: text }
    expect(events([record])).toMatchObject([
      { time: at, actor: 'alex', action: 'login', ip: '192.0.2.1', outcome: 'failure', remarks: [] },
    ])
  })

  test.each([
    'see /report?from=a&to=b&kind=c',
    'CN=Alex Example,OU=Staff,DC=example,DC=com',
    'Mozilla/5.0 (X11; Linux x86_64; rv=1) Gecko=2',
    'set a=1 and then b=2, so c=3 is left',
  ])('no list of fields: %j', (text) => {
    expect(guess([{ action: 'x', details: text }]).spec.open).toEqual([])
  })

  test('what kind of event it is, is no id of it', () => {
    const records = Array.from({ length: 20 }, (_, i) => ({
      EventID: i % 3 === 0 ? 4624 : 4634,
      RecordNumber: 1000 + i,
    }))
    expect(events(records)[1]).toMatchObject({ eventId: '1001' })
    expect(guess([{ eventId: 'Logon' }, { eventId: 'Logoff' }]).explanation.map(({ field }) => field)).not.toContain(
      'eventId',
    )
  })

  test.each([
    [{ Benutzer: 'alex', Aktion: 'Datei gelöscht', Ergebnis: 'Fehler', Objekt: 'a.pdf', 'Quell-IP': '192.0.2.1' }],
    [
      {
        Benutzername: 'alex',
        Vorgang: 'Datei gelöscht',
        Ergebnis: 'fehlgeschlagen',
        Ziel: 'a.pdf',
        'IP-Adresse': '192.0.2.1',
      },
    ],
  ] as [Payload][])('German headings: %j', (record) => {
    expect(events([record])).toMatchObject([
      { actor: 'alex', operation: 'delete', outcome: 'failure', resourceName: 'a.pdf', ip: '192.0.2.1' },
    ])
  })

  test('lists of names and values are read by name', () => {
    const record = {
      Operation: 'x',
      ExtendedProperties: [
        { Name: 'Other', Value: '1' },
        { Name: 'UserAgent', Value: 'Mozilla/5.0' },
      ],
    }
    expect(events([record])).toMatchObject([{ userAgent: 'Mozilla/5.0', action: 'x' }])
  })

  test('every guess is explained', () => {
    const { explanation } = guess([{ time: '2026-01-02T03:04:05Z', user: 'alex@example.com' }])
    expect(explanation.map((entry) => entry.field)).toEqual(['time', 'actor'])
    for (const entry of explanation) {
      expect(entry.why.length).toBeGreaterThan(0)
      expect(entry.confidence).toBeGreaterThan(0)
      expect(entry.confidence).toBeLessThanOrEqual(1)
      expect(entry.examples.length).toBeGreaterThan(0)
    }
    expect(explanation[0]).toMatchObject({ paths: ['time'], formats: ['iso'] })
  })

  test('any records give a profile that maps them without throwing, the same every time', () => {
    const record = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('time', 'user', '__proto__', 'constructor', 'status')),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), (made) => {
        const records = made as Payload[]
        const first = guess(records)
        expect(guess(records)).toEqual(first)
        const profile = compileProfile(first.spec)
        for (const payload of records) expect(typeof profile.map(payload).ok).toBe('boolean')
      }),
      { numRuns: 60 },
    )
  })
})
