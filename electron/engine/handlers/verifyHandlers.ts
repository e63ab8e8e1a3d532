/** Api entry that checks a case against itself and against its sources. */
import type { CustodyPlace, VerifyReport } from '../../../shared/api/index.ts'
import { type Failure, FailureError } from '../../../shared/failure.ts'
import { custodyPlaceFindings, type Exhibit, lastCustody } from '../case/index.ts'
import { hasDuplicates } from '../caseBeside.ts'
import { type EventMapper, verifyCase, verifySource } from '../evidence/index.ts'
import {
  duplicateCount,
  openSources,
  type Payload,
  preview,
  reasonToLeaveOut,
  type SourceMember,
  verifyDuplicates,
} from '../ingest/index.ts'
import type { OpenCase } from '../openCase.ts'
import { storedProfile } from '../ingest/index.ts'
import type { Handlers } from './context.ts'
import { verifyFacts } from './custodyFacts.ts'

export const verifyHandlers: Handlers<'case.verify'> = {
  async 'case.verify'({ case: path, against, custody: kept = [] }, { version, openCase, custody, signal, onProgress }) {
    const startedAt = performance.now()
    const file = openCase(path)
    const check = await verifyCase(
      file.db,
      (exhibit) => mapperOf(file, exhibit),
      signal,
      (done, total) => onProgress({ label: path, done, total, unit: 'bytes' }),
    )
    const findings = [...check.findings]
    for (const place of kept) findings.push(...custodyPlaceFindings(file.db, place))
    const knowsDuplicates = hasDuplicates(file.db)
    if (knowsDuplicates) findings.push(...(await verifyDuplicates(file.db, () => breath(signal))))
    let sources = 0
    for await (const item of openSources(against ?? [], { casePath: path }, signal)) {
      if (item.kind === 'skipped') continue
      const finding = item.kind === 'failure' ? item.failure : await sourceFinding(file, item, signal)
      if (finding === LEFT_OUT) continue
      if (finding !== null) findings.push(finding)
      sources++
    }
    const { records, events, bytes, custodyEntries: entries } = check
    const report: VerifyReport = {
      path: file.path,
      findings,
      checked: {
        exhibits: check.exhibits,
        records,
        events,
        duplicates: knowsDuplicates ? duplicateCount(file.db) : 0,
        bytes,
        custodyEntries: entries,
        sources,
      },
      custody: placeOf(lastCustody(file.db)),
      seconds: (performance.now() - startedAt) / 1000,
    }
    const isRecorded =
      mayBeWritten(findings) && (await custody.enter(file.path, 'case.verify', verifyFacts(report, version))) !== null
    return { ...report, recorded: isRecorded }
  },
}

/** Lets other work go on; rejects with the signal's reason. */
async function breath(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  signal.throwIfAborted()
}

/** A case whose pages or custody log are damaged is left as it was found. */
function mayBeWritten(findings: readonly Failure[]): boolean {
  return !findings.some(({ code }) => code === 'verify/database' || code === 'verify/custody-broken')
}

/** Stands for a sheet that no import takes in. */
const LEFT_OUT = Symbol('left out')

async function sourceFinding(
  file: OpenCase,
  member: SourceMember,
  signal: AbortSignal,
): Promise<Failure | null | typeof LEFT_OUT> {
  try {
    if (member.sheet === undefined) return await verifySource(file.db, member.path, member.open(), signal)
    const ahead = await preview(member)
    if (reasonToLeaveOut(ahead) !== null) return LEFT_OUT
    return await verifySource(file.db, member.path, ahead.chunks, signal)
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    throw error
  }
}

/** Maps an exhibit's records once more, with the profile it was imported with. */
function mapperOf(file: OpenCase, exhibit: Exhibit): EventMapper | Failure {
  try {
    const profile = storedProfile(file.db, exhibit).compiled()
    const { payloads } = file.state()
    const source = profile.spec.source
    return {
      fields: [...profile.outputs.map((output) => output.id), 'source'],
      event(record) {
        const payload = payloads.payload(exhibit.id, record)
        const mapped = payload === null ? null : profile.map(payload as Payload)
        if (mapped === null || !mapped.ok) return null
        const { time, timeText, values } = mapped.event
        return { timeMicros: time, timeText, values: [...values, source] }
      },
    }
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    throw error
  }
}

function placeOf(entry: CustodyPlace | undefined): CustodyPlace | null {
  return entry === undefined ? null : { seq: entry.seq, hash: entry.hash }
}
