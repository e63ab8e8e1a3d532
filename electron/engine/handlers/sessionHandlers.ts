/** Api entries for sessions: recorded ones and those that follow from events. */
import { resolve } from 'node:path'
import type { SessionInfo, SessionsRequest } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import { CsvWriter, exportRows, openOutput, reportingWriter } from '../evidence/index.ts'
import { askedText } from '../exporting/aboutExport.ts'
import { openRedaction } from '../exporting/exportRedaction.ts'
import { clockOf, type OpenCase } from '../openCase.ts'
import { RecordedSessions } from '../sessions/recordedSessions.ts'
import { sessionCells, sessionColumns } from '../sessions/sessionCells.ts'
import { type KnownSessions, knownSessions, type SessionList, sessionList } from '../sessions/sessionList.ts'
import { sessionNumbers } from '../sessions/sessionNumbers.ts'
import { sessionRedactor } from '../sessions/sessionRedaction.ts'
import { sessionInfos, type SessionParts, sessionParts } from '../sessions/sessionsPage.ts'
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
    const redaction =
      request.redaction === undefined ? null : await openRedaction(file, request.redaction, version, signal)
    const redactor = redaction?.redactor ?? null
    const redact = redactor === null ? null : sessionRedactor(file, redactor, signal)
    const output = await openOutput(out, overwrite, format === 'zip' ? NAME_IN_ZIP : null)
    const writer = new CsvWriter(sessionColumns, { formulaGuard: true, delimiter: 'comma', bom: false, output })
    const written = await exportRows(
      {
        out,
        output,
        writer: redactor === null ? writer : reportingWriter(writer, output, redactor),
        rows: sessionRows(file, known, list, redact !== null),
        async write(_, { session, parts }) {
          await writer.row(sessionCells(redact === null ? session : await redact(session, parts)))
        },
        expected: list.keys.length,
      },
      signal,
      (done) => onProgress({ label: request.name ?? request.out, done, total: list.keys.length, unit: 'rows' }),
    )
    const leftOut = await file.leftOut(request, signal)
    const report = {
      out,
      format,
      ...written,
      leftOut,
      ...(redactor === null ? {} : { redaction: redactor.report() }),
      seconds: (performance.now() - startedAt) / 1000,
    }
    const facts = {
      ...exportFacts(asked, askedText(file, request), report, version),
      ...(request.search === undefined ? {} : { search: request.search }),
      liveAt: isoText(request.liveAtMicros ?? null),
    }
    const entry = await custody.enter(file.path, 'sessions.export', facts)
    return { ...report, recorded: entry !== null, custody: entry }
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

interface SessionRow {
  readonly session: SessionInfo
  readonly parts: SessionParts
}

/** The sessions listed; what belongs to them is looked up only where it is asked for, else it is empty. */
function* sessionRows(
  file: OpenCase,
  known: KnownSessions,
  list: SessionList,
  withParts: boolean,
): Generator<SessionRow> {
  for (let at = 0; at < list.keys.length; at += EXPORT_PAGE) {
    const keys = list.keys.subarray(at, at + EXPORT_PAGE)
    const parts = withParts ? sessionParts(known, list, keys) : []
    for (const [i, session] of sessionInfos(file, known, list, keys).entries())
      yield { session, parts: parts[i] ?? { rows: [], own: null } }
  }
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
