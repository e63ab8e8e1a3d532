/**
 * The sessions of an answer: those with a record or an event among its rows. Gathered in arrays by session number, in one pass over
 * the rows, whatever the number of sessions; only those of the page asked for are looked at closely.
 */
import type { Filter } from '../../../shared/filter.ts'
import type { OpenCase } from '../openCase.ts'
import { type Clock, rowsByTime } from '../query/index.ts'
import { hasRow, isSpan, type RowPart, type Rows, rowParts, subtractRows, uniteRows } from '../store/index.ts'
import type { RecordedSessions } from './recordedSessions.ts'
import type { SessionNumbers } from './sessionNumbers.ts'

/** What is known about the sessions of a case, whatever is asked. */
export interface KnownSessions {
  readonly numbers: SessionNumbers
  readonly recorded: RecordedSessions
  /** Place of each numbered session's record, plus 1; 0 for none. Of several records the last one in the case. */
  readonly recordOf: Uint32Array
  /** Places of records without a session id: each is a session of its own. */
  readonly nameless: Uint32Array
}

/**
 * Sessions by key: 1 … numbers.count - 1 are numbered ones, those from `numbers.count` on the nameless records. Times are in
 * microseconds; firstSeen is infinite and lastSeen minus infinite where no event has a time.
 */
export interface SessionList {
  /** Keys, the one with the latest sign of life first. */
  readonly keys: Uint32Array
  readonly recorded: number
  /** Rows of events, session records left out. */
  readonly events: Rows
  readonly counts: Uint32Array
  readonly firstSeen: Float64Array
  readonly lastSeen: Float64Array
}

/** Knows the sessions of a case. */
export function knownSessions(numbers: SessionNumbers, recorded: RecordedSessions): KnownSessions {
  const recordOf = new Uint32Array(numbers.count)
  const nameless: number[] = []
  for (let place = 0; place < recorded.count; place++) {
    const number = numbers.ofRow[recorded.rows[place]]
    if (number === 0) nameless.push(place)
    else recordOf[number] = place + 1
  }
  return { numbers, recorded, recordOf, nameless: Uint32Array.from(nameless) }
}

/** Place of a session's record; null for derived ones. */
export function recordPlace({ numbers, recordOf, nameless }: KnownSessions, key: number): number | null {
  if (key >= numbers.count) return nameless[key - numbers.count]
  return recordOf[key] === 0 ? null : recordOf[key] - 1
}

/** The sessions of `rows`, narrowed by `search` and to those live at an instant. */
export async function sessionList(
  file: OpenCase,
  known: KnownSessions,
  rows: Rows,
  asked: { readonly search: string; readonly liveAtMicros: number | null },
  clock: Clock,
  signal: AbortSignal,
): Promise<SessionList> {
  const { numbers, recorded, nameless } = known
  const size = numbers.count + nameless.length
  const times = file.state().store.times()
  const events = subtractRows(rows, recorded.all)
  const seen = seenSessions(times, numbers, events)
  const isListed = new Uint8Array(size)
  for (let number = 1; number < numbers.count; number++) if (seen.counts[number] > 0) isListed[number] = 1
  for (let place = 0; place < recorded.count; place++) {
    const number = numbers.ofRow[recorded.rows[place]]
    if (number > 0 && hasRow(rows, recorded.rows[place])) isListed[number] = 1
  }
  nameless.forEach((place, i) => {
    if (hasRow(rows, recorded.rows[place])) isListed[numbers.count + i] = 1
  })
  if (asked.search !== '') await narrow(file, known, rows, asked.search, isListed, clock, signal)
  const at = asked.liveAtMicros
  const keys: number[] = []
  let recordedCount = 0
  for (let key = 1; key < size; key++) {
    if (isListed[key] === 0 || (at !== null && !isLive(times, known, seen, key, at))) continue
    keys.push(key)
    if (recordPlace(known, key) !== null) recordedCount++
  }
  return {
    ...seen,
    events,
    keys: latestFirst(times, known, seen, Uint32Array.from(keys), size),
    recorded: recordedCount,
  }
}

type Seen = Pick<SessionList, 'counts' | 'firstSeen' | 'lastSeen'>

function seenSessions(times: Float64Array, { count, ofRow }: SessionNumbers, events: Rows): Seen {
  const counts = new Uint32Array(count)
  const firstSeen = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  const lastSeen = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  const see = (row: number): void => {
    const number = ofRow[row]
    const time = times[row]
    counts[number]++
    if (time < firstSeen[number]) firstSeen[number] = time
    if (time > lastSeen[number]) lastSeen[number] = time
  }
  for (const part of rowParts(events)) eachRow(part, see)
  return { counts, firstSeen, lastSeen }
}

/** Unlists the sessions none of whose rows has the text in who, where, with what or which session. */
async function narrow(
  file: OpenCase,
  { numbers, recorded, nameless }: KnownSessions,
  rows: Rows,
  search: string,
  isListed: Uint8Array,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const pattern = `*${search.replace(/[*?\\]/g, '\\$&')}*`
  const fields = ['actor', 'ip', 'userAgent', 'sessionId', ...recorded.nameColumns]
  const filter: Filter = { kind: 'or', of: fields.map((field) => ({ kind: 'like', field, pattern })) }
  const all = uniteRows(rows, recorded.all)
  const isFound = new Uint8Array(isListed.length)
  const keyOfNameless = new Map(Array.from(nameless, (place, i) => [recorded.rows[place], numbers.count + i]))
  const find = (row: number): void => {
    const number = numbers.ofRow[row]
    const key = number === 0 ? keyOfNameless.get(row) : number
    if (key !== undefined) isFound[key] = 1
  }
  for (const part of rowParts(await file.state().evaluator.among(filter, all, clock, signal))) eachRow(part, find)
  for (let key = 0; key < isListed.length; key++) isListed[key] &= isFound[key]
}

/**
 * Whether a session was live at an instant. A derived one: from its first to its last event. A recorded one: from its start until
 * it expired, as recorded; revoked ones until they were last active or seen, as exports do not say when they were revoked; of
 * expired ones whose expiry is not recorded the same. Ends that nothing tells of do not end it.
 */
function isLive(times: Float64Array, known: KnownSessions, seen: Seen, key: number, at: number): boolean {
  const isNumbered = key < known.numbers.count
  const first = isNumbered ? seen.firstSeen[key] : Number.POSITIVE_INFINITY
  const last = isNumbered ? seen.lastSeen[key] : Number.NEGATIVE_INFINITY
  const place = recordPlace(known, key)
  if (place === null) return first <= at && at <= last
  const { recorded } = known
  const activity = Math.max(last, orElse(recorded.lastActivity(place), Number.NEGATIVE_INFINITY))
  const start = orElse(times[recorded.rows[place]], Math.min(first, activity))
  const expires = orElse(recorded.expires(place), Number.POSITIVE_INFINITY)
  if (!(start <= at && at < expires)) return false
  const state = recorded.state(place)
  const endsWithActivity = state === 'revoked' || (state === 'expired' && expires === Number.POSITIVE_INFINITY)
  return !endsWithActivity || activity === Number.NEGATIVE_INFINITY || at <= activity
}

function latestFirst(
  times: Float64Array,
  known: KnownSessions,
  seen: Seen,
  keys: Uint32Array,
  size: number,
): Uint32Array {
  const signs = new Float64Array(size)
  let least = Number.POSITIVE_INFINITY
  for (const key of keys) {
    const place = recordPlace(known, key)
    let sign = key < known.numbers.count ? seen.lastSeen[key] : Number.NEGATIVE_INFINITY
    if (place !== null) {
      for (const time of [known.recorded.lastActivity(place), times[known.recorded.rows[place]]])
        if (time > sign) sign = time
    }
    signs[key] = sign
    if (sign > Number.NEGATIVE_INFINITY && sign < least) least = sign
  }
  const none = least === Number.POSITIVE_INFINITY ? 0 : least - 1
  for (const key of keys) if (signs[key] === Number.NEGATIVE_INFINITY) signs[key] = none
  return rowsByTime(keys, signs).slice().reverse()
}

function orElse(time: number, other: number): number {
  return Number.isNaN(time) ? other : time
}

function eachRow(rows: RowPart, visit: (row: number) => void): void {
  if (isSpan(rows)) for (let row = rows.start; row < rows.end; row++) visit(row)
  else for (let i = 0; i < rows.length; i++) visit(rows[i])
}
