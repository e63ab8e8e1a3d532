/** Api entry for sessions: recorded ones and those that follow from events. */
import { fail } from '../../../shared/failure.ts'
import { clockOf, type OpenCase } from '../openCase.ts'
import { RecordedSessions } from '../sessions/recordedSessions.ts'
import { type KnownSessions, knownSessions, sessionList } from '../sessions/sessionList.ts'
import { sessionNumbers } from '../sessions/sessionNumbers.ts'
import { sessionInfos } from '../sessions/sessionsPage.ts'
import type { ColumnStore } from '../store/index.ts'
import type { Handlers } from './context.ts'

/** Sessions of a page at most. */
const MAX_PAGE = 1_000

export const sessionHandlers: Handlers<'sessions.list'> = {
  async 'sessions.list'(request, { openCase, signal }) {
    const { offset, limit, search = '', liveAtMicros = null } = request
    if (![offset, limit].every((count) => Number.isSafeInteger(count) && count >= 0))
      fail({ code: 'usage/bad-argument', message: 'Offset and limit are whole numbers from 0' })
    if (liveAtMicros !== null && !Number.isFinite(liveAtMicros))
      fail({ code: 'usage/bad-argument', message: 'The instant is a number of microseconds' })
    const file = openCase(request.case)
    const clock = clockOf(request)
    const rows = await file.rows({ ...request, ...clock }, signal)
    const known = await knownOf(file)
    const list = await sessionList(file, known, rows, { search: search.trim(), liveAtMicros }, clock, signal)
    const page = list.keys.subarray(offset, offset + Math.min(limit, MAX_PAGE))
    return {
      total: list.keys.length,
      recorded: list.recorded,
      derived: list.keys.length - list.recorded,
      sessions: sessionInfos(file, known, list, page),
    }
  },
}

/** What is known whatever is asked, per state of a case's events. */
const known = new WeakMap<ColumnStore, Promise<KnownSessions>>()

/** It is shared by all who ask, so it goes on when one of them no longer wants to know. */
function knownOf(file: OpenCase): Promise<KnownSessions> {
  const { store } = file.state()
  let found = known.get(store)
  if (found === undefined) {
    const { signal } = new AbortController()
    found = Promise.all([sessionNumbers(file.db, store, signal), RecordedSessions.read(file, signal)]).then(
      ([numbers, recorded]) => knownSessions(numbers, recorded),
    )
    known.set(store, found)
    found.catch(() => known.delete(store))
  }
  return found
}
