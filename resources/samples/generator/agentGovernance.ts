/**
 * System C: guardrails and policies for AI agents. A JSON array, and a comma CSV as spreadsheets like it (byte order
 * mark, CRLF, every cell quoted).
 *
 * Stories: a burst of denied logins and one suspicious key on 2026-05-20; Jonas weakens the guardrails of an agent
 * right after (PUT with before in the response), the agent's trust tier falls by itself that night.
 */
import { changed, changeShapes, type State } from './changes.ts'
import { at, isoMs, MINUTE_MS, someTime } from './clock.ts'
import { csvText } from './csv.ts'
import * as hostile from './hostile.ts'
import { addressOf, jonas, leila, people, type Person, strangerIp } from './people.ts'
import { type Random, randomFrom } from './random.ts'

export interface GovernanceEvent {
  readonly event_id: string
  readonly timestamp: string
  readonly event_type: string
  readonly actor: string
  readonly actor_id: string
  readonly action: string
  readonly result: 'Success' | 'Failed' | 'Denied' | 'Warning' | 'Approved' | 'Allowed'
  readonly description: string
  readonly resource_type: string
  readonly resource_id: string
  readonly organization_id: string
  readonly ip_address: string | null
  readonly request: {
    readonly method: string
    readonly path: string
    readonly body: State | null
  } | null
  readonly response: State | null
}

type Result = GovernanceEvent['result']

/** One kind of event. `path` holds `{id}` where the resource's id goes; without a path there was no request. */
interface Kind {
  readonly type: string
  readonly action: string
  readonly resource: string
  readonly count: number
  readonly by: 'human' | 'agent' | 'system'
  readonly results: readonly Result[]
  readonly request?: readonly [method: string, path: string]
  readonly body?: (random: Random) => State
}

const organization = 'org_5e2f90c1'
const firstDay = at('2026-04-13T00:00:00Z')
const days = 45
const agents = ['invoice-reader', 'support-triage', 'release-notes', 'sql-helper']
const usual: readonly Result[] = ['Success', 'Success', 'Success', 'Success', 'Failed']
const tiers = ['untrusted', 'limited', 'standard', 'trusted']

const update = (before: State, after: State) => (random: Random) => changed(random.pick(changeShapes), before, after)
const kind = (type: string, action: string, resource: string, count: number, rest: Partial<Kind> = {}): Kind => ({
  type,
  action,
  resource,
  count,
  by: 'human',
  results: usual,
  ...rest,
})

const kinds: readonly Kind[] = [
  kind('agent_created', 'Created agent', 'agent', 8, {
    request: ['POST', '/agent'],
    body: () => ({ model: 'small-2', purpose: hostile.emoji }),
  }),
  kind('agent_updated', 'Updated agent configuration', 'agent', 16, {
    request: ['PATCH', '/agent/{id}'],
    body: update({ temperature: 0.2, tools: ['search'] }, { temperature: 0.7, tools: ['search', 'shell'] }),
  }),
  kind('agent_updated', 'Created guardrail for agent', 'guardrail', 10, {
    request: ['POST', '/agent/{id}/guardrails'],
    body: () => ({ type: 'pii', action: 'block', threshold: 0.8 }),
  }),
  kind('agent_updated', 'Updated guardrail for agent', 'guardrail', 10, {
    request: ['PUT', '/agent/{id}/guardrails/gr_77'],
    body: update({ threshold: 0.8, enabled: true }, { threshold: 0.6, enabled: true }),
  }),
  kind('agent_deleted', 'Deleted agent', 'agent', 4, { request: ['DELETE', '/agent/{id}'] }),
  kind('agent_blocked', 'Blocked agent action by guardrail', 'agent', 14, {
    by: 'agent',
    results: ['Denied', 'Denied', 'Allowed'],
  }),
  kind('agent_trust_tier_changed', 'Changed trust tier of agent', 'agent', 8, {
    request: ['PUT', '/agent/{id}/trust-tier'],
    body: (random) => changed('before-after', { tier: tiers[random.int(0, 1)] }, { tier: tiers[random.int(2, 3)] }),
  }),
  kind('policy_created', 'Created OPA policy', 'policy', 8, {
    request: ['POST', '/policy'],
    body: () => ({
      name: 'deny-external-mail',
      rego: 'package mail\ndefault allow := false\nallow if input.to in data.staff',
    }),
  }),
  kind('policy_updated', 'Updated OPA policy', 'policy', 12, {
    request: ['PUT', '/policy/{id}'],
    body: update({ version: 3, rego: 'default allow := false' }, { version: 4, rego: 'default allow := true' }),
  }),
  kind('policy_deleted', 'Deleted OPA policy', 'policy', 3, { request: ['DELETE', '/policy/{id}'] }),
  kind('policy_enabled', 'Enabled OPA policy', 'policy', 6, {
    request: ['POST', '/policy/{id}/enable'],
    body: update({ enabled: false }, { enabled: true }),
  }),
  kind('policy_disabled', 'Disabled OPA policy', 'policy', 5, {
    request: ['POST', '/policy/{id}/disable'],
    body: update({ enabled: true }, { enabled: false }),
  }),
  kind('user_invited', 'Invited user', 'user', 8, {
    request: ['POST', '/user/invite'],
    body: (random) => ({ email: `guest${random.int(1, 40)}@example.org`, role: 'reviewer' }),
  }),
  kind('user_role_changed', 'Changed role of user', 'user', 8, {
    request: ['PUT', '/user/{id}/role'],
    body: update({ role: 'reviewer' }, { role: 'admin' }),
  }),
  kind('approval_granted', 'Approved pending agent action', 'approval', 10, {
    results: ['Approved'],
    request: ['POST', '/approval/{id}/approve'],
    body: () => ({ comment: 'checked with finance' }),
  }),
  kind('approval_rejected', 'Rejected pending agent action', 'approval', 5, {
    results: ['Denied'],
    request: ['POST', '/approval/{id}/reject'],
    body: () => ({ comment: hostile.rightToLeft }),
  }),
  kind('settings_updated', 'Updated organization settings', 'settings', 6, {
    request: ['PATCH', '/settings'],
    body: update({ mfa_required: false, session_hours: 72 }, { mfa_required: true, session_hours: 12 }),
  }),
  kind('login', 'User logged in', 'session', 18, {
    results: ['Success', 'Success', 'Success', 'Denied'],
    request: ['POST', '/auth/login'],
    body: () => ({ method: 'password', password: 'not-a-password' }),
  }),
  kind('api_key_used', 'API key used', 'api_key', 14, {
    by: 'agent',
    results: ['Allowed', 'Allowed', 'Denied'],
    request: ['GET', '/agent/{id}/runs'],
  }),
  kind('suspicious_activity', 'Suspicious activity detected', 'session', 5, { by: 'system', results: ['Warning'] }),
  kind('trust_score_changed', 'Trust score changed automatically', 'agent', 12, {
    by: 'system',
    results: ['Success', 'Warning'],
  }),
  kind('scheduled_job', 'Scheduled job finished', 'job', 14, {
    by: 'system',
    results: ['Success', 'Success', 'Failed', 'Warning'],
  }),
]

/** At least 200 events, newest first. */
export function governanceEvents(): GovernanceEvent[] {
  const random = randomFrom(0xc)
  const found: { time: number; event: GovernanceEvent }[] = []
  for (const each of kinds) {
    for (let index = 0; index < each.count; index += 1) {
      const time = someTime(random, firstDay, days)
      found.push({ time, event: eventOf(random, each, time, index) })
    }
  }
  for (const [time, event] of story(random)) found.push({ time, event })
  return found.sort((one, other) => other.time - one.time).map(({ event }) => event)
}

function eventOf(random: Random, kind: Kind, time: number, index: number): GovernanceEvent {
  const who = random.pick(people)
  const id = `${kind.resource.slice(0, 3)}_${random.hex(8)}`
  const result = random.pick(kind.results)
  const body = kind.body?.(random) ?? null
  const worker = random.pick(agents)
  const [actor, actorId] =
    kind.by === 'human'
      ? [who.email, who.id]
      : kind.by === 'agent'
        ? [`agent:${worker}`, `agt_${worker}`]
        : ['system', 'system']
  return {
    event_id: `evt_${random.hex(20)}`,
    timestamp: isoMs(time),
    event_type: kind.type,
    actor,
    actor_id: actorId,
    action: kind.action,
    result,
    description: description(random, kind, index, who),
    resource_type: kind.resource,
    resource_id: id,
    organization_id: organization,
    ip_address: kind.by === 'system' ? null : addressOf(random, who),
    request: kind.request ? { method: kind.request[0], path: kind.request[1].replace('{id}', id), body } : null,
    response: kind.request
      ? responseOf(result, id)
      : kind.by === 'system'
        ? scoreOf(random)
        : { guardrail: 'gr_77', matched: 'pii.iban' },
  }
}

function responseOf(result: Result, id: string): State {
  if (result === 'Failed')
    return { status_code: 422, error: { code: 'validation_failed', message: 'threshold must be between 0 and 1' } }
  if (result === 'Denied')
    return { status_code: 403, error: { code: 'forbidden', message: 'policy "least-privilege" denies this' } }
  return { status_code: 200, id, ok: true }
}

function scoreOf(random: Random): State {
  const before = random.int(40, 90)
  return {
    ...changed('before-after', { trust_score: before }, { trust_score: before - random.int(1, 30) }),
    job: 'nightly-score',
  }
}

function description(random: Random, kind: Kind, index: number, who: Person): string {
  if (kind.type === 'agent_created' && index === 0) return hostile.longText(5000)
  if (kind.type === 'agent_created' && index === 1) return hostile.script
  if (kind.type === 'policy_created' && index < hostile.formulas.length) return hostile.formulas[index]
  if (kind.type === 'user_invited' && index === 0) return hostile.rightToLeft
  if (kind.type === 'user_invited' && index === 1) return hostile.combining
  if (kind.type === 'settings_updated' && index === 0) return hostile.twoLines
  return `${kind.action} (${kind.by === 'human' ? who.name : random.pick(agents)})`
}

function story(random: Random): [number, GovernanceEvent][] {
  const start = at('2026-05-20T21:04:00Z')
  const template = kinds.find(({ type }) => type === 'login') ?? kinds[0]
  const blank = (time: number, kind: Kind): GovernanceEvent => ({
    ...eventOf(random, kind, time, 99),
    actor: jonas.email,
    actor_id: jonas.id,
    ip_address: strangerIp,
  })
  const found: [number, GovernanceEvent][] = []
  for (let index = 0; index < 7; index += 1) {
    const time = start + index * 9000
    const result = index < 6 ? 'Denied' : 'Success'
    found.push([
      time,
      {
        ...blank(time, template),
        result,
        description: `Login attempt ${index + 1} (Jonas Brandt)`,
        response: responseOf(result, 'ses_0jb'),
      },
    ])
  }
  const weaken = start + 6 * MINUTE_MS
  found.push([
    weaken,
    {
      ...blank(weaken, kinds[3]),
      result: 'Success',
      action: 'Updated guardrail for agent',
      description: 'Guardrail "no outbound mail" of invoice-reader switched off',
      resource_type: 'guardrail',
      resource_id: 'gr_12',
      request: {
        method: 'PUT',
        path: '/agent/agt_invoice-reader/guardrails/gr_12',
        body: { enabled: false, note: hostile.sqlLike },
      },
      response: {
        status_code: 200,
        before: { enabled: true, threshold: 0.9 },
        after: { enabled: false, threshold: 0.9 },
      },
    },
  ])
  const night = start + 300 * MINUTE_MS
  found.push([
    night,
    {
      ...eventOf(random, kinds[0], night, 99),
      event_type: 'agent_trust_tier_changed',
      actor: 'system',
      actor_id: 'system',
      ip_address: null,
      action: 'Changed trust tier of agent',
      result: 'Warning',
      description: 'Trust tier of invoice-reader fell to untrusted',
      resource_type: 'agent',
      resource_id: 'agt_invoice-reader',
      request: null,
      response: { changes: { tier: ['trusted', 'untrusted'], trust_score: [88, 31] } },
    },
  ])
  const undo = night + 480 * MINUTE_MS
  found.push([
    undo,
    {
      ...blank(undo, kinds[3]),
      actor: leila.email,
      actor_id: leila.id,
      ip_address: leila.ip,
      result: 'Success',
      description: hostile.controls.replaceAll(/\p{Cc}/gu, '·'),
    },
  ])
  return found
}

/** A top-level array, one event per line. */
export function governanceJson(events: readonly GovernanceEvent[]): string {
  return `[\n${events.map((event) => `  ${JSON.stringify(event)}`).join(',\n')}\n]\n`
}

const csvHeader = [
  'Timestamp',
  'Event Type',
  'Actor',
  'Action',
  'Result',
  'Details',
  'Resource Type',
  'Resource ID',
  'IP Address',
  'HTTP Method',
  'HTTP Path',
  'Request Body',
  'Response',
  'Event ID',
  'Organization ID',
  'Actor ID',
]

/** The columns of the list (C1) first, then those of the detail view (C4). */
export function governanceCsv(events: readonly GovernanceEvent[]): string {
  const rows = events.map((event) => [
    event.timestamp,
    event.event_type,
    event.actor,
    event.action,
    event.result,
    event.description,
    event.resource_type,
    event.resource_id,
    event.ip_address,
    event.request?.method ?? null,
    event.request?.path ?? null,
    event.request?.body ?? null,
    event.response,
    event.event_id,
    event.organization_id,
    event.actor_id,
  ])
  return csvText(csvHeader, rows, { delimiter: ',', lineEnd: '\r\n', bom: true, quotes: 'all' })
}
