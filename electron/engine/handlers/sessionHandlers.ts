/** Api entries for sessions: recorded ones and those that follow from events. */
import { resolve } from 'node:path'
import type { SessionsRequest } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import { CsvWriter, exportRows, openOutput } from '../evidence/index.ts'
import { askedText } from '../exporting/aboutExport.ts'
import { clockOf, type OpenCase } from '../openCase.ts'
import { RecordedSessions } from '../sessions/recordedSessions.ts'
import { sessionCells, sessionColumns } from '../sessions/sessionCells.ts'
import { type KnownSessions, knownSessions, type SessionList, sessionList } from '../sessions/sessionList.ts'
import { sessionNumbers } from '../sessions/sessionNumbers.ts'
import { sessionInfos } from '../sessions/sessionsPage.ts'
import type { ColumnStore } from '../store/index.ts'
import type { Handlers } from './context.ts'
import { exportFacts } from './custodyFacts.ts'

/** Sessions of a page at most. */
const MAX_PAGE = 1_000

/** What the file in a ZIP is called: always so, as the same sessions give the same bytes. */
const NAME_IN_ZIP = 'sessions.csv'

/** Sessions looked at closely at once while they are exported. */
const EXPORT_PAGE = 512

export const sessionHandlers: Handlers<'sessions.list' | 'sessions.export'> = {
  async 'sessions.list'(request, { openCase, signal }) {
    const { offset, limit } = request
    if (![offset, limit].every((count) => Number.isSafeInteger(count) && count >= 0))
      fail({ code: 'usage/bad-argument', message: 'Offset and limit are whole numbers from 0' })
    const file = openCase(request.case)
    const { known, list } = await found(file, request, signal)
    const page = list.keys.subarray(offset, offset + Math.min(limit, MAX_PAGE))
    return {
      total: list.keys.length,
      recorded: list.recorded,
      derived: list.keys.length - list.recorded,
      sessions: sessionInfos(file, known, list, page),
    }
  },

  async 'sessions.export'(asked, { version, openCase, custody, signal, onProgress }) {
    const startedAt = performance.now()
    // What “now” means is the same for the sessions and for what the custody log says about them.
    const request = { ...asked, ...clockOf(asked) }
    const file = openCase(request.case)
    const { known, list } = await found(file, request, signal)
    const out = resolve(request.out)
    const { format = 'csv', overwrite = false } = request
    const output = await openOutput(out, overwrite, format === 'zip' ? NAME_IN_ZIP : null)
    const writer = new CsvWriter(sessionColumns, { formulaGuard: true, delimiter: 'comma', bom: false, output })
    const written = await exportRows(
      {
        out,
        output,
        writer,
        rows: sessionRows(file, known, list),
        write: (_, cells) => writer.row(cells),
        expected: list.keys.length,
      },
      signal,
      (done) => onProgress({ label: request.name ?? request.out, done, total: list.keys.length, unit: 'rows' }),
    )
    const leftOut = await file.leftOut(request, signal)
    const report = { out, format, ...written, leftOut, seconds: (performance.now() - startedAt) / 1000 }
    const facts = {
      ...exportFacts(asked, askedText(file, request), report, version),
      liveAt: isoText(request.liveAtMicros ?? null),
    }
    return { ...report, recorded: await custody.enter(file.path, 'sessions.export', facts) }
  },
}

/** The sessions that answer a request. Fails with `usage/bad-argument`, `query/*`. */
async function found(
  file: OpenCase,
  request: Omit<SessionsRequest, 'offset' | 'limit'>,
  signal: AbortSignal,
): Promise<{ readonly known: KnownSessions; readonly list: SessionList }> {
  const { search = '', liveAtMicros = null } = request
  if (liveAtMicros !== null && !Number.isFinite(liveAtMicros))
    fail({ code: 'usage/bad-argument', message: 'The instant is a number of microseconds' })
  const clock = clockOf(request)
  const rows = await file.rows({ ...request, ...clock }, signal)
  const known = await knownOf(file)
  return { known, list: await sessionList(file, known, rows, { search: search.trim(), liveAtMicros }, clock, signal) }
}

function* sessionRows(file: OpenCase, known: KnownSessions, list: SessionList): Generator<(string | null)[]> {
  for (let at = 0; at < list.keys.length; at += EXPORT_PAGE)
    for (const session of sessionInfos(file, known, list, list.keys.subarray(at, at + EXPORT_PAGE)))
      yield sessionCells(session)
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
