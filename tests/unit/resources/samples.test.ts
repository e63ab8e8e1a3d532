/** The checked-in sample exports are what their generator writes, and both shapes of a system tell the same events. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { changeShapes, changed } from '../../../resources/samples/generator/changes.ts'
import { randomFrom } from '../../../resources/samples/generator/random.ts'
import { type SampleFile, samplePairs } from '../../../resources/samples/generator/sampleFiles.ts'

const folder = new URL('../../../resources/samples/', import.meta.url)
const pairs = samplePairs()
const files = pairs.flatMap(({ json, csv }) => [json, csv])
/** Room for all sample files together. */
const MAX_TOTAL_BYTES = 2_000_000

type JsonRecord = Record<string, unknown>

describe('sample files', () => {
  test.each(files)('$name holds what the generator writes', ({ name, text }) => {
    const bytes = readFileSync(new URL(name, folder))
    expect(bytes.equals(Buffer.from(text, 'utf8')), `run: node resources/samples/generate.ts`).toBe(true)
  })

  test('no export lies there that the generator does not write, and all together are small', () => {
    const exports = readdirSync(folder).filter((name) => /\.(json|ndjson|csv|tsv)$/.test(name))
    expect(exports.sort()).toEqual(files.map(({ name }) => name).sort())
    const total = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
    expect(total).toBeLessThan(MAX_TOTAL_BYTES)
  })

  test('making them twice gives the same', () => {
    expect(samplePairs()).toEqual(pairs)
  })

  test('the seed decides the numbers', () => {
    const [one, same, other] = [randomFrom(7), randomFrom(7), randomFrom(8)]
    const first = [one.uuid(), one.int(0, 1e6), one.hex(8)]
    expect([same.uuid(), same.int(0, 1e6), same.hex(8)]).toEqual(first)
    expect([other.uuid(), other.int(0, 1e6), other.hex(8)]).not.toEqual(first)
  })

  test.each(files)('$name names no address or mailbox that could be real', ({ text }) => {
    for (const [mailbox] of text.matchAll(/[\p{L}\d.'_+-]+@[\w.-]+\w/gu))
      expect(mailbox).toMatch(/@example\.(com|net|org)$/)
    for (const [address] of text.matchAll(/(?<![\d./])\d{1,3}(\.\d{1,3}){3}(?![\d./])/g)) {
      expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\./)
    }
  })
})

describe.each(pairs)('$profile', ({ profile, count, json, csv }) => {
  const records = jsonRecords(json)
  const rows = csvRows(csv)

  test('has at least 200 events, as many in JSON as in CSV', () => {
    expect(count).toBeGreaterThanOrEqual(200)
    expect(records.length).toBe(count)
    expect(rows.length).toBe(count)
  })

  test('every cell of the CSV stands in the JSON event of the same place', () => {
    for (const [index, row] of rows.entries()) {
      const known = new Set(valuesIn(records[index]))
      for (const [header, cell] of Object.entries(row)) {
        if (cell === '') continue
        expect(known.has(comparable(cell)), `${profile} row ${index + 1}, ${header}: ${cell.slice(0, 80)}`).toBe(true)
      }
    }
  })

  test('lies in 2026', () => {
    const times = records.map((record) =>
      String(record.created_at ?? record.createdAt ?? record.timestamp ?? record.occurredAt),
    )
    for (const time of times) expect(time).toMatch(/^2026-0[1-6]-/)
  })
})

describe('what the manuals teach is in the data', () => {
  const admin = recordsOf('admin-console')

  test('A10: the unexpected fix leads to a key, and the key to the human who made it', () => {
    const fix = admin.find((event) => event.created_at === '2026-05-10T02:14:07.882Z')
    const key = fix === undefined ? undefined : metadata(fix).triggered_by
    const made = admin.find((event) => event.action === 'key.created' && event.resource_id === key)
    expect(made).toMatchObject({ actor: 'jonas.brandt@example.com', actor_type: 'human' })
  })

  test('A1: every action, and keys made by humans and by an agent', () => {
    expect(distinct(admin, 'action')).toEqual(
      [
        'fix.completed',
        'fix.dispatched',
        'fix.failed',
        'key.created',
        'key.revoked',
        'lesson.promoted',
        'pdca.run.started',
      ].concat(['project.deleted', 'report.created', 'report.triaged', 'sso.registered', 'user.invited']),
    )
    const makers = admin.filter((event) => event.action === 'key.created')
    expect(distinct(makers, 'actor_type')).toEqual(['agent', 'human'])
    expect(distinct(admin, 'actor_type')).toEqual(['agent', 'human', 'system'])
  })

  test('B9: in the ten minutes before the first failed deployment four things changed', () => {
    const start = Date.parse('2026-04-21T14:32:00Z')
    const before = recordsOf('workspace-ledger').filter(({ createdAt }) => {
      const age = start - Date.parse(String(createdAt))
      return age > 60_000 && age < 600_000
    })
    expect(before.map(({ action }) => action)).toEqual([
      'MEMBERSHIP_ROLE_CHANGED',
      'API_TOKEN_RENAMED',
      'INTEGRATION_SCOPES_UPDATED',
      'PIPELINE_UPDATED',
    ])
  })

  test('C1: every result and every event type', () => {
    const events = recordsOf('agent-governance')
    expect(distinct(events, 'result')).toEqual(['Allowed', 'Approved', 'Denied', 'Failed', 'Success', 'Warning'])
    expect(distinct(events, 'event_type').length).toBe(20)
  })

  test('D1 and D4: every action and the documented header', () => {
    const events = recordsOf('rule-registry')
    expect(distinct(events, 'action').length).toBe(17)
    const text = pairs.find(({ profile }) => profile === 'rule-registry')?.csv.text ?? ''
    expect(text.split('\n')[0]).toBe(
      'occurredAt,actor,entityType,entitySlug,entityVersion,action,engineVersion,clientIp,payload',
    )
  })

  test('E2, E3, E4 and E9: every action and resource type, redacted secrets, assumed identities', () => {
    const events = recordsOf('edge-platform')
    expect(distinct(events, 'action')).toEqual([
      'assign',
      'create',
      'delete',
      'export',
      'revoke',
      'sync',
      'unassign',
      'update',
    ])
    expect(distinct(events, 'resourceType').length).toBe(9)
    const texts = events.map((event) => JSON.stringify(event))
    expect(texts.filter((text) => text.includes('[REDACTED]')).length).toBeGreaterThan(5)
    expect(texts.filter((text) => text.includes('"assumedBy"')).length).toBe(4)
    expect(distinct(recordsOf('edge-platform-sessions'), 'status')).toEqual(['Active', 'Expired', 'Revoked'])
  })

  test('a change can be told in six shapes', () => {
    const told = changeShapes.map((shape) => JSON.stringify(changed(shape, { role: 'viewer' }, { role: 'admin' })))
    expect(new Set(told).size).toBe(6)
    for (const text of told) expect(text).toContain('viewer')
  })
})

function recordsOf(profile: string): JsonRecord[] {
  const pair = pairs.find((each) => each.profile === profile)
  return pair === undefined ? [] : jsonRecords(pair.json)
}

function jsonRecords({ name, text }: SampleFile): JsonRecord[] {
  if (name.endsWith('.ndjson'))
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  const whole: unknown = JSON.parse(text)
  if (Array.isArray(whole)) return whole
  return Object.values(whole as JsonRecord).find(Array.isArray) ?? []
}

function csvRows({ text }: SampleFile): Record<string, string>[] {
  const header = text.slice(0, text.indexOf('\n'))
  const delimiter = [',', ';', '\t'].find((candidate) => header.includes(candidate)) ?? ','
  return parse(text, { bom: true, columns: true, delimiter, trim: false })
}

/** Every scalar and every object of a record, in a form in which both shapes write it alike. */
function valuesIn(value: unknown): string[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [comparable(String(value))]
  return [JSON.stringify(value), ...Object.values(value).flatMap(valuesIn)]
}

function comparable(text: string): string {
  if (!/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/.test(text)) return text
  const iso = text.replace(' ', 'T')
  return new Date(/(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`).toISOString()
}

function distinct(records: readonly JsonRecord[], key: string): string[] {
  return [...new Set(records.map((record) => String(record[key])))].sort()
}

function metadata(event: JsonRecord): JsonRecord {
  return event.metadata as JsonRecord
}
