/**
 * System A: a bug-triage platform with AI fix workers. One API-like wrapper, one CSV with every column.
 *
 * Stories (A10): on Sunday 2026-05-10 at 02:14 a fix is dispatched that nobody asked for; its `triggered_by` is a key
 * that Jonas's account created three days before from a strange address. Keys made by humans stand beside some made by
 * an agent. The project `checkout-web` is deleted on 2026-05-12 by Noor.
 */
import { changed, type State } from './changes.ts'
import { at, DAY_MS, isoMs, later, someTime } from './clock.ts'
import { csvText } from './csv.ts'
import * as hostile from './hostile.ts'
import { addressOf, alex, jonas, leila, mira, noor, people, strangerIp, tomas } from './people.ts'
import { type Random, randomFrom } from './random.ts'

export interface AdminEvent {
  readonly id: string
  readonly created_at: string
  readonly action: string
  readonly actor: string
  readonly actor_type: 'human' | 'agent' | 'system'
  readonly resource_type: string
  readonly resource_id: string
  readonly metadata: State
}

const header = [
  'id',
  'created_at',
  'action',
  'actor',
  'actor_type',
  'resource_type',
  'resource_id',
  'metadata',
] as const
const firstDay = at('2026-03-16T00:00:00Z')
const days = 70
const titles = [
  'Checkout button does nothing on Safari',
  'Totals differ between cart and invoice',
  'Search returns archived projects',
  'Avatar upload stuck at 99 %',
  'Dark mode: white flash on navigation',
  'Time zone of reminders is wrong by one hour',
  hostile.markup,
  hostile.rightToLeft,
  hostile.emoji,
  hostile.formulas[0],
  hostile.twoLines,
  hostile.longText(6000),
]
const errors = [
  { code: 'tests_failed', message: '3 of 214 tests failed', detail: 'cart.total: expected 41.90, got 41.9' },
  { code: 'sandbox_timeout', message: 'worker exceeded 900 s', detail: null },
  { code: 'merge_conflict', message: 'conflict in src/cart/total.ts', detail: '<<<<<<< HEAD\n=======\n>>>>>>> fix' },
]

type Add = (
  time: number,
  action: string,
  actor: string,
  resource: readonly [type: string, id: string],
  metadata: State,
) => void

/** At least 200 events, newest first, as the product's list shows them. */
export function adminEvents(): AdminEvent[] {
  const random = randomFrom(0xa)
  const found: { time: number; event: AdminEvent }[] = []
  const add: Add = (time, action, actor, [type, id], metadata) => {
    const actorType = actor === 'system' ? 'system' : actor.includes('@') ? 'human' : 'agent'
    const event = {
      id: `aud_${random.hex(16)}`,
      created_at: isoMs(time),
      action,
      actor,
      actor_type: actorType,
    } as const
    found.push({ time, event: { ...event, resource_type: type, resource_id: id, metadata } })
  }
  const projects = ['storefront', 'billing-api', 'mobile-app', 'docs-site'].map((name) => ({ name, id: random.uuid() }))
  for (let index = 0; index < 42; index += 1)
    reportLife(random, add, random.pick(projects).id, titles[index % titles.length])
  keys(random, add)
  administration(random, add, projects)
  stories(random, add)
  return found.sort((one, other) => other.time - one.time).map(({ event }) => event)
}

function reportLife(random: Random, add: Add, project_id: string, title: string): void {
  const report_id = random.uuid()
  const who = random.pick(people)
  let time = someTime(random, firstDay, days - 4)
  const base = { report_id, project_id }
  add(time, 'report.created', who.email, ['report', report_id], {
    ...base,
    title,
    source: random.pick(['widget', 'email', 'api']),
    ip: addressOf(random, who),
    user_agent: who.agent,
  })
  time = later(random, time, 1, 20)
  const agent_id = `agt_${random.hex(8)}`
  const severity = random.pick(['low', 'medium', 'high', 'critical'])
  const shape = random.pick(['before-after', 'map'] as const)
  const duplicate = random.chance(0.15)
  add(time, 'report.triaged', 'triage_report', ['report', report_id], {
    ...base,
    agent_id,
    confidence: random.int(40, 99) / 100,
    ...(duplicate ? { outcome: 'warning', warning: 'possible duplicate', duplicate_of: random.uuid() } : {}),
    ...changed(shape, { status: 'new', severity: null }, { status: 'triaged', severity }),
  })
  if (duplicate) return
  const fix_id = random.uuid()
  time = later(random, time, 2, 600)
  add(time, 'fix.dispatched', 'dispatch_fix', ['fix', fix_id], {
    ...base,
    fix_id,
    agent_id,
    triggered_by: random.chance(0.6) ? 'rule:auto-dispatch-high' : random.pick(people).email,
    worker: `worker-${random.int(1, 6)}`,
  })
  time = later(random, time, 3, 15)
  if (random.chance(0.3)) {
    const error = random.pick(errors)
    add(time, 'fix.failed', 'run_fix_worker', ['fix', fix_id], { ...base, fix_id, attempt: random.int(1, 3), error })
    return
  }
  const partly = random.chance(0.2)
  add(time, 'fix.completed', 'run_fix_worker', ['fix', fix_id], {
    ...base,
    fix_id,
    duration_ms: random.int(40_000, 900_000),
    pull_request: { number: random.int(100, 999), url: 'https://git.example.com/storefront/pulls' },
    ...(partly ? { level: 'warn', warning: '2 tests skipped' } : {}),
    ...changed(
      'before-after',
      { status: 'dispatched', pull_request: null },
      { status: 'completed', pull_request: 'open' },
    ),
  })
  if (random.chance(0.6)) {
    const lesson_id = random.uuid()
    add(later(random, time, 5, 200), 'lesson.promoted', 'promote_lesson', ['lesson', lesson_id], {
      lesson_id,
      fix_id,
      project_id,
      ...changed('map', { scope: 'project', weight: 0.4 }, { scope: 'organisation', weight: 0.9 }),
    })
  }
}

function keys(random: Random, add: Add): void {
  for (let index = 0; index < 18; index += 1) {
    const who = random.pick(people)
    const byAgent = index % 6 === 5
    const key_id = `key_${random.hex(10)}`
    const time = someTime(random, firstDay, days - 4)
    const scopes = random.pick([['reports:read'], ['reports:read', 'reports:write'], ['fixes:dispatch'], ['admin']])
    add(time, 'key.created', byAgent ? 'rotate_keys' : who.email, ['key', key_id], {
      key_id,
      name: index === 3 ? hostile.formulas[3] : random.pick(['ci', 'nightly import', 'dashboard', 'laptop', 'partner']),
      key_prefix: `ak_${random.hex(4)}`,
      secret: `not-a-secret-${random.hex(12)}`,
      scopes,
      ip: byAgent ? '192.0.2.250' : addressOf(random, who),
    })
    if (!random.chance(0.5)) continue
    add(later(random, time, 60, 4000), 'key.revoked', byAgent ? 'system' : who.email, ['key', key_id], {
      key_id,
      reason: random.pick(['rotated', 'unused for 30 days', 'leaked in a log']),
      ...changed('before-after', { active: true, scopes }, { active: false, scopes: [] }),
    })
  }
}

function administration(random: Random, add: Add, projects: readonly { name: string; id: string }[]): void {
  for (let index = 0; index < 24; index += 1) {
    const run_id = random.uuid()
    add(
      firstDay + index * 2 * DAY_MS + random.int(3 * 3_600_000, 3 * 3_600_000 + 9000),
      'pdca.run.started',
      'system',
      ['pdca_run', run_id],
      {
        run_id,
        project_id: random.pick(projects).id,
        stage: random.pick(['plan', 'do', 'check', 'act']),
        schedule: '0 3 */2 * *',
        ...(index % 8 === 7 ? { level: 'warn', warning: 'previous run still open' } : {}),
      },
    )
  }
  for (let index = 0; index < 14; index += 1) {
    const user_id = random.uuid()
    add(someTime(random, firstDay, days), 'user.invited', random.pick([leila, alex, mira]).email, ['user', user_id], {
      user_id,
      email: index === 4 ? hostile.fullWidth : `guest${index + 1}@example.net`,
      role: random.pick(['viewer', 'triager', 'admin']),
    })
  }
  const sso = [
    { outcome: 'success', provider: 'saml' },
    {
      outcome: 'failure',
      provider: 'saml',
      error: { code: 'metadata_unreachable', message: 'HTTP 503 from sso.example.com' },
    },
    { outcome: 'success', provider: 'oidc' },
  ]
  for (const [index, details] of sso.entries()) {
    const id = random.uuid()
    add(at('2026-03-18T10:00:00Z') + index * 11 * DAY_MS, 'sso.registered', leila.email, ['sso', id], {
      domain: 'example.com',
      ...details,
    })
  }
  for (const [index, name] of ['sandbox', hostile.sqlLike, 'landing-2025'].entries()) {
    const project_id = random.uuid()
    const before = { name, reports: random.int(0, 40), archived: index === 2, owners: [tomas.email, mira.email] }
    add(someTime(random, firstDay, 40), 'project.deleted', random.pick([leila, tomas]).email, ['project', project_id], {
      project_id,
      before,
      after: null,
      ...(index === 1 ? { extra: hostile.machineryKeys(), note: hostile.controls } : {}),
    })
  }
}

function stories(random: Random, add: Add): void {
  const project_id = random.uuid()
  const key_id = 'key_7f3c0de5a1'
  add(at('2026-05-07T22:41:09.310Z'), 'key.created', jonas.email, ['key', key_id], {
    key_id,
    name: 'nightly import',
    key_prefix: 'ak_7f3c',
    secret: 'not-a-secret-7f3c0de5a1bb',
    scopes: ['fixes:dispatch', 'reports:write'],
    ip: strangerIp,
    user_agent: 'curl/8.14.1',
  })
  const report_id = random.uuid()
  const fix_id = random.uuid()
  const base = { fix_id, report_id, project_id }
  add(at('2026-05-10T02:13:51.004Z'), 'report.created', 'intake_report', ['report', report_id], {
    report_id,
    project_id,
    title: 'Payment provider must be replaced immediately',
    source: 'api',
    api_key_id: key_id,
    ip: strangerIp,
    user_agent: hostile.script,
  })
  add(at('2026-05-10T02:14:07.882Z'), 'fix.dispatched', 'dispatch_fix', ['fix', fix_id], {
    ...base,
    agent_id: 'agt_0badc0de',
    triggered_by: key_id,
    worker: 'worker-3',
    prompt: hostile.templateLike,
  })
  add(at('2026-05-10T02:21:40.119Z'), 'fix.completed', 'run_fix_worker', ['fix', fix_id], {
    ...base,
    duration_ms: 452_237,
    pull_request: { number: 871, url: 'https://git.example.com/checkout-web/pulls/871' },
    ...changed(
      'before-after',
      { provider: 'payments.example.com', verify_tls: true },
      { provider: '203.0.113.77', verify_tls: false },
    ),
  })
  add(at('2026-05-11T07:02:33.500Z'), 'key.revoked', leila.email, ['key', key_id], {
    key_id,
    reason: 'nobody knows this key',
    ip: leila.ip,
    ...changed('before-after', { active: true }, { active: false }),
  })
  add(at('2026-05-12T16:20:00.000Z'), 'project.deleted', noor.email, ['project', project_id], {
    project_id,
    ip: noor.ip,
    before: { name: 'checkout-web', reports: 61, archived: false, owners: [noor.email, jonas.email] },
    after: null,
  })
}

/** The API's reply: one object, the events under `items`. */
export function adminJson(events: readonly AdminEvent[]): string {
  return `${JSON.stringify({ items: events, total: events.length, limit: events.length, offset: 0 })}\n`
}

/** Every column plus the whole metadata JSON (A8): comma, LF, no byte order mark. */
export function adminCsv(events: readonly AdminEvent[]): string {
  const rows = events.map((event) => header.map((name) => event[name]))
  return csvText(header, rows, { delimiter: ',', lineEnd: '\n', bom: false, quotes: 'needed' })
}
