/** Sessions: those the exports record, and those that follow from events with the same session id. */
import type { Question } from './question.ts'

export interface SessionsRequest extends Question {
  /** Part of an actor, address, agent or id, ignoring case. */
  readonly search?: string
  /** Only sessions that were live then; microseconds since 1970 UTC. */
  readonly liveAtMicros?: number
  readonly offset: number
  readonly limit: number
}

/** The sessions of a question as CSV, all of them; the columns are those of `SessionInfo`. */
export interface SessionsExportRequest extends Omit<SessionsRequest, 'offset' | 'limit'> {
  /** Path to write; must not exist unless `overwrite`. */
  readonly out: string
  readonly overwrite?: boolean
  /** `zip`: the CSV in a ZIP; left out: CSV. */
  readonly format?: 'csv' | 'zip'
  /** What the export is called in the list of exports; no part of the file. */
  readonly name?: string
  /** Id of a redaction profile that comes with Vouch, or the path of one; left out: nothing is redacted. */
  readonly redaction?: string
}

export type SessionTime = 'firstSeen' | 'lastSeen' | 'createdAt' | 'lastActivityAt' | 'expiresAt'

/** Times are ISO 8601 UTC. */
export interface SessionInfo {
  readonly id: string
  /** `recorded`: the export has a record of the session; `derived`: put together from events. */
  readonly origin: 'recorded' | 'derived'
  readonly actor: string | null
  readonly displayName: string | null
  readonly tenant: string | null
  readonly addresses: readonly string[]
  readonly userAgents: readonly string[]
  /** First and last event seen; null where only the session's record is there. */
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  /** As recorded; null for derived sessions. */
  readonly createdAt: string | null
  readonly lastActivityAt: string | null
  readonly expiresAt: string | null
  readonly status: string | null
  /** The times above as the records write them; of first and last, as the events do. */
  readonly asLogged: { readonly [K in SessionTime]?: string }
  /** Events with this session id, the session's own record not counted. */
  readonly events: number
  /** The most frequent actions. */
  readonly actions: readonly { readonly value: string; readonly count: number }[]
  /** Number of the event that is the session's record; null for derived ones. */
  readonly recordEvent: number | null
}

export interface SessionsPage {
  readonly total: number
  readonly recorded: number
  readonly derived: number
  readonly sessions: readonly SessionInfo[]
}
