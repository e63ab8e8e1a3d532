/**
 * System E: the sessions (E7). A wrapper `{"sessions": […]}` and a tab-separated table with the same rows.
 *
 * Story (E8): at 2026-05-14T15:10:00Z, while somebody works as Alex, two sessions of Leila's account are live, one of
 * them from an address nobody knows.
 */
import { at, HOUR_MS, isoSeconds, MINUTE_MS, someTime } from './clock.ts'
import { csvText } from './csv.ts'
import * as hostile from './hostile.ts'
import { addressOf, alex, leila, people, type Person, strangerIp } from './people.ts'
import { type Random, randomFrom } from './random.ts'

export interface EdgeSession {
  readonly id: string
  readonly userEmail: string
  readonly displayName: string
  readonly ipAddress: string
  readonly userAgent: string
  readonly tenant: string
  readonly createdAt: string
  readonly lastActivityAt: string
  readonly expiresAt: string
  readonly status: 'Active' | 'Expired' | 'Revoked'
}

const firstDay = at('2026-05-01T00:00:00Z')
/** When the export was made: what has not ended by then is Active. */
const exportedAt = at('2026-05-29T12:00:00Z')
const header = [
  'Session ID',
  'User Email',
  'Display Name',
  'IP Address',
  'User Agent',
  'Tenant',
  'Created At',
  'Last Activity At',
  'Expires At',
  'Status',
]

/** 210 sessions and more, newest first. */
export function edgeSessions(): EdgeSession[] {
  const random = randomFrom(0xe5)
  const found: EdgeSession[] = []
  for (let index = 0; index < 210; index += 1) found.push(someSession(random, index))
  const start = at('2026-05-14T14:58:20Z')
  found.push(session(random, leila, start, 40 * MINUTE_MS, 8, false))
  found.push({
    ...session(random, leila, start + 5 * MINUTE_MS, 50 * MINUTE_MS, 8, true),
    ipAddress: strangerIp,
    userAgent: 'curl/8.14.1',
  })
  found.push(session(random, alex, start - 30 * MINUTE_MS, 3 * HOUR_MS, 8, false))
  return found.sort((one, other) => (one.createdAt < other.createdAt ? 1 : one.createdAt > other.createdAt ? -1 : 0))
}

function someSession(random: Random, index: number): EdgeSession {
  const who = random.pick(people)
  const created = someTime(random, firstDay, 28)
  const made = session(
    random,
    who,
    created,
    random.int(1, 600) * MINUTE_MS,
    random.pick([8, 12, 72]),
    random.chance(0.12),
  )
  if (index === 0) return { ...made, userAgent: hostile.script }
  if (index === 1) return { ...made, displayName: hostile.formulas[0] }
  if (index === 2) return { ...made, displayName: hostile.rightToLeft }
  if (index === 3) return { ...made, userAgent: hostile.longText(2500) }
  return index === 4 ? { ...made, displayName: hostile.emoji } : made
}

function session(
  random: Random,
  who: Person,
  created: number,
  usedMs: number,
  hours: number,
  isRevoked: boolean,
): EdgeSession {
  const expires = created + hours * HOUR_MS
  const lastActivity = Math.min(created + usedMs, expires, exportedAt)
  return {
    id: `ses_${random.hex(20)}`,
    userEmail: who.email,
    displayName: who.name,
    ipAddress: addressOf(random, who),
    userAgent: who.agent,
    tenant: random.pick(['Nordhafen Logistik', 'Blue Pine Clinics', "O'Dell & Daughters"]),
    createdAt: isoSeconds(created),
    lastActivityAt: isoSeconds(lastActivity),
    expiresAt: isoSeconds(expires),
    status: isRevoked ? 'Revoked' : expires > exportedAt ? 'Active' : 'Expired',
  }
}

/** `{"sessions": […], "count": n}`, compact. */
export function edgeSessionsJson(sessions: readonly EdgeSession[]): string {
  return `${JSON.stringify({ sessions, count: sessions.length })}\n`
}

/** The same rows: tabs, CRLF, no byte order mark. */
export function edgeSessionsCsv(sessions: readonly EdgeSession[]): string {
  const rows = sessions.map((one) => [
    one.id,
    one.userEmail,
    one.displayName,
    one.ipAddress,
    one.userAgent,
    one.tenant,
    one.createdAt,
    one.lastActivityAt,
    one.expiresAt,
    one.status,
  ])
  return csvText(header, rows, { delimiter: '\t', lineEnd: '\r\n', bom: false, quotes: 'needed' })
}
