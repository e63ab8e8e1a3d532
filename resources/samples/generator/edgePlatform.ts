/**
 * System E: a multi-tenant network platform, its activity log. NDJSON, and a CSV with byte order mark whose times are
 * in the platform's table format (UTC, no zone written).
 *
 * Stories: on 2026-05-14 the administrator Leila assumes Alex's identity (E9) and changes an ACL of a tenant; minutes
 * later its users are exported. Secrets in details stand as `[REDACTED]` (E3).
 */
import { changed, changeShapes, type State } from './changes.ts'
import { at, isoSeconds, later, MINUTE_MS, someTime, tableTime } from './clock.ts'
import { csvText } from './csv.ts'
import * as hostile from './hostile.ts'
import { addressOf, alex, leila, people, type Person, tomas } from './people.ts'
import { type Random, randomFrom } from './random.ts'

export interface EdgeEvent {
  readonly id: string
  /** Milliseconds since 1970; both shapes write whole seconds. */
  readonly time: number
  readonly tenant: { readonly id: string; readonly name: string }
  readonly user: Person
  readonly action: string
  readonly resourceType: string
  readonly resourceId: string
  readonly resourceName: string
  readonly status: 'Success' | 'Failure'
  readonly ip: string
  readonly method: string
  readonly path: string
  readonly statusCode: number
  readonly details: State
}

const firstDay = at('2026-04-20T00:00:00Z')
const days = 40
const tenants = [
  { id: 'ten_01', name: 'Nordhafen Logistik' },
  { id: 'ten_02', name: 'Blue Pine Clinics' },
  { id: 'ten_03', name: "O'Dell & Daughters" },
]
const resources = [
  ['Edge', 'edges'],
  ['User', 'users'],
  ['Connector', 'connectors'],
  ['WireGuard', 'wireguard'],
  ['Tenant', 'tenants'],
  ['Role', 'roles'],
  ['Config Template', 'config-templates'],
  ['Peering', 'peerings'],
  ['ACL', 'acls'],
] as const
const methods: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'PATCH',
  delete: 'DELETE',
  revoke: 'POST',
  assign: 'POST',
  unassign: 'DELETE',
  sync: 'POST',
  export: 'GET',
}
const names = [
  'edge-fra-01',
  'warehouse gateway',
  'clinic-vpn',
  hostile.markup,
  hostile.formulas[1],
  hostile.rightToLeft,
  hostile.emoji,
  hostile.pathLike,
  hostile.combining,
]

/** At least 200 events, newest first: every action on resources of every type. */
export function edgeEvents(): EdgeEvent[] {
  const random = randomFrom(0xe)
  const found: EdgeEvent[] = []
  for (const [resourceType, segment] of resources) {
    for (let index = 0; index < 6; index += 1) found.push(...resourceLife(random, resourceType, segment, index))
  }
  found.push(...assumed(random))
  return found.sort((one, other) => other.time - one.time || (one.id < other.id ? -1 : 1))
}

function resourceLife(random: Random, resourceType: string, segment: string, index: number): EdgeEvent[] {
  const resourceId = `${segment.slice(0, 3)}_${random.hex(12)}`
  const resourceName = index < 3 ? `${segment}-${index + 1}` : names[random.int(0, names.length - 1)]
  const tenant = random.pick(tenants)
  const middle = ['update', 'assign', 'unassign', 'sync', 'export', 'revoke']
  const actions = ['create', middle[index], random.pick(middle), 'update', ...(random.chance(0.5) ? ['delete'] : [])]
  let time = someTime(random, firstDay, days - 6)
  return actions.map((action) => {
    time = later(random, time, 2, 1400)
    const base = { resourceType, resourceId, resourceName, tenant }
    return eventOf(random, Math.floor(time / 1000) * 1000, random.pick(people), action, segment, base)
  })
}

function eventOf(
  random: Random,
  time: number,
  user: Person,
  action: string,
  segment: string,
  base: Pick<EdgeEvent, 'resourceType' | 'resourceId' | 'resourceName' | 'tenant'>,
): EdgeEvent {
  const failed = random.chance(0.12)
  const tail = ['assign', 'unassign', 'revoke', 'sync', 'export'].includes(action) ? `/${action}` : ''
  return {
    id: `act_${random.hex(16)}`,
    time,
    ...base,
    user,
    action,
    status: failed ? 'Failure' : 'Success',
    ip: addressOf(random, user),
    method: methods[action],
    path: `/api/v1/${segment}${action === 'create' ? '' : `/${base.resourceId}`}${tail}`,
    statusCode: failed ? random.pick([400, 403, 409, 502]) : action === 'create' ? 201 : 200,
    details: failed
      ? { error: random.pick(['name is taken', 'edge is offline', 'quota exceeded']) }
      : detailsOf(random, action, base.resourceType),
  }
}

function detailsOf(random: Random, action: string, resourceType: string): State {
  if (action === 'update') {
    return resourceType === 'Config Template' && random.chance(0.5)
      ? { note: hostile.longText(3000), ...changed('map', { lines: 12 }, { lines: 4000 }) }
      : changed(
          random.pick(changeShapes),
          { mtu: 1420, enabled: true },
          { mtu: random.int(1280, 1500), enabled: false },
        )
  }
  if (action === 'assign' || action === 'unassign')
    return { role: random.pick(['operator', 'auditor']), user: random.pick(people).email }
  if (action === 'create' && resourceType === 'WireGuard')
    return {
      publicKey: random.hex(16),
      privateKey: '[REDACTED]',
      presharedKey: '[REDACTED]',
      endpoint: `198.51.100.${random.int(1, 60)}:51820`,
    }
  if (action === 'create' && resourceType === 'User')
    return { email: `guest${random.int(1, 90)}@example.net`, password: '[REDACTED]' }
  if (action === 'export') return { format: 'csv', rows: random.int(10, 9000) }
  if (action === 'sync')
    return { pushed: random.int(0, 40), drift: random.chance(0.3), log: random.chance(0.1) ? hostile.controls : 'ok' }
  return { requestedBy: 'console', apiToken: '[REDACTED]' }
}

function assumed(random: Random): EdgeEvent[] {
  const start = at('2026-05-14T15:04:00Z')
  const tenant = tenants[1]
  const acl = { resourceType: 'ACL', resourceId: 'acl_00c0ffee0001', resourceName: 'clinic-east default', tenant }
  const user = { resourceType: 'User', resourceId: 'use_all', resourceName: 'users of Blue Pine Clinics', tenant }
  const assumedBy = { id: leila.id, email: leila.email }
  const event = (minutes: number, action: string, segment: string, base: typeof acl, details: State): EdgeEvent => ({
    ...eventOf(random, start + minutes * MINUTE_MS, alex, action, segment, base),
    status: 'Success',
    statusCode: 200,
    ip: leila.ip,
    details: { ...details, assumedBy },
  })
  const rules = { before: [{ from: '10.0.0.0/8', allow: true }], after: [{ from: '0.0.0.0/0', allow: true }] }
  return [
    event(0, 'update', 'acls', acl, changed('before-after', { rules: rules.before }, { rules: rules.after })),
    event(2, 'sync', 'acls', acl, { pushed: 14, drift: false }),
    event(7, 'export', 'users', user, { format: 'csv', rows: 812 }),
    // The short form: only the administrator's address.
    {
      ...event(31, 'update', 'acls', acl, changed('before-after', { rules: rules.after }, { rules: rules.before })),
      details: { assumedBy: tomas.email, reason: 'rollback' },
    },
  ]
}

/** One object per line, keys in camelCase, the user an object. */
export function edgeNdjson(events: readonly EdgeEvent[]): string {
  const line = ({ id, time, tenant, user, ip, ...rest }: EdgeEvent) => {
    const { action, resourceType, resourceId, resourceName, status, method, path, statusCode, details } = rest
    const who = { id: user.id, email: user.email, displayName: user.name }
    const what = { action, resourceType, resourceId, resourceName, status, ipAddress: ip, method, path, statusCode }
    return JSON.stringify({
      id,
      timestamp: isoSeconds(time),
      tenantId: tenant.id,
      tenantName: tenant.name,
      user: who,
      ...what,
      details,
    })
  }
  return events.map((event) => `${line(event)}\n`).join('')
}

const csvHeader = [
  'Timestamp',
  'User',
  'Action',
  'Resource Type',
  'Resource ID',
  'Resource Name',
  'Status',
  'IP Address',
  'Tenant',
  'Method',
  'Path',
  'Status Code',
  'Details',
]

/** The member of `activity-log-YYYY-MM-DD.zip` (E6): comma, LF, byte order mark. */
export function edgeCsv(events: readonly EdgeEvent[]): string {
  const rows = events.map((event) => [
    tableTime(event.time),
    event.user.email,
    event.action,
    event.resourceType,
    event.resourceId,
    event.resourceName,
    event.status,
    event.ip,
    event.tenant.name,
    event.method,
    event.path,
    event.statusCode,
    event.details,
  ])
  return csvText(csvHeader, rows, { delimiter: ',', lineEnd: '\n', bom: true, quotes: 'needed' })
}
