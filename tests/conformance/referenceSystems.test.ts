/**
 * The five reference systems from bytes to events: each sample export is sniffed, read, recognised and mapped; its JSON
 * and its CSV give the same canonical events; and the questions that the manuals teach have an answer.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { changesFromPayload } from '../../electron/engine/diff/index.ts'
import {
  bundledProfilesDir,
  compileProfile,
  loadProfiles,
  type Payload,
  type Profile,
  type ProfileSource,
  recognise,
} from '../../electron/engine/ingest/profiles/index.ts'
import { decoderFor, readerFor, sniff } from '../../electron/engine/ingest/readers/index.ts'
import type { Format } from '../../electron/engine/ingest/record.ts'
import { samplePairs } from '../../resources/samples/generator/sampleFiles.ts'

const folder = new URL('../../resources/samples/', import.meta.url)
const { profiles } = loadProfiles([bundledProfilesDir])
const pairs = samplePairs()

/** What both shapes must agree on, wherever either states it. */
const shared = ['time', 'actor', 'actorType', 'onBehalfOf', 'action', 'operation', 'category', 'outcome', 'message']
  .concat(['resourceType', 'resourceId', 'resourceName', 'tenant', 'ip', 'method', 'path', 'status', 'sessionId'])
  .concat(['triggeredBy', 'eventType', 'entityVersion', 'engineVersion', 'expiresAt', 'lastActivityAt'])

/** A mapped event by field; `time` in microseconds. */
type Event = Readonly<Record<string, string | number | null>>

interface Imported {
  readonly format: Format
  readonly profileId: string
  readonly events: readonly Event[]
  /** Before and after of each event; null where it states none. */
  readonly changes: readonly (readonly [before: unknown, after: unknown] | null)[]
  readonly remarks: readonly string[]
  readonly rejects: number
}

describe.each(pairs)('$profile', ({ profile, count, json, csv }) => {
  test.each([json, csv])('$name: recognised, every record an event', async ({ name }) => {
    const found = await imported(name)
    expect(found.profileId).toBe(profile)
    expect(found.rejects).toBe(0)
    expect(found.events.length).toBe(count)
    expect(found.remarks).toEqual([])
  })

  test(`${json.name} and ${csv.name} give the same events`, async () => {
    const [ofJson, ofCsv] = [await imported(json.name), await imported(csv.name)]
    expect(ofCsv.events.map(comparable)).toEqual(ofJson.events.map(comparable))
  })

  test('both shapes tell the same before and after', async () => {
    const [ofJson, ofCsv] = [await imported(json.name), await imported(csv.name)]
    expect(ofCsv.changes).toEqual(ofJson.changes)
    const changed = ofJson.changes.filter((change) => change !== null).length
    expect(changed).toBeGreaterThanOrEqual(profile === 'edge-platform-sessions' ? 0 : 60)
  })

  test('every event has a time, an actor, an action and a resource type', async () => {
    const { events } = await imported(json.name)
    for (const event of events) {
      expect(event).toMatchObject({
        time: expect.any(Number),
        actor: expect.any(String),
        action: expect.any(String),
        category: expect.any(String),
        resourceType: expect.any(String),
      })
      expect(event.actorType).not.toBe('unknown')
      expect(event.outcome).not.toBe('unknown')
    }
  })
})

describe('the formats are as different as real exports are', () => {
  test('wrappers, an array, lines; comma, semicolon, tab', async () => {
    const formats = await Promise.all(pairs.flatMap(({ json, csv }) => [json, csv]).map(({ name }) => imported(name)))
    const told = formats.map(
      ({ format }) => `${format.id} ${format.recordsPath.join('.')}${format.id === 'csv' ? format.delimiter : ''}`,
    )
    expect(told).toEqual([
      ...['json items', 'csv ,', 'ndjson ', 'csv ;', 'json ', 'csv ,'],
      ...['json data', 'csv ,', 'ndjson ', 'csv ,', 'json sessions', 'csv \t'],
    ])
  })
})

describe('the questions of the manuals', () => {
  test('A3: failures and warnings of the window can be counted', async () => {
    const { events } = await imported('admin-console.csv')
    expect(counts(events, 'outcome')).toEqual({ failure: 13, success: 220, warning: 13 })
    const failed = events.filter(({ action }) => action === 'fix.failed')
    expect(counts(failed, 'outcome')).toEqual({ failure: failed.length })
  })

  test('A10: who triggered the unexpected fix, and who made the key', async () => {
    const { events } = await imported('admin-console.csv')
    const [fix] = events.filter(
      (event) => event.action === 'fix.dispatched' && String(event.triggeredBy).startsWith('key_'),
    )
    const [key] = events.filter((event) => event.action === 'key.created' && event.resourceId === fix?.triggeredBy)
    expect(fix?.time).toBe(micros('2026-05-10T02:14:07.882Z'))
    expect(key).toMatchObject({ actor: 'jonas.brandt@example.com', actorType: 'human', ip: '203.0.113.77' })
  })

  test('A10: who deleted the project, and when', async () => {
    const { events } = await imported('admin-console.json')
    const [deleted] = events.filter(
      (event) => event.action === 'project.deleted' && event.resourceName === 'checkout-web',
    )
    expect(deleted).toMatchObject({
      actor: 'noor.said@example.com',
      time: micros('2026-05-12T16:20:00Z'),
      operation: 'delete',
    })
  })

  test('B2: eleven families, every event in one; B4: ten target kinds', async () => {
    const { events } = await imported('workspace-ledger.csv')
    expect(Object.keys(counts(events, 'category')).length).toBe(11)
    expect(Object.keys(counts(events, 'resourceType')).length).toBe(10)
  })

  test('B9: what changed in the ten minutes before the first failed deployment', async () => {
    const { events } = await imported('workspace-ledger.csv')
    const start = micros('2026-04-21T14:32:00Z')
    const before = events.filter(({ time }) => Number(time) >= start - 600e6 && Number(time) < start - 60e6)
    expect(before.map(({ action, operation }) => [action, operation])).toEqual([
      ['MEMBERSHIP_ROLE_CHANGED', 'update'],
      ['API_TOKEN_RENAMED', 'update'],
      ['INTEGRATION_SCOPES_UPDATED', 'update'],
      ['PIPELINE_UPDATED', 'update'],
    ])
  })

  test('C1 and C2: six results, five families of event types', async () => {
    const { events } = await imported('agent-governance.csv')
    expect(Object.keys(counts(events, 'outcome')).length).toBe(6)
    expect(Object.keys(counts(events, 'category')).sort()).toEqual([
      'agent-operations',
      'policy-changes',
      'security-events',
      'system-events',
      'user-actions',
    ])
  })

  test('D6: what was published yesterday, by whom; which spec jobs ran on engine 4.2.0', async () => {
    const { events } = await imported('rule-registry.csv')
    const day = micros('2026-06-08T00:00:00Z')
    const published = events.filter(({ action, time }) => String(action).endsWith('Published') && Number(time) >= day)
    expect(
      published.map(({ resourceName, entityVersion, actor, actorType }) => [
        resourceName,
        entityVersion,
        actor,
        actorType,
      ]),
    ).toEqual([
      ['fraud-score', '5', 'usr_02mir', 'human'],
      ['vat-eu', '12', 'API key: release-bot', 'service'],
    ])
    expect(events.filter(({ engineVersion }) => engineVersion === '4.2.0').length).toBe(4)
  })

  test('E9: the administrator is the actor, the assumed user stands beside', async () => {
    const { events } = await imported('edge-platform.csv')
    const assumed = events.filter(({ onBehalfOf }) => onBehalfOf !== null)
    expect(assumed.map(({ actor, onBehalfOf, action }) => [actor, onBehalfOf, action])).toEqual([
      ['tomas.vrba@example.com', 'alex@example.com', 'update'],
      ['leila.admin@example.com', 'alex@example.com', 'export'],
      ['leila.admin@example.com', 'alex@example.com', 'sync'],
      ['leila.admin@example.com', 'alex@example.com', 'update'],
    ])
  })

  test('E8: which sessions of an account were live at an instant', async () => {
    const { events } = await imported('edge-platform-sessions.tsv')
    const instant = micros('2026-05-14T15:10:00Z')
    const live = events.filter(
      (event) =>
        Number(event.time) <= instant &&
        micros(String(event.expiresAt)) > instant &&
        event.actor === 'leila.admin@example.com',
    )
    expect(live.map(({ ip }) => ip)).toContain('203.0.113.77')
    expect(live.length).toBeGreaterThanOrEqual(2)
  })
})

const imports = new Map<string, Promise<Imported>>()

/** The sample file through sniffing, reader, recognition and profile, as an import does it. */
function imported(name: string): Promise<Imported> {
  const known = imports.get(name)
  if (known !== undefined) return known
  const made = importSample(name)
  imports.set(name, made)
  return made
}

async function importSample(name: string): Promise<Imported> {
  const bytes = readFileSync(new URL(name, folder))
  const recordsNames = profiles.flatMap(({ records }) => records)
  const sniffed = sniff(bytes, true, { recordsNames })
  if (!sniffed.ok) throw new Error(sniffed.failure.message)
  const { format } = sniffed
  const payloads: Payload[] = []
  let rejects = 0
  const decode = decoderFor(format)
  for await (const run of readerFor(format).read(chunksOf(bytes), format, new AbortController().signal)) {
    rejects += run.rejects.length
    for (let index = 0; index < run.count; index += 1) {
      const decoded = decode(run.bytes, run.starts[index], run.ends[index])
      if (decoded.ok) payloads.push(decoded.payload)
      else rejects += 1
    }
  }
  const [best] = recognise(payloads, format.id === 'csv' ? 'csv' : 'json', profiles)
  const spec = profiles.find(({ id }) => id === best?.profileId)
  if (spec === undefined) throw new Error(`${name} is recognised by no profile`)
  return {
    format,
    profileId: spec.id,
    rejects,
    changes: payloads.map((payload) => changeOf(payload, spec)),
    ...mappedBy(compileProfile(spec), payloads),
  }
}

/** In small pieces, so that records lie across their borders. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const CHUNK_BYTES = 4099
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) yield bytes.subarray(start, start + CHUNK_BYTES)
}

function mappedBy(profile: Profile, payloads: readonly Payload[]): Pick<Imported, 'events' | 'remarks'> {
  const remarks: string[] = []
  const events = payloads.map((payload): Event => {
    const mapped = profile.map(payload)
    if (!mapped.ok) throw new Error(mapped.failure.message)
    remarks.push(...mapped.event.remarks)
    const values = profile.outputs.map(({ id }, index) => [id, mapped.event.values[index]] as const)
    return { time: mapped.event.time, ...Object.fromEntries(values) }
  })
  return { events, remarks }
}

function changeOf(payload: Payload, spec: ProfileSource): readonly [unknown, unknown] | null {
  const change = changesFromPayload(payload, spec.changes)
  return change === null ? null : [change.before, change.after]
}

function comparable(event: Event): Event {
  return Object.fromEntries(shared.map((id) => [id, event[id] ?? null]))
}

function counts(events: readonly Event[], field: string): Record<string, number> {
  const found: Record<string, number> = {}
  for (const event of events) found[String(event[field])] = (found[String(event[field])] ?? 0) + 1
  return found
}

function micros(iso: string): number {
  return Date.parse(iso) * 1000
}
