/**
 * System D: versioned rules and profiles. A pretty-printed wrapper with the rows under `data`, and the CSV whose header
 * the manual states word for word (D4).
 *
 * Stories (D6): on 2026-06-08, the day before the export, `vat-eu` version 12 and `fraud-score` version 5 are
 * published, with what they changed; an API key lives from 2026-05-28 to 2026-06-08; engine 4.2.0 runs four spec jobs.
 */
import { changed, changeShapes, type State } from './changes.ts'
import { at, DAY_MS, isoSeconds, later, someTime } from './clock.ts'
import { csvText } from './csv.ts'
import * as hostile from './hostile.ts'
import { addressOf, mira, people, tomas, yuki } from './people.ts'
import { type Random, randomFrom } from './random.ts'

export interface RegistryEvent {
  readonly occurredAt: string
  /** A user id, or `API key: <name>`. */
  readonly actor: string
  readonly entityType: 'Rule' | 'Profile' | 'ApiKey' | 'SpecJob' | 'EngineVersion'
  readonly entitySlug: string
  readonly entityVersion: number | null
  readonly action: string
  readonly engineVersion: string | null
  readonly clientIp: string
  readonly payload: State | null
}

const header = [
  'occurredAt',
  'actor',
  'entityType',
  'entitySlug',
  'entityVersion',
  'action',
  'engineVersion',
  'clientIp',
  'payload',
] as const
const firstDay = at('2026-02-02T00:00:00Z')
const days = 120
const topics = ['vat-eu', 'fraud-score', 'age-check', 'shipping-zone', 'loyalty-tier', 'refund-window', 'credit-limit']
const regions = ['', '-at', '-de', '-fr']
const keyActors = ['API key: ci-publisher', 'API key: nightly-specs']

type Add = (
  time: number,
  event: Omit<RegistryEvent, 'occurredAt' | 'actor' | 'clientIp' | 'engineVersion'> & Partial<RegistryEvent>,
) => void

/** At least 200 events, newest first. Times are whole seconds, as the product shows them on hover. */
export function registryEvents(): RegistryEvent[] {
  const random = randomFrom(0xd)
  const found: { time: number; event: RegistryEvent }[] = []
  const add: Add = (time, event) => {
    const who = random.pick(people)
    const actor = random.chance(0.2) ? random.pick(keyActors) : who.id
    const clientIp = actor === who.id ? addressOf(random, who) : '192.0.2.240'
    found.push({ time, event: { occurredAt: isoSeconds(time), actor, engineVersion: null, clientIp, ...event } })
  }
  for (const topic of topics) for (const region of regions) versionLife(random, add, 'Rule', `${topic}${region}`)
  for (const name of ['checkout', 'onboarding', 'support-desk', 'partner-api'])
    versionLife(random, add, 'Profile', name)
  specJobs(random, add)
  keysAndEngines(random, add)
  stories(add)
  return found.sort((one, other) => other.time - one.time).map(({ event }) => event)
}

function versionLife(random: Random, add: Add, entityType: 'Rule' | 'Profile', entitySlug: string): void {
  let time = someTime(random, firstDay, days - 20)
  const base = { entityType, entitySlug, entityVersion: 1 }
  add(time, { ...base, action: `${entityType}Created`, payload: { title: titleOf(random, entitySlug), draft: true } })
  for (let edit = random.int(0, 2); edit > 0; edit -= 1) {
    time = later(random, time, 5, 900)
    const limit = random.int(100, 900)
    const payload = changed(
      random.pick(changeShapes),
      { when: `total > ${limit}`, score: 1 },
      { when: `total > ${limit + 50}`, score: 2 },
    )
    add(time, { ...base, action: `${entityType}DraftEdited`, payload })
  }
  time = later(random, time, 5, 2000)
  add(time, {
    ...base,
    action: `${entityType}Published`,
    payload: changed('before-after', { state: 'draft' }, { state: 'published' }),
  })
  if (random.chance(0.4)) {
    time = later(random, time, 900, 9000)
    add(time, {
      ...base,
      action: `${entityType}Archived`,
      payload: changed('old-new', { state: 'published' }, { state: 'archived' }),
    })
    time = later(random, time, 900, 2000)
    if (random.chance(0.7)) add(time, { ...base, action: `${entityType}Unarchived`, payload: null })
  }
}

function titleOf(random: Random, slug: string): string {
  if (slug === 'vat-eu-at') return hostile.rightToLeft
  if (slug === 'vat-eu-de') return hostile.markup
  if (slug === 'vat-eu-fr') return hostile.formulas[2]
  if (slug === 'age-check') return hostile.longText(4000)
  if (slug === 'age-check-at') return hostile.emoji
  if (slug === 'support-desk') return hostile.twoLines
  return `${slug.replaceAll('-', ' ')} ${random.pick(['(draft)', '(reviewed)', '(2026)'])}`
}

function specJobs(random: Random, add: Add): void {
  for (let index = 0; index < 48; index += 1) {
    const engineVersion = random.pick(['4.0.3', '4.1.0', '4.1.1'])
    const slug = `${random.pick(topics)}-spec`
    const time = someTime(random, firstDay, days)
    const job = { entityType: 'SpecJob', entitySlug: slug, entityVersion: null, engineVersion } as const
    const jobId = `job_${random.hex(10)}`
    add(time, { ...job, action: 'SpecJobEnqueued', payload: { jobId, engineVersion, cases: random.int(10, 400) } })
    if (random.chance(0.25))
      add(later(random, time, 1, 30), { ...job, action: 'SpecJobCancelled', payload: { jobId, reason: 'superseded' } })
  }
}

function keysAndEngines(random: Random, add: Add): void {
  for (const [index, name] of [
    'ci-publisher',
    'nightly-specs',
    'partner-read',
    hostile.formulas[0],
    'laptop-yuki',
  ].entries()) {
    const time = someTime(random, firstDay, 60)
    const base = { entityType: 'ApiKey', entitySlug: name, entityVersion: null } as const
    add(time, {
      ...base,
      actor: tomas.id,
      action: 'ApiKeyCreated',
      payload: { name, scopes: ['rules:read', 'rules:publish'], token: `not-a-token-${index}` },
    })
    if (index > 1)
      add(later(random, time, 3000, 30_000), {
        ...base,
        actor: tomas.id,
        action: 'ApiKeyRevoked',
        payload: { reason: 'rotation' },
      })
  }
  const engines = ['4.0.3', '4.1.0', '4.1.1', '4.2.0', '4.3.0-rc.1', '3.9.8']
  for (const [index, version] of engines.entries()) {
    const base = { entityType: 'EngineVersion', entitySlug: version, entityVersion: null, actor: yuki.id } as const
    const time = firstDay + index * 9 * DAY_MS + 36_000_000 + random.int(0, 3_600_000)
    add(time, {
      ...base,
      action: 'EngineVersionRegistered',
      payload: { image: `registry.example.com/engine:${version}` },
    })
    if (index % 2 === 0)
      add(time + 40 * DAY_MS, { ...base, action: 'EngineVersionDeprecated', payload: { until: '2026-09-30' } })
    if (index % 3 === 2)
      add(time + 60 * DAY_MS, { ...base, action: 'EngineVersionRetired', payload: hostile.machineryKeys() as State })
  }
}

function stories(add: Add): void {
  const key = {
    entityType: 'ApiKey',
    entitySlug: 'release-bot',
    entityVersion: null,
    actor: mira.id,
    clientIp: mira.ip,
  } as const
  add(at('2026-05-28T08:15:12Z'), {
    ...key,
    action: 'ApiKeyCreated',
    payload: { name: 'release-bot', scopes: ['rules:publish'], token: 'not-a-token-rb' },
  })
  add(at('2026-06-08T13:40:05Z'), {
    entityType: 'Rule',
    entitySlug: 'vat-eu',
    entityVersion: 12,
    action: 'RulePublished',
    actor: 'API key: release-bot',
    clientIp: '203.0.113.77',
    payload: changed(
      'before-after',
      { version: 11, rate: 0.2, countries: ['AT', 'DE'] },
      { version: 12, rate: 0.02, countries: ['AT', 'DE', 'FR'] },
    ),
  })
  add(at('2026-06-08T13:44:59Z'), {
    entityType: 'Rule',
    entitySlug: 'fraud-score',
    entityVersion: 5,
    action: 'RulePublished',
    actor: mira.id,
    clientIp: mira.ip,
    payload: changed('list', { threshold: 70, review: true }, { threshold: 95, review: false }),
  })
  add(at('2026-06-08T14:02:31Z'), {
    ...key,
    action: 'ApiKeyRevoked',
    payload: { reason: 'not ours', ...changed('before-after', { active: true }, { active: false }) },
  })
  for (let index = 0; index < 4; index += 1) {
    add(at('2026-06-08T15:00:00Z') + index * 71_000, {
      entityType: 'SpecJob',
      entitySlug: `${topics[index]}-spec`,
      entityVersion: null,
      engineVersion: '4.2.0',
      action: 'SpecJobEnqueued',
      actor: 'API key: nightly-specs',
      clientIp: '192.0.2.240',
      payload: {
        jobId: `job_story0${index}`,
        engineVersion: '4.2.0',
        cases: 120 + index,
        note: index === 0 ? hostile.controls : null,
      },
    })
  }
}

/** One pretty-printed object, the rows under `data`. */
export function registryJson(events: readonly RegistryEvent[]): string {
  return `${JSON.stringify({ data: events, page: { number: 1, size: events.length, last: true } }, null, 2)}\n`
}

/** The documented columns: comma, LF, no byte order mark. */
export function registryCsv(events: readonly RegistryEvent[]): string {
  const rows = events.map((event) => header.map((name) => event[name]))
  return csvText(header, rows, { delimiter: ',', lineEnd: '\n', bom: false, quotes: 'needed' })
}
