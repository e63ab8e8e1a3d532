/** JSON that a record holds as text: found by its own words and keys, shown and compared opened, kept verbatim. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../../../../shared/api/index.ts'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { ask, CaseFolder, idsOf } from '../../../../helpers/madeCase.ts'

const yaml = `schema: 1
id: opened
version: 1
title: Texts that hold JSON
vendor: Example
source: opened
documentation: [https://example.com/format]
follows: [{ page: https://example.com/format, version: '2.1', read: 2026-01-31 }]
limits: { rows: 5000, exports: [{ of: one query, rows: 5000 }], repeats: [{ what: retries, same: [eventId] }] }
recognise: [{ format: json, require: [detail.what], score: 50 }]
open: [detail, { from: [labels], as: pairs, between: ';' }]
fields: { time: { from: [at] }, action: { from: [detail.what] }, eventId: { from: [id] } }
changes: [{ before: detail.old, after: detail.new }]
samples:
  - { format: json, record: '{"detail":"{\\"what\\":\\"a\\"}"}', event: { action: a } }
  - { format: json, record: '{"detail":{"what":"a"}}', event: { action: a } }
`
const lines = [
  String.raw`{"at":"2026-01-02T03:04:05Z","id":"1","detail":"{\"what\":\"edited\",\"old\":{\"role\":\"viewer\"},\"new\":{\"role\":\"admin\"},\"who\":{\"name\":\"Zerlina\"}}","labels":"team=blue;tier=3"}`,
  String.raw`{"at":"2026-01-02T03:04:06Z","id":"2","detail":"{\"what\":\"broken","labels":""}`,
]
const folder = new CaseFolder()
const path = folder.newPath('opened.vouch')
const file = folder.newPath('export.ndjson')
let engine: Engine

beforeAll(async () => {
  const dir = folder.newPath('profiles')
  mkdirSync(dir)
  writeFileSync(join(dir, 'opened.yaml'), yaml)
  writeFileSync(file, `${lines.join('\n')}\n`)
  engine = createEngine({ version: 'vouch test', profileDirs: [dir] })
  const report = await ask(engine, 'case.import', { case: path, paths: [file] })
  expect(report.files).toMatchObject([{ kind: 'imported', profile: 'opened@1', events: 2, rejects: 0 }])
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

describe('a text that holds JSON', () => {
  test('is opened in the payload and compared, and its record stays as received', async () => {
    const detail = await ask(engine, 'event.show', { case: path, event: '1' })
    expect(detail.payload).toMatchObject({ detail: { who: { name: 'Zerlina' } }, labels: { team: 'blue', tier: '3' } })
    expect(detail.changes).toMatchObject({
      rule: 'profile',
      fields: [{ path: 'role', before: 'viewer', after: 'admin' }],
    })
    const { bytes } = await ask(engine, 'event.raw', { case: path, event: '1' })
    expect(Buffer.from(bytes).toString()).toBe(lines[0])
  })

  test('is found by its words and by its keys, those of pairs as well', async () => {
    expect(await idsOf(engine, path, 'zerlina')).toEqual([1])
    expect(await idsOf(engine, path, 'payload.detail.who.name:Zerlina')).toEqual([1])
    expect(await idsOf(engine, path, 'payload.labels.team:blue')).toEqual([1])
  })

  test('that cannot be read stays a text, and the exhibit says so', async () => {
    const detail = await ask(engine, 'event.show', { case: path, event: '2' })
    expect(detail.payload).toMatchObject({ detail: '{"what":"broken' })
    expect(await idsOf(engine, path, 'broken')).toEqual([2])
  })
})

test('what the profile follows and its vendor’s limits are told with it', async () => {
  const { profiles } = await ask(engine, 'profiles.list', {})
  const expected = {
    follows: [{ page: 'https://example.com/format', version: '2.1', read: '2026-01-31' }],
    limits: {
      rows: 5000,
      days: null,
      note: null,
      exports: [{ of: 'one query', rows: 5000 }],
      retention: [],
      repeats: [{ what: 'retries', same: ['eventId'] }],
    },
  }
  expect(profiles.find(({ id }) => id === 'opened')).toMatchObject(expected)
  const explanation = await ask(engine, 'profiles.explain', { path: file })
  expect(explanation).toMatchObject(expected)
  expect(explanation.candidates.map(({ profile, isGuessing }) => [profile, isGuessing])).toEqual([
    ['opened', false],
    ['generic-json', true],
  ])
})
