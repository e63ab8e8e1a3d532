/** Api entries about a case as a whole: what is in it, what gave no event, its bytes, who did what with it. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CaseInfo, ExhibitInfo, Remark } from '../../../shared/api/index.ts'
import { type Field, fields } from '../../../shared/fields.ts'
import { fail } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import {
  caseFields,
  dictionarySizes,
  createCase,
  CustodyCheck,
  custodyCount,
  type Exhibit,
  exhibitId,
  exhibits,
  lastCustody,
  latestCustody,
  mayWrite,
  rejects,
} from '../case/index.ts'
import { hasDuplicates } from '../caseBeside.ts'
import { caseState } from '../caseState.ts'
import { duplicatesUpTo, otherVersions } from '../ingest/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { Handlers } from './context.ts'

/** Rejects, and custody entries, of an answer at most. */
const MAX_LISTED = 10_000

/** Bytes of an answer at most. */
const MAX_BYTES = 64 * 1024

const custodyChecks = new WeakMap<OpenCase, CustodyCheck>()

export const caseHandlers: Handlers<
  'case.create' | 'case.info' | 'case.state' | 'case.rejects' | 'case.bytes' | 'case.custody'
> = {
  async 'case.create'({ case: path }, { version, openCase, dropCase }) {
    createCase(path, version).close()
    // A case of that name that was open has been taken away.
    await dropCase(path)
    return caseInfo(openCase(path))
  },

  async 'case.info'({ case: path }, { openCase }) {
    return caseInfo(openCase(path))
  },

  async 'case.state'({ case: path }, { openCase }) {
    return caseState(openCase(path))
  },

  async 'case.rejects'({ case: path, limit, offset = 0, exhibit }, { openCase }) {
    requireStretch(offset, limit)
    const { db } = openCase(path)
    return rejects(db, exhibit === undefined ? null : exhibitId(db, exhibit), Math.min(limit, MAX_LISTED), offset)
  },

  async 'case.bytes'({ case: path, exhibit: label, startByte, endByte }, { openCase }) {
    const file = openCase(path)
    const exhibit = exhibitId(file.db, label)
    const sizeBytes = file.db
      .prepare<[number], number>('SELECT size_bytes FROM exhibit WHERE id = ?')
      .pluck()
      .get(exhibit)
    if (!isStretch(startByte, endByte, sizeBytes ?? 0))
      fail({
        code: 'usage/bad-argument',
        message: `Bytes ${startByte} to ${endByte} are no stretch of ${label}`,
        where: { exhibit: label },
        next: `Take whole numbers from 0 to ${sizeBytes}, at most ${MAX_BYTES} apart.`,
      })
    return { bytes: new Uint8Array(file.state().payloads.verbatim.bytes(exhibit, startByte, endByte)) }
  },

  async 'case.custody'({ case: path, offset, limit }, { openCase, signal }) {
    requireStretch(offset, limit)
    const file = openCase(path)
    let check = custodyChecks.get(file)
    if (check === undefined) {
      check = new CustodyCheck(file.db)
      custodyChecks.set(file, check)
    }
    const broken = await check.firstFault(signal)
    return {
      total: custodyCount(file.db),
      entries: latestCustody(file.db, offset, Math.min(limit, MAX_LISTED)).map(
        ({ seq, at, who, act, facts, hash }) => ({
          seq,
          at,
          who,
          action: act,
          details: facts,
          hash,
        }),
      ),
      broken,
    }
  },
}

function requireStretch(offset: number, limit: number): void {
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(limit) || limit < 0)
    fail({ code: 'usage/bad-argument', message: 'Offset and limit are whole numbers from 0' })
}

function isStretch(startByte: number, endByte: number, sizeBytes: number): boolean {
  return (
    Number.isSafeInteger(startByte) &&
    Number.isSafeInteger(endByte) &&
    startByte >= 0 &&
    startByte <= endByte &&
    endByte <= sizeBytes &&
    endByte - startByte <= MAX_BYTES
  )
}

function caseInfo({ path, db }: OpenCase): CaseInfo {
  const meta = new Map(db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all())
  const all = exhibits(db)
  const sizes = dictionarySizes(db)
  const last = lastCustody(db)
  const duplicates = hasDuplicates(db) ? duplicatesByExhibit(db) : null
  const isComplete = duplicates !== null && duplicatesUpTo(db) >= sum(all, (exhibit) => exhibit.eventCount)
  const column = ({ id, label, type, facet }: Pick<Field, 'id' | 'label' | 'type' | 'facet'>, isOwn: boolean) => ({
    id,
    label,
    type,
    facet,
    isOwn,
    dictionarySize: sizes.get(id) ?? null,
  })
  const own = caseFields(db).filter((field) => field.isOwn)
  return {
    path,
    caseId: meta.get('caseId') ?? '',
    createdAt: meta.get('createdAt') ?? '',
    sizeBytes: statSync(path).size,
    events: sum(all, (exhibit) => exhibit.eventCount),
    records: sum(all, (exhibit) => exhibit.recordCount),
    rejects: sum(all, (exhibit) => exhibit.rejectCount),
    duplicates: duplicates === null || !isComplete ? null : sum(all, ({ id }) => duplicates.get(id)?.duplicates ?? 0),
    timeFrom: isoText(extreme(all, (exhibit) => exhibit.timeFromUs, Math.min)),
    timeTo: isoText(extreme(all, (exhibit) => exhibit.timeToUs, Math.max)),
    exhibits: all.map((exhibit) => exhibitInfo(exhibit, duplicates?.get(exhibit.id))),
    columns: [
      ...fields.map((field) => column(field, false)),
      ...own.map((field) => column({ ...field, facet: true }, true)),
    ],
    isWritable: mayWrite(resolve(path)),
    custodyEntries: custodyCount(db),
    custodyEnd: last === undefined ? null : { seq: last.seq, hash: last.hash },
  }
}

interface DuplicateFacts {
  readonly duplicates: number
  readonly others: Remark | null
}

const noDuplicates: DuplicateFacts = { duplicates: 0, others: null }

/** What is known of duplicates, by the number of the exhibit. */
function duplicatesByExhibit(db: OpenCase['db']): ReadonlyMap<number, DuplicateFacts> {
  const rows = db
    .prepare<[], [number, number, number, number | null]>(
      'SELECT exhibit_id, duplicate_count, version_count, first_version FROM duplicate_count',
    )
    .raw()
    .all()
  return new Map(
    rows.map(([exhibit, duplicates, versions, first]) => [
      exhibit,
      { duplicates, others: otherVersions(versions, first) },
    ]),
  )
}

function exhibitInfo(exhibit: Exhibit, { duplicates, others }: DuplicateFacts = noDuplicates): ExhibitInfo {
  const { label, path, containers, sizeBytes, sha256, merkleRoot, profile, timezone, isComplete, remarks } = exhibit
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
    duplicates,
    timeFrom: isoText(exhibit.timeFromUs),
    timeTo: isoText(exhibit.timeToUs),
    isComplete,
    importedAt: exhibit.importedAt,
    importedBy: exhibit.importedBy,
    guesses: exhibit.mapping,
    remarks: others === null ? remarks : [...remarks, others],
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
