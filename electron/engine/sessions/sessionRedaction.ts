/**
 * Sessions on their way out of the house. A session is told of by values of many events, so what the rules of a profile mean
 * in any of them, or in the session's own record, is taken out of all that is told of it.
 */
import type { SessionInfo } from '../../../shared/api/index.ts'
import { exhibits } from '../case/index.ts'
import { payloadText, readerFor } from '../caseColumns.ts'
import { cellReader, type EventRedactor, type ExportRedactor } from '../evidence/index.ts'
import { namedByRules } from '../exporting/exportCells.ts'
import { storedProfile } from '../ingest/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { SessionParts } from './sessionsPage.ts'

/** Fields whose values are told of sessions. */
const TOLD = ['sessionId', 'actor', 'tenant', 'ip', 'userAgent', 'action', 'status']

/** Events looked through before others may have their turn. */
const EVENTS_PER_BREATH = 256

export type RedactSession = (session: SessionInfo, parts: SessionParts) => Promise<SessionInfo>

/**
 * Redacts sessions, each with all that belongs to it. Rejects with the signal's reason. Of a session with more values to be
 * redacted than can be known nothing is told but times and counts; the report counts it as withheld.
 */
export function sessionRedactor(file: OpenCase, redactor: ExportRedactor, signal: AbortSignal): RedactSession {
  const payloadOf = payloadText(file)
  // Of all exhibits, as a session may go across several.
  const secrets = exhibits(file.db).flatMap((exhibit) => storedProfile(file.db, exhibit).spec.secrets)
  const secretKeys = [...new Set(secrets)].sort()
  let looked = 0
  return async (session, { rows, own }) => {
    const columns = [...new Set([...TOLD, ...Object.values(own ?? {}).filter((column) => column !== null)])]
    const reader = readerFor(file, [...columns, ...namedByRules(file, columns, redactor)])
    const cellsOf = cellReader(reader.fields, reader.fields, payloadOf)
    const gathered = redactor.gather(secretKeys)
    for (const event of reader.rows(rows)) {
      gathered.add(reader.fields, cellsOf(event), payloadOf(event))
      if (++looked % EVENTS_PER_BREATH > 0) continue
      await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
    }
    return given(session, own, gathered.redactor())
  }
}

function given(session: SessionInfo, own: SessionParts['own'], redactor: EventRedactor): SessionInfo {
  const value = (column: string, text: string | null) => (text === null ? null : redactor.value(column, text))
  const values = (column: string, texts: readonly string[]) => [
    ...new Set(texts.map((text) => redactor.value(column, text)).filter((text) => text !== null)),
  ]
  return {
    ...session,
    id: value('sessionId', session.id) ?? '',
    status: value('status', session.status),
    actor: value('actor', session.actor),
    displayName: value(own?.displayName ?? 'displayName', session.displayName),
    tenant: value('tenant', session.tenant),
    addresses: values('ip', session.addresses),
    userAgents: values('userAgent', session.userAgents),
    lastActivityAt: value(own?.lastActivity ?? 'lastActivityAt', session.lastActivityAt),
    expiresAt: value(own?.expires ?? 'expiresAt', session.expiresAt),
    actions: session.actions.map((action) => ({ ...action, value: redactor.value('action', action.value) ?? '' })),
    // As the records write times; no part of what is exported.
    asLogged: {},
  }
}
