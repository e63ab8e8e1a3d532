/** A page of the list of sessions: who, from where, with what, and what they did most. */
import type { SessionsSource } from '../ingest/index.ts'
import type { SessionInfo, SessionTime } from '../../../shared/api/index.ts'
import { isoText } from '../../../shared/time/index.ts'
import type { OpenCase } from '../openCase.ts'
import { EventReader, type Facet } from '../query/index.ts'
import { isSpan, rowParts } from '../store/index.ts'
import { type KnownSessions, recordPlace, type SessionList } from './sessionList.ts'

/** Different addresses and agents told of a session, and actions. */
const MAX_PLACES = 20
const MAX_ACTIONS = 5

const COUNTED = ['actor', 'ip', 'userAgent', 'action', 'tenant']

/** The sessions with these keys, in that order. */
export function sessionInfos(
  file: OpenCase,
  known: KnownSessions,
  list: SessionList,
  keys: Uint32Array,
): SessionInfo[] {
  const rowsOf = eventRows(known, list, keys)
  const { facets } = file.state()
  const seenAsLogged = endsAsLogged(file, rowsOf)
  return Array.from(keys, (key, i) => {
    const [actors, addresses, agents, actions, tenants] = facets.facets(COUNTED, rowsOf[i], MAX_PLACES)
    const place = recordPlace(known, key)
    const record = place === null ? null : recordInfo(file, known, place)
    const isNumbered = key < known.numbers.count
    return {
      id: isNumbered ? known.numbers.id(key) : `#${record?.recordEvent ?? ''}`,
      origin: record === null ? 'derived' : 'recorded',
      actor: record?.actor ?? first(actors),
      displayName: record?.displayName ?? null,
      tenant: record?.tenant ?? first(tenants),
      addresses: texts(record?.ip ?? null, addresses),
      userAgents: texts(record?.userAgent ?? null, agents),
      firstSeen: isNumbered ? finite(list.firstSeen[key]) : null,
      lastSeen: isNumbered ? finite(list.lastSeen[key]) : null,
      createdAt: record?.createdAt ?? null,
      lastActivityAt: record?.lastActivityAt ?? null,
      expiresAt: record?.expiresAt ?? null,
      status: record?.status ?? null,
      events: isNumbered ? list.counts[key] : 0,
      actions: actions.values.slice(0, MAX_ACTIONS),
      recordEvent: record?.recordEvent ?? null,
      asLogged: { ...record?.asLogged, ...seenAsLogged[i] },
    }
  })
}

/** What belongs to a session. */
export interface SessionParts {
  /** Rows of its events, and of its record. */
  readonly rows: readonly number[]
  /** The columns of its record that say more about it; null for a derived one. */
  readonly own: SessionsSource | null
}

/** What belongs to the sessions with these keys, in that order. */
export function sessionParts(known: KnownSessions, list: SessionList, keys: Uint32Array): SessionParts[] {
  const rowsOf = eventRows(known, list, keys)
  return Array.from(keys, (key, i) => {
    const place = recordPlace(known, key)
    if (place === null) return { rows: [...rowsOf[i]], own: null }
    return { rows: [...rowsOf[i], known.recorded.rows[place]], own: known.recorded.columnsOf(place) }
  })
}

/** Of each of the sessions, the times of its first and last event as these were written. */
function endsAsLogged(file: OpenCase, rowsOf: readonly Uint32Array[]): SessionInfo['asLogged'][] {
  const times = file.state().store.times()
  const ends = rowsOf.map((rows) => {
    let first = -1
    let last = -1
    for (const row of rows) {
      if (Number.isNaN(times[row])) continue
      if (first < 0 || times[row] < times[first]) first = row
      if (last < 0 || times[row] >= times[last]) last = row
    }
    return { first, last }
  })
  const wanted = [...new Set(ends.flatMap(({ first, last }) => (first < 0 ? [] : [first, last])))].sort((a, b) => a - b)
  const texts = new Map<number, string>()
  for (const { id, timeText } of new EventReader(file.db, file.state().store, []).rows(wanted))
    if (timeText !== null) texts.set(id - 1, timeText)
  return ends.map(({ first, last }) => written({ firstSeen: texts.get(first), lastSeen: texts.get(last) }))
}

/** Without the times that nobody wrote. */
function written(texts: { readonly [K in SessionTime]?: string | null }): SessionInfo['asLogged'] {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => typeof text === 'string'))
}

/** Rows of the events of each of the sessions, ascending. */
function eventRows({ numbers }: KnownSessions, { counts, events }: SessionList, keys: Uint32Array): Uint32Array[] {
  const placeOf = new Uint32Array(numbers.count)
  const rowsOf = Array.from(keys, (key, i) => {
    if (key < numbers.count) placeOf[key] = i + 1
    return new Uint32Array(key < numbers.count ? counts[key] : 0)
  })
  const next = new Uint32Array(keys.length)
  const take = (row: number): void => {
    const place = placeOf[numbers.ofRow[row]]
    if (place > 0) rowsOf[place - 1][next[place - 1]++] = row
  }
  if (rowsOf.every((rows) => rows.length === 0)) return rowsOf
  for (const part of rowParts(events)) {
    if (isSpan(part)) for (let row = part.start; row < part.end; row++) take(row)
    else for (let i = 0; i < part.length; i++) take(part[i])
  }
  return rowsOf
}

function recordInfo(file: OpenCase, { recorded }: KnownSessions, place: number) {
  const { displayName: nameColumn, lastActivity, expires } = recorded.columnsOf(place)
  const own = [nameColumn, lastActivity, expires]
  const row = recorded.rows[place]
  const reader = new EventReader(file.db, file.state().store, [
    'actor',
    'tenant',
    'ip',
    'userAgent',
    'status',
    // A column has to be named where there is none.
    ...own.map((name) => name ?? 'status'),
  ])
  const [event] = reader.rows([row])
  const [actor, tenant, ip, userAgent, status, ...others] = event?.values ?? []
  const [displayName, lastActivityText, expiresText] = own.map((name, i) => (name === null ? null : others[i]))
  return {
    actor,
    tenant,
    ip,
    userAgent,
    status,
    displayName,
    createdAt: finite(file.state().store.times()[row]),
    lastActivityAt: finite(recorded.lastActivity(place)),
    expiresAt: finite(recorded.expires(place)),
    recordEvent: row + 1,
    asLogged: written({ createdAt: event?.timeText, lastActivityAt: lastActivityText, expiresAt: expiresText }),
  }
}

function finite(micros: number): string | null {
  return Number.isFinite(micros) ? isoText(micros) : null
}

function first(facet: Facet): string | null {
  return facet.values[0]?.value ?? null
}

function texts(recorded: string | null, { values }: Facet): string[] {
  return [...new Set([...(recorded === null ? [] : [recorded]), ...values.map(({ value }) => value)])]
}
