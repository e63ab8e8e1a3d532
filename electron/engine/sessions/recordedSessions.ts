/** The sessions that exports record: events of exhibits whose profile says that each record is a session. */
import { parseTime } from '../../../shared/time/index.ts'
import { exhibits } from '../case/index.ts'
import { type SessionsSource, storedProfile } from '../ingest/index.ts'
import type { OpenCase } from '../openCase.ts'
import { EventReader, Pause } from '../query/index.ts'
import { type Rows, uniteRows } from '../store/index.ts'

/** How a session stood when it was exported. */
export type SessionState = 'active' | 'expired' | 'revoked' | 'other'

const STATES: readonly SessionState[] = ['other', 'active', 'expired', 'revoked']

/** Events read at a time. */
const PAGE_EVENTS = 4_096

/** What the records of an exhibit say, and in which columns. */
interface RecordedExhibit extends SessionsSource {
  readonly start: number
  readonly end: number
  /** Of times without one. */
  readonly zone: string
}

/** Records of sessions, by place in `rows` (ascending). Times in microseconds, NaN where unknown. */
export class RecordedSessions {
  /** All of them, for the algebra of rows. */
  readonly all: Rows
  readonly rows: Uint32Array
  /** Columns of display names. */
  readonly nameColumns: readonly string[]
  private readonly exhibits: readonly RecordedExhibit[]
  private readonly lastActivities: Float64Array
  private readonly expiries: Float64Array
  private readonly states: Uint8Array

  private constructor(found: readonly RecordedExhibit[]) {
    this.exhibits = found
    const count = found.reduce((sum, { start, end }) => sum + end - start, 0)
    this.rows = new Uint32Array(count)
    this.lastActivities = new Float64Array(count).fill(Number.NaN)
    this.expiries = new Float64Array(count).fill(Number.NaN)
    this.states = new Uint8Array(count)
    this.nameColumns = [...new Set(found.flatMap(({ displayName }) => displayName ?? []))]
    let all: Rows = new Uint32Array(0)
    for (const { start, end } of found) all = uniteRows(all, { start, end })
    this.all = all
  }

  /** Reads them from the case. Rejects with the signal's reason. */
  static async read(file: OpenCase, signal: AbortSignal): Promise<RecordedSessions> {
    const recorded = new RecordedSessions(recordedExhibits(file))
    const pause = new Pause(signal)
    let place = 0
    for (const exhibit of recorded.exhibits) {
      const columns = ['status', exhibit.lastActivity, exhibit.expires].map((name) => name ?? 'status')
      const reader = new EventReader(file.db, file.state().store, columns)
      for (let start = exhibit.start; start < exhibit.end; start += PAGE_EVENTS) {
        const length = Math.min(PAGE_EVENTS, exhibit.end - start)
        for (const event of reader.rows(Array.from({ length }, (_, i) => start + i))) {
          const [status, lastActivity, expires] = event.values
          recorded.rows[place] = event.id - 1
          if (exhibit.lastActivity !== null) recorded.lastActivities[place] = micros(lastActivity, exhibit.zone)
          if (exhibit.expires !== null) recorded.expiries[place] = micros(expires, exhibit.zone)
          recorded.states[place++] = STATES.indexOf(stateOf(status))
        }
        await pause.maybe()
      }
    }
    return recorded
  }

  get count(): number {
    return this.rows.length
  }

  lastActivity(place: number): number {
    return this.lastActivities[place]
  }

  expires(place: number): number {
    return this.expiries[place]
  }

  state(place: number): SessionState {
    return STATES[this.states[place]]
  }

  /** Columns of a record that say more about its session than every event does; null where its profile has none. */
  columnsOf(place: number): SessionsSource {
    const row = this.rows[place]
    const exhibit = this.exhibits.find(({ start, end }) => row >= start && row < end)
    return {
      displayName: exhibit?.displayName ?? null,
      lastActivity: exhibit?.lastActivity ?? null,
      expires: exhibit?.expires ?? null,
    }
  }
}

function recordedExhibits(file: OpenCase): RecordedExhibit[] {
  return exhibits(file.db).flatMap((exhibit) => {
    const { spec } = storedProfile(file.db, exhibit)
    const sessions = spec.sessions ?? null
    if (sessions === null || exhibit.eventCount === 0) return []
    const start = exhibit.firstEventId - 1
    const zone = spec.time[0]?.zone ?? exhibit.timezone
    return [{ ...sessions, start, end: start + exhibit.eventCount, zone }]
  })
}

/** The exports' words: active, expired, revoked, whatever their case; a few that say the same. */
function stateOf(status: string | null): SessionState {
  const word = (status ?? '').trim().toLowerCase()
  if (/^(?:active|live|open|valid)$/.test(word)) return 'active'
  if (/^(?:expired|timed[ _-]?out|inactive)$/.test(word)) return 'expired'
  if (/^(?:revoked|terminated|closed|ended|signed[ _-]?out|logged[ _-]?out)$/.test(word)) return 'revoked'
  return 'other'
}

function micros(text: string | null, zone: string): number {
  return (text === null ? null : parseTime(text, 'auto', zone))?.micros ?? Number.NaN
}
