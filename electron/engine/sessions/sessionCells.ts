/** Sessions as rows of a table: who to talk to, which sessions to revoke. */
import type { SessionInfo } from '../../../shared/api/index.ts'

/** Names of the cells, in order; lists are joined with `; `. */
export const sessionColumns: readonly Exclude<keyof SessionInfo, 'asLogged'>[] = [
  'id',
  'origin',
  'status',
  'actor',
  'displayName',
  'tenant',
  'createdAt',
  'firstSeen',
  'lastSeen',
  'lastActivityAt',
  'expiresAt',
  'addresses',
  'userAgents',
  'events',
  'actions',
  'recordEvent',
]

/** The cells of a session, as {@link sessionColumns} names them. */
export function sessionCells(session: SessionInfo): (string | null)[] {
  return sessionColumns.map((column) => cell(session[column]))
}

function cell(value: SessionInfo[(typeof sessionColumns)[number]]): string | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return value.map((part) => (typeof part === 'string' ? part : `${part.value} ${part.count}`)).join('; ')
}
