/**
 * System B: a developer workspace with agents and pipelines. NDJSON, and a semicolon CSV with the payload as JSON.
 *
 * Stories (B9): on 2026-04-21 three pipeline runs fail from 14:32 on; in the minutes before, a token was renamed, an
 * integration got wider scopes, a member became an admin. The last seven days are quiet: that is what normal looks like.
 */
import { changed, changeShapes, type State } from './changes.ts'
import { at, DAY_MS, isoMicros, later, MINUTE_MS, someTime } from './clock.ts'
import { csvText } from './csv.ts'
import * as hostile from './hostile.ts'
import { alex, leila, mira, noor, people, type Person } from './people.ts'
import { type Random, randomFrom } from './random.ts'

export interface LedgerEvent {
  readonly id: string
  readonly createdAt: string
  readonly workspace: string
  readonly action: string
  /** Who acted: a person, a token or an agent. */
  readonly actor: {
    readonly kind: 'user' | 'api_token' | 'agent' | 'system'
    readonly id: string
    readonly name: string
  }
  readonly target: { readonly kind: string; readonly id: string; readonly name: string | null }
  readonly payload: State
}

type Actor = LedgerEvent['actor']
const firstDay = at('2026-03-09T00:00:00Z')
const days = 56
const csvHeader = [
  'Event ID',
  'Created At',
  'Workspace',
  'Actor',
  'Actor Kind',
  'Actor ID',
  'Action',
  'Target Kind',
  'Target ID',
  'Target Name',
  'Payload',
]

const user = (who: Person): Actor => ({ kind: 'user', id: who.id, name: who.email })
const token = (name: string): Actor => ({
  kind: 'api_token',
  id: `tok_${name.replaceAll(/[^a-z]/g, '').slice(0, 8)}`,
  name,
})
const agent = (name: string): Actor => ({ kind: 'agent', id: `agent_${name}`, name })
const system: Actor = { kind: 'system', id: 'system', name: 'system' }

/** One kind of action: what it stands on, how often it comes, and what its payload tells. */
interface Kind {
  readonly action: string
  readonly target: string
  readonly count: number
  readonly by: 'user' | 'token' | 'agent' | 'system'
  readonly payload: (random: Random) => State
}

const roles = ['viewer', 'member', 'maintainer', 'admin']
const scopes = ['repo:read', 'repo:write', 'pipeline:run', 'members:read']
const renamed = (random: Random) =>
  changed(random.pick(changeShapes), { name: `old-${random.hex(4)}` }, { name: `new-${random.hex(4)}` })
const roleChange = (random: Random) => ({
  old_role: random.pick(roles.slice(0, 2)),
  new_role: random.pick(roles.slice(2)),
})
const roleStates = (random: Random) =>
  changed(random.pick(changeShapes), { role: random.pick(roles.slice(0, 2)) }, { role: random.pick(roles.slice(2)) })
const reason = (random: Random) => ({ reason: random.pick(['scheduled', 'requested', 'policy', 'cleanup']) })
const run = (random: Random) => ({
  run: random.int(1000, 9999),
  branch: random.pick(['main', 'release/2.4', 'fix/cart']),
})
const kind = (action: string, target: string, count: number, by: Kind['by'], payload: Kind['payload']): Kind => ({
  action,
  target,
  count,
  by,
  payload,
})

const kinds: readonly Kind[] = [
  kind('WORKSPACE_CREATED', 'workspace', 1, 'user', reason),
  kind('WORKSPACE_RENAMED', 'workspace', 3, 'user', renamed),
  kind('WORKSPACE_SETTINGS_UPDATED', 'workspace', 8, 'user', (random) =>
    changed(
      random.pick(changeShapes),
      { retention_days: 30, public_runs: true },
      { retention_days: 90, public_runs: false },
    ),
  ),
  kind('MEMBERSHIP_DEFAULTED', 'user', 6, 'system', roleStates),
  kind('MEMBERSHIP_ROLE_CHANGED', 'user', 12, 'user', roleChange),
  kind('MEMBERSHIP_REMOVED', 'user', 4, 'user', (random) => changed('before-after', { role: random.pick(roles) }, {})),
  kind('GROUP_MEMBERSHIP_VOL_QUEUE', 'user', 6, 'system', (random) => ({
    group: random.pick(['backend', 'ops']),
    queued: random.int(1, 40),
  })),
  kind('API_TOKEN_CREATED', 'api_token', 6, 'user', (random) => ({
    scopes: [random.pick(scopes)],
    token: `not-a-token-${random.hex(8)}`,
  })),
  kind('API_TOKEN_RENAMED', 'api_token', 5, 'user', (random) => ({
    old_name: `ci-${random.hex(3)}`,
    new_name: `ci-${random.hex(3)}`,
  })),
  kind('API_TOKEN_REVOKED', 'api_token', 4, 'user', reason),
  kind('LOGIN_SUCCEEDED', 'user', 16, 'user', (random) => ({
    method: random.pick(['password', 'sso', 'passkey']),
    ip: `192.0.2.${random.int(10, 60)}`,
  })),
  kind('LOGIN_FAILED', 'user', 6, 'user', (random) => ({
    method: 'password',
    ip: `203.0.113.${random.int(10, 90)}`,
    error: 'bad credentials',
  })),
  kind('INTEGRATION_CONNECTED', 'integration', 4, 'user', (random) => ({
    integration_id: `int_${random.hex(6)}`,
    scopes: scopes.slice(0, 2),
  })),
  kind('INTEGRATION_SCOPES_UPDATED', 'integration', 5, 'user', (random) =>
    changed(random.pick(changeShapes), { scopes: scopes.slice(0, 1) }, { scopes: scopes.slice(0, random.int(2, 4)) }),
  ),
  kind('INTEGRATION_DISCONNECTED', 'integration', 2, 'user', reason),
  kind('ARTIFACT_REPO_CREATED', 'artifact_repo', 4, 'user', (random) => ({
    format: random.pick(['oci', 'npm', 'maven']),
  })),
  kind('ARTIFACT_REPO_POLICY_UPDATED', 'artifact_repo', 5, 'token', (random) =>
    changed(random.pick(changeShapes), { keep: 10, immutable: false }, { keep: random.int(20, 90), immutable: true }),
  ),
  kind('ARTIFACT_REPO_DELETED', 'artifact_repo', 2, 'user', (random) => ({
    before: { packages: random.int(0, 12) },
    after: null,
  })),
  kind('PIPELINE_CREATED', 'pipeline', 4, 'user', (random) => ({ steps: random.int(2, 9) })),
  kind('PIPELINE_UPDATED', 'pipeline', 10, 'token', (random) =>
    changed(
      random.pick(changeShapes),
      { timeout_s: 600, image: 'builder:12' },
      { timeout_s: random.int(700, 1800), image: 'builder:13' },
    ),
  ),
  kind('PIPELINE_RUN_STARTED', 'pipeline_run', 20, 'token', run),
  kind('PIPELINE_RUN_SUCCEEDED', 'pipeline_run', 15, 'system', (random) => ({
    ...run(random),
    duration_s: random.int(60, 900),
  })),
  kind('PIPELINE_RUN_FAILED', 'pipeline_run', 5, 'system', (random) => ({
    ...run(random),
    error: 'step "test" exited with 1',
  })),
  kind('PIPELINE_RUN_CANCELLED', 'pipeline_run', 3, 'user', run),
  kind('REPOSITORY_RUN_CLAIM', 'workspace_repo', 16, 'agent', (random) => ({ ...run(random), lease_s: 300 })),
  kind('REPOSITORY_LINKED', 'workspace_repo', 4, 'user', (random) => ({
    url: `https://git.example.com/team/${random.hex(4)}`,
  })),
  kind('REPOSITORY_UNLINKED', 'workspace_repo', 2, 'user', reason),
  kind('REPOSITORY_DEFAULT_BRANCH_CHANGED', 'workspace_repo', 3, 'user', () =>
    changed('map', { default_branch: 'master' }, { default_branch: 'main' }),
  ),
  kind('IMPROVEMENT_PROPOSED', 'improvement', 8, 'agent', (random) => ({ confidence: random.int(50, 99) / 100 })),
  kind('IMPROVEMENT_ACCEPTED', 'improvement', 5, 'user', () =>
    changed('before-after', { state: 'proposed' }, { state: 'accepted' }),
  ),
  kind('IMPROVEMENT_REJECTED', 'improvement', 3, 'user', () =>
    changed('old-new', { state: 'proposed' }, { state: 'rejected' }),
  ),
  kind('CLARIFICATION_REQUESTED', 'improvement', 6, 'agent', () => ({
    question: 'Which currency does the invoice use?',
  })),
  kind('CLARIFICATION_ANSWERED', 'improvement', 5, 'user', () => ({ answer: hostile.emoji })),
  kind('INVITE_SENT', 'invite', 6, 'user', (random) => ({
    email: `guest${random.int(1, 20)}@example.org`,
    role: random.pick(roles),
  })),
  kind('INVITE_ACCEPTED', 'invite', 4, 'user', reason),
  kind('INVITE_REVOKED', 'invite', 2, 'user', reason),
  kind('AGENT_REASSIGNMENT_QUEUED', 'pipeline', 8, 'agent', (random) => ({
    from_agent: 'fixer-2',
    to_agent: 'fixer-5',
    queue: random.int(1, 9),
  })),
  kind('AGENT_REASSIGNED', 'pipeline', 5, 'system', () =>
    changed('before-after', { agent: 'fixer-2' }, { agent: 'fixer-5' }),
  ),
  kind('AGENT_STOPPED', 'pipeline', 3, 'user', reason),
]

/** At least 200 events, oldest first, as a ledger is written. */
export function ledgerEvents(): LedgerEvent[] {
  const random = randomFrom(0xb)
  const found: { time: number; event: LedgerEvent }[] = []
  const add = (time: number, action: string, actor: Actor, target: LedgerEvent['target'], payload: State) => {
    const createdAt = isoMicros(time, random.int(0, 999))
    found.push({
      time,
      event: { id: random.uuid(), createdAt, workspace: 'harbour-tools', action, actor, target, payload },
    })
  }
  for (const each of kinds) {
    for (let index = 0; index < each.count; index += 1) {
      const target = { kind: each.target, id: `${each.target}_${random.hex(8)}`, name: targetName(random, each, index) }
      // The last week holds fewer events: normal life, to be compared with the rest.
      const time = someTime(random, firstDay, random.chance(0.9) ? days - 7 : days)
      add(time, each.action, actorOf(random, each), target, each.payload(random))
    }
  }
  incident(random, add)
  return found.sort((one, other) => one.time - other.time).map(({ event }) => event)
}

function actorOf(random: Random, { by }: Kind): Actor {
  if (by === 'user') return user(random.pick(people))
  if (by === 'token') return token(random.pick(['ci-bot', 'deploy-bot', 'nightly']))
  return by === 'agent' ? agent(random.pick(['fixer-2', 'fixer-5', 'reviewer-1'])) : system
}

function targetName(random: Random, { target, action }: Kind, index: number): string | null {
  if (target === 'workspace') return 'harbour-tools'
  if (target === 'user') return random.pick(people).email
  if (action === 'PIPELINE_UPDATED' && index < hostile.formulas.length) return hostile.formulas[index]
  if (action === 'REPOSITORY_RUN_CLAIM' && index === 0) return hostile.override
  if (action === 'IMPROVEMENT_PROPOSED' && index === 0) return hostile.svgLink
  if (action === 'IMPROVEMENT_PROPOSED' && index === 1) return hostile.longText(4500)
  if (action === 'IMPROVEMENT_PROPOSED' && index === 2) return hostile.twoLines
  if (action === 'CLARIFICATION_REQUESTED') return null
  return `${target.replaceAll('_', '-')}-${random.pick(['alpha', 'beta', 'gamma', 'delta'])}`
}

function incident(
  random: Random,
  add: (...parts: [number, string, Actor, LedgerEvent['target'], State]) => void,
): void {
  const start = at('2026-04-21T14:32:00Z')
  const deploy = { kind: 'pipeline', id: 'pipeline_deploy01', name: 'deploy-production' }
  const integration = { kind: 'integration', id: 'int_9c41aa', name: 'artifact mirror' }
  const botToken = { kind: 'api_token', id: 'tok_cibot', name: 'ci-bot' }
  add(
    start - 11 * MINUTE_MS,
    'LOGIN_SUCCEEDED',
    user(noor),
    { kind: 'user', id: noor.id, name: noor.email },
    { method: 'password', ip: '203.0.113.77' },
  )
  add(
    start - 9 * MINUTE_MS,
    'MEMBERSHIP_ROLE_CHANGED',
    user(noor),
    { kind: 'user', id: mira.id, name: mira.email },
    { old_role: 'member', new_role: 'admin' },
  )
  add(start - 8 * MINUTE_MS, 'API_TOKEN_RENAMED', user(noor), botToken, {
    old_name: 'ci-bot-readonly',
    new_name: 'ci-bot',
  })
  add(start - 6 * MINUTE_MS, 'INTEGRATION_SCOPES_UPDATED', user(noor), integration, {
    integration_id: 'int_9c41aa',
    ...changed('before-after', { scopes: ['repo:read'] }, { scopes: ['repo:read', 'repo:write', 'pipeline:run'] }),
  })
  add(start - 3 * MINUTE_MS, 'PIPELINE_UPDATED', token('ci-bot'), deploy, {
    ...changed(
      'before-after',
      { image: 'builder:13', verify: true },
      { image: 'mirror.example.net/builder:13', verify: false },
    ),
  })
  for (let index = 0; index < 3; index += 1) {
    const target = { kind: 'pipeline_run', id: `pipeline_run_dead${index}`, name: 'deploy-production' }
    const began = start + index * 4 * MINUTE_MS
    add(began - MINUTE_MS / 2, 'PIPELINE_RUN_STARTED', token('ci-bot'), target, { run: 7100 + index, branch: 'main' })
    add(began, 'PIPELINE_RUN_FAILED', system, target, {
      run: 7100 + index,
      branch: 'main',
      error: 'image signature does not verify',
      log: hostile.controls,
      env: { DEPLOY_TOKEN: 'not-a-token-either', ...hostile.machineryKeys() },
    })
  }
  const closing = later(random, start, 20, 30)
  add(closing, 'API_TOKEN_REVOKED', user(alex), botToken, { reason: 'incident 2026-04-21' })
  add(
    closing + 2 * MINUTE_MS,
    'MEMBERSHIP_ROLE_CHANGED',
    user(leila),
    { kind: 'user', id: mira.id, name: mira.email },
    { old_role: 'admin', new_role: 'member' },
  )
  add(
    closing + DAY_MS,
    'WORKSPACE_SETTINGS_UPDATED',
    user(leila),
    { kind: 'workspace', id: 'workspace_harbour', name: 'harbour-tools' },
    changed('before-after', { require_signed_images: false }, { require_signed_images: true }),
  )
}

/** One object per line. */
export function ledgerNdjson(events: readonly LedgerEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

/** One row per action, the payload a JSON cell (B8): semicolon, CRLF, no byte order mark; a blank stands for the time's `T`. */
export function ledgerCsv(events: readonly LedgerEvent[]): string {
  const rows = events.map(({ id, createdAt, workspace, actor, action, target, payload }) => [
    id,
    createdAt.replace('T', ' '),
    workspace,
    actor.name,
    actor.kind,
    actor.id,
    action,
    target.kind,
    target.id,
    target.name,
    payload,
  ])
  return csvText(csvHeader, rows, { delimiter: ';', lineEnd: '\r\n', bom: false, quotes: 'needed' })
}
