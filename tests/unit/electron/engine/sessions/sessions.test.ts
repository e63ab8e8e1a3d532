import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, SessionInfo } from '../../../../../shared/api/index.ts'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { ask, askingEngine, CaseFolder, type MadeRecord, smallDictionaries } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const day = '2026-05-14T'
const sessions = [
  {
    id: 'ses_1',
    userEmail: 'leila@example.com',
    displayName: 'Leila Marsh',
    ipAddress: '203.0.113.77',
    userAgent: 'curl/8',
    tenant: 'Pine',
    createdAt: `${day}10:00:00Z`,
    lastActivityAt: `${day}11:00:00Z`,
    expiresAt: `${day}18:00:00Z`,
    status: 'Revoked',
  },
  {
    id: 'ses_2',
    userEmail: 'alex@example.com',
    displayName: 'Alex Farrow',
    ipAddress: '192.0.2.1',
    userAgent: 'Firefox',
    tenant: 'Pine',
    createdAt: `${day}09:00:00Z`,
    lastActivityAt: `${day}12:00:00Z`,
    expiresAt: `${day}17:00:00Z`,
    status: 'Active',
  },
  {
    id: 'ses_3',
    userEmail: 'mira@example.com',
    displayName: 'Mira Holt',
    ipAddress: '192.0.2.9',
    userAgent: 'Firefox',
    tenant: 'Oak',
    createdAt: `${day}07:00:00Z`,
    lastActivityAt: `${day}08:00:00Z`,
    expiresAt: `${day}08:30:00Z`,
    status: 'Expired',
  },
]
const activity = [
  {
    id: 'act_1',
    timestamp: `${day}10:05:00Z`,
    user: 'leila@example.com',
    action: 'update',
    resourceType: 'Edge',
    status: 'Success',
    ipAddress: '198.51.100.4',
    sessionId: 'ses_1',
  },
  {
    id: 'act_2',
    timestamp: `${day}11:30:00Z`,
    user: 'leila@example.com',
    action: 'update',
    resourceType: 'Edge',
    status: 'Success',
    ipAddress: '203.0.113.77',
    sessionId: 'ses_1',
  },
  {
    id: 'act_3',
    timestamp: `${day}10:40:00Z`,
    user: 'leila@example.com',
    action: 'delete',
    resourceType: 'Edge',
    status: 'Failure',
    ipAddress: '203.0.113.77',
    sessionId: 'ses_1',
  },
  {
    id: 'act_4',
    timestamp: `${day}13:00:00Z`,
    user: 'noor@example.com',
    action: 'create',
    resourceType: 'ACL',
    status: 'Success',
    ipAddress: '192.0.2.5',
    sessionId: 'ses_9',
  },
  {
    id: 'act_5',
    timestamp: `${day}13:30:00Z`,
    user: 'noor@example.com',
    action: 'create',
    resourceType: 'ACL',
    status: 'Success',
    ipAddress: '192.0.2.5',
  },
]

describe('recorded and derived sessions', () => {
  let path = ''
  let engine: Engine

  beforeAll(async () => {
    path = folder.newPath('sessions.vouch')
    const files = [folder.newPath('sessions.json'), folder.newPath('activity.json')]
    writeFileSync(files[0], JSON.stringify({ sessions }))
    writeFileSync(files[1], activity.map((entry) => JSON.stringify(entry)).join('\n'))
    engine = createEngine({ version: 'vouch test', profileDirs: [] })
    const report = await ask(engine, 'case.import', { case: path, paths: files })
    expect(report.files.map((file) => (file.kind === 'imported' ? file.profile : file.kind))).toEqual([
      'edge-platform-sessions@1',
      'edge-platform@1',
    ])
  })
  afterAll(() => engine.close())

  const list = async (more: object = {}) =>
    ask(engine, 'sessions.list', { case: path, filter: '', offset: 0, limit: 100, ...more })
  const idsOf = (found: readonly SessionInfo[]) => found.map(({ id }) => id)
  const liveAt = async (time: string) =>
    idsOf((await list({ liveAtMicros: Date.parse(`${day}${time}Z`) * 1000 })).sessions).sort()

  test('are exported as they are listed, counted, hashed and entered in the custody log', async () => {
    const out = folder.newPath('sessions.csv')
    const live = Date.parse(`${day}10:30:00Z`) * 1000
    const listed = await list({ liveAtMicros: live })
    const report = await ask(engine, 'sessions.export', { case: path, filter: '', liveAtMicros: live, out })
    const bytes = readFileSync(out)
    expect(report).toMatchObject({
      out,
      format: 'csv',
      rows: listed.total,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      recorded: true,
    })
    const [header, ...rows] = parse(bytes) as string[][]
    expect(rows.map((row) => row[header.indexOf('id')])).toEqual(idsOf(listed.sessions))
    expect(rows.map((row) => row[header.indexOf('addresses')])).toEqual(
      listed.sessions.map(({ addresses }) => addresses.join('; ')),
    )
    const { entries } = await ask(engine, 'case.custody', { case: path, offset: 0, limit: 1 })
    expect(entries).toMatchObject([
      {
        action: 'sessions.export',
        details: { file: basename(out), rows: listed.total, sha256: report.sha256, liveAt: `${day}10:30:00.000Z` },
      },
    ])
  })

  test('are redacted as events are: no name in any cell, the same pseudonyms, a report beside, the custody log told', async () => {
    const [out, events] = [folder.newPath('people.csv'), folder.newPath('events.csv')]
    const report = await ask(engine, 'sessions.export', { case: path, filter: '', out, redaction: 'people' })
    const text = readFileSync(out, 'utf8')
    expect(text).not.toMatch(/@example\.com|203\.0\.113|192\.0\.2|198\.51|ses_\d|Leila|Alex|Mira/)
    const [header, ...rows] = parse(text) as string[][]
    const cells = (column: string) => rows.map((row) => row[header.indexOf(column)])
    expect(cells('addresses')[2]).toMatch(/^address-[0-9a-f]{20}; address-[0-9a-f]{20}$/)
    expect(cells('displayName')[2]).toMatch(/^person-/)
    // What the profile leaves is there, and so are counts and times.
    expect(cells('actions')[2]).toBe('update 2; delete 1')
    expect(cells('firstSeen')[2]).toBe(`${day}10:05:00.000Z`)
    await ask(engine, 'rows.export', {
      case: path,
      filter: 'actor:leila@example.com',
      format: 'csv',
      columns: ['actor', 'sessionId'],
      out: events,
      redaction: 'people',
    })
    const [, [actor, id]] = parse(readFileSync(events)) as string[][]
    expect([cells('actor')[2], cells('id')[2]]).toEqual([actor, id])
    expect(report.redaction).toMatchObject({ profile: 'people@1', events: 4, redactedEvents: 4, withheldEvents: 0 })
    expect(report.beside.map(({ name }) => name)).toEqual([`${basename(out)}.redaction.json`])
    expect(JSON.parse(readFileSync(`${out}.redaction.json`, 'utf8'))).toEqual(report.redaction)
    const { entries } = await ask(engine, 'case.custody', { case: path, offset: 1, limit: 1 })
    expect(entries).toMatchObject([
      { action: 'sessions.export', details: { redaction: { profile: 'people@1', count: report.redaction?.count } } },
    ])
    const again = await ask(engine, 'sessions.export', {
      case: path,
      filter: '',
      out: folder.newPath('again.csv'),
      redaction: 'people',
    })
    expect(again.sha256).toBe(report.sha256)
    expect(again.custody?.seq).toBeGreaterThan(report.custody?.seq ?? Number.POSITIVE_INFINITY)
  })

  test('what a rule means in one event of a session is taken out of all that is told of it', async () => {
    const profile = folder.newPath('agents.yaml')
    const rule = '  - id: agent\n    action: mask\n    keys: [agentName]\n'
    writeFileSync(profile, `schema: 1\nid: agents\nversion: 1\ntitle: Agents\nrules:\n${rule}`)
    const log = folder.newPath('agents.json')
    const common = {
      user: 'kim@example.com',
      action: 'update',
      resourceType: 'Edge',
      status: 'Success',
      sessionId: 'ses_a',
    }
    const records = [
      { id: 'a1', timestamp: `${day}10:00:00Z`, ...common, ipAddress: '192.0.2.7', userAgent: 'secret-tool/1' },
      {
        id: 'a2',
        timestamp: `${day}10:01:00Z`,
        ...common,
        ipAddress: '192.0.2.7',
        details: { agentName: 'secret-tool/1' },
      },
    ]
    writeFileSync(log, records.map((record) => JSON.stringify(record)).join('\n'))
    const other = folder.newPath('agents.vouch')
    await ask(engine, 'case.import', { case: other, paths: [log] })
    const out = folder.newPath('agents.zip')
    await ask(engine, 'sessions.export', { case: other, filter: '', out: `${out}.plain.csv` })
    expect(readFileSync(`${out}.plain.csv`, 'utf8')).toContain('secret-tool/1')
    await ask(engine, 'sessions.export', { case: other, filter: '', out: `${out}.csv`, redaction: profile })
    const redacted = readFileSync(`${out}.csv`, 'utf8')
    expect(redacted).toContain('[REDACTED]')
    expect(redacted).not.toContain('secret-tool')
    expect(redacted).toContain('kim@example.com')
  })

  test('are joined by their id, the latest sign of life first', async () => {
    const found = await list()
    expect(found).toMatchObject({ total: 4, recorded: 3, derived: 1 })
    expect(idsOf(found.sessions)).toEqual(['ses_9', 'ses_2', 'ses_1', 'ses_3'])
    expect(found.sessions[2]).toEqual({
      id: 'ses_1',
      origin: 'recorded',
      actor: 'leila@example.com',
      displayName: 'Leila Marsh',
      tenant: 'Pine',
      addresses: ['203.0.113.77', '198.51.100.4'],
      userAgents: ['curl/8'],
      firstSeen: `${day}10:05:00.000Z`,
      lastSeen: `${day}11:30:00.000Z`,
      createdAt: `${day}10:00:00.000Z`,
      lastActivityAt: `${day}11:00:00.000Z`,
      expiresAt: `${day}18:00:00.000Z`,
      status: 'Revoked',
      events: 3,
      actions: [
        { value: 'update', count: 2 },
        { value: 'delete', count: 1 },
      ],
      recordEvent: 1,
      asLogged: {
        createdAt: `${day}10:00:00Z`,
        firstSeen: `${day}10:05:00Z`,
        lastSeen: `${day}11:30:00Z`,
        lastActivityAt: `${day}11:00:00Z`,
        expiresAt: `${day}18:00:00Z`,
      },
    })
    expect(found.sessions[0]).toMatchObject({
      id: 'ses_9',
      origin: 'derived',
      actor: 'noor@example.com',
      events: 1,
      recordEvent: null,
      status: null,
    })
  })

  test('were live from their start until they ended, as far as anything tells', async () => {
    expect(await liveAt('07:30:00')).toEqual(['ses_3'])
    expect(await liveAt('08:30:00')).toEqual([])
    expect(await liveAt('10:30:00')).toEqual(['ses_1', 'ses_2'])
    // Revoked, but last seen at 11:30, after the export's own last activity.
    expect(await liveAt('11:30:00')).toEqual(['ses_1', 'ses_2'])
    expect(await liveAt('11:31:00')).toEqual(['ses_2'])
    expect(await liveAt('13:00:00')).toEqual(['ses_2', 'ses_9'])
    expect(await liveAt('17:00:00')).toEqual([])
  })

  test('are found by actor, name, address, agent and id', async () => {
    for (const [search, ids] of [
      ['LEILA', ['ses_1']],
      ['farrow', ['ses_2']],
      ['198.51', ['ses_1']],
      ['firefox', ['ses_2', 'ses_3']],
      ['_9', ['ses_9']],
      ['*', []],
    ] as const) {
      expect(idsOf((await list({ search })).sessions).sort(), search).toEqual(ids)
    }
  })

  test('belong to an answer by their record or by one of their events', async () => {
    expect(idsOf((await list({ filter: 'action:delete' })).sessions)).toEqual(['ses_1'])
    expect((await list({ filter: 'action:delete' })).sessions[0]).toMatchObject({
      events: 1,
      displayName: 'Leila Marsh',
    })
    expect(idsOf((await list({ filter: 'status:active' })).sessions)).toEqual(['ses_2'])
  })

  test('come in pages that are exact', async () => {
    const pages = await Promise.all([0, 1, 2, 3, 4].map((offset) => list({ offset, limit: 1 })))
    expect(pages.flatMap((page) => idsOf(page.sessions))).toEqual(['ses_9', 'ses_2', 'ses_1', 'ses_3'])
    expect(pages.every(({ total }) => total === 4)).toBe(true)
  })
})

test('a record of a session without an id is a session of its own', async () => {
  const path = folder.newPath('nameless.vouch')
  const file = folder.newPath('sessions.csv')
  writeFileSync(
    file,
    'User,Display Name,IP Address,User Agent,Created,Last Activity,Expires,Status\nmira@example.com,Mira Holt,192.0.2.24,Firefox,2026-05-02 08:00:00,2026-05-02 09:00:00,2026-05-02 16:00:00,Active\nnoor@example.com,Noor,192.0.2.25,Firefox,2026-05-02 08:00:00,2026-05-02 08:30:00,2026-05-02 16:00:00,Active\n',
  )
  const engine = createEngine({ version: 'vouch test', profileDirs: [] })
  await ask(engine, 'case.import', { case: path, paths: [file] })
  const asked = { case: path, filter: '', offset: 0, limit: 10 }
  const found = await ask(engine, 'sessions.list', asked)
  const searched = await ask(engine, 'sessions.list', { ...asked, search: 'noor' })
  await engine.close()
  expect(found.sessions.map(({ id, recordEvent }) => [id, recordEvent])).toEqual([
    ['#1', 1],
    ['#2', 2],
  ])
  expect(searched.sessions.map(({ id }) => id)).toEqual(['#2'])
})

test('derived sessions are what grouping events gives, ids in dictionaries and inline, whatever their case', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          sessionId: fc.option(
            fc.constantFrom(
              's1',
              'S1',
              's2',
              's3',
              'constructor',
              '__proto__',
              'ß',
              '0f1e2d3c-0001-4000-8000-000000000001',
            ),
            { nil: null },
          ),
          actor: fc.constantFrom('a', 'b'),
          second: fc.integer({ min: 0, max: 59 }),
        }),
        { maxLength: 30 },
      ),
      fc.integer({ min: 0, max: 4 }),
      async (made, limit) => {
        const records: MadeRecord[] = made.map(({ sessionId, actor, second }) => ({
          sessionId,
          actor,
          time: `2026-01-02T03:04:${String(second).padStart(2, '0')}Z`,
        }))
        const half = records.length >>> 1
        const exhibits = [{ records: records.slice(0, half) }, { records: records.slice(half), startsImport: true }]
        const path = await folder.makeCase(
          exhibits.filter((exhibit) => exhibit.records.length > 0),
          smallDictionaries(limit),
        )
        const engine = askingEngine()
        const found = await ask(engine, 'sessions.list', { case: path, filter: '', offset: 0, limit: 100 })
        await engine.close()
        const expected = new Map<string, number[]>()
        for (const { sessionId, second } of made)
          if (sessionId !== null) expected.set(sessionId, [...(expected.get(sessionId) ?? []), second])
        const second = (iso: string | null): number => new Date(iso ?? 0).getUTCSeconds()
        expect(found.total).toBe(expected.size)
        expect(
          new Map(
            found.sessions.map(({ id, events, firstSeen, lastSeen }) => [
              id,
              [events, second(firstSeen), second(lastSeen)],
            ]),
          ),
        ).toEqual(
          new Map(
            [...expected].map(([id, seconds]) => [id, [seconds.length, Math.min(...seconds), Math.max(...seconds)]]),
          ),
        )
      },
    ),
    { numRuns: 80 },
  ))
