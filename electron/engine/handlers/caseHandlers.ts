/** Api entries about a case as a whole: what is in it, importing into it, verifying it. */
import { statSync } from 'node:fs'
import type { ExhibitInfo } from '../../../shared/api/index.ts'
import { fields } from '../../../shared/fields.ts'
import { type Failure, FailureError } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import { custodyEntries, type Exhibit, exhibits, rejects } from '../case/index.ts'
import { type EventMapper, verifyCase, verifySource } from '../evidence/index.ts'
import { importFiles, openSources, type Payload } from '../ingest/index.ts'
import type { OpenCase } from '../openCase.ts'
import { storedProfile } from '../storedProfile.ts'
import type { Handlers } from './context.ts'

export const caseHandlers: Handlers<'case.info' | 'case.rejects' | 'case.import' | 'case.verify'> = {
  async 'case.info'({ case: path }, { openCase }) {
    const file = openCase(path)
    const { store } = file.state()
    const meta = new Map(file.db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all())
    const all = exhibits(file.db)
    const canonical = fields.map(({ id, label, type, facet }) => ({ id, label, type, facet, isOwn: false }))
    const own = [...store.fields.values()].filter((field) => field.isOwn)
    return {
      path: file.path,
      caseId: meta.get('caseId') ?? '',
      createdAt: meta.get('createdAt') ?? '',
      sizeBytes: statSync(file.path).size,
      events: sum(all, (exhibit) => exhibit.eventCount),
      records: sum(all, (exhibit) => exhibit.recordCount),
      rejects: sum(all, (exhibit) => exhibit.rejectCount),
      timeFrom: isoText(extreme(all, (exhibit) => exhibit.timeFromUs, Math.min)),
      timeTo: isoText(extreme(all, (exhibit) => exhibit.timeToUs, Math.max)),
      exhibits: all.map(exhibitInfo),
      columns: [...canonical, ...own.map(({ id, label, type }) => ({ id, label, type, facet: true, isOwn: true }))],
      custodyEntries: custodyEntries(file.db).length,
    }
  },

  async 'case.rejects'({ case: path, limit }, { openCase }) {
    return rejects(openCase(path).db, null, limit)
  },

  async 'case.import'(request, { version, profileDirs, signal, onProgress }) {
    const options = {
      paths: request.paths,
      profile: request.profile ?? null,
      timezone: request.timezone ?? null,
      profileDirs,
    }
    return importFiles(request.case, version, options, signal, ({ path, bytesDone, bytesTotal }) =>
      onProgress({ label: path, done: bytesDone, total: bytesTotal, unit: 'bytes' }),
    )
  },

  async 'case.verify'({ case: path, against }, { openCase, signal, onProgress }) {
    const startedAt = performance.now()
    const file = openCase(path)
    const check = await verifyCase(
      file.db,
      (exhibit) => mapperOf(file, exhibit),
      signal,
      (done, total) => onProgress({ label: path, done, total, unit: 'bytes' }),
    )
    const findings = [...check.findings]
    let sources = 0
    for await (const item of openSources(against ?? [], {}, signal)) {
      if (item.kind === 'skipped') continue
      const finding = item.kind === 'failure' ? item.failure : await sourceFinding(file, item.path, item.open(), signal)
      if (finding !== null) findings.push(finding)
      sources++
    }
    const { records, events, bytes, custodyEntries: entries } = check
    return {
      path: file.path,
      findings,
      checked: { exhibits: check.exhibits, records, events, bytes, custodyEntries: entries, sources },
      seconds: (performance.now() - startedAt) / 1000,
    }
  },
}

async function sourceFinding(
  file: OpenCase,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Failure | null> {
  try {
    return await verifySource(file.db, path, chunks, signal)
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

function exhibitInfo(exhibit: Exhibit): ExhibitInfo {
  const {
    label,
    path,
    containers,
    sizeBytes,
    sha256,
    merkleRoot,
    profile,
    timezone,
    isComplete,
    importedAt,
    importedBy,
    remarks,
  } = exhibit
  return {
    label,
    path,
    containers,
    sizeBytes,
    sha256,
    merkleRoot,
    profile,
    timezone,
    records: exhibit.recordCount,
    events: exhibit.eventCount,
    rejects: exhibit.rejectCount,
    timeFrom: isoText(exhibit.timeFromUs),
    timeTo: isoText(exhibit.timeToUs),
    isComplete,
    importedAt,
    importedBy,
    guesses: exhibit.mapping,
    remarks,
  }
}

function sum(all: readonly Exhibit[], of: (exhibit: Exhibit) => number): number {
  return all.reduce((total, exhibit) => total + of(exhibit), 0)
}

function extreme(
  all: readonly Exhibit[],
  of: (exhibit: Exhibit) => number | null,
  pick: (a: number, b: number) => number,
): number | null {
  let found: number | null = null
  for (const exhibit of all) {
    const value = of(exhibit)
    if (value !== null) found = found === null ? value : pick(found, value)
  }
  return found
}
