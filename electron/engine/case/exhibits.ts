/** What a case says about its exhibits. */
import type { Database } from 'better-sqlite3'
import { type Failure, fail, type Json } from '../../../shared/failure.ts'

export interface ExhibitContainer {
  readonly path: string
  readonly kind: string
  /** Null where it was not read to its end. */
  readonly sizeBytes: number | null
  /** Hexadecimal; null where it was not read to its end. */
  readonly sha256: string | null
}

/** An imported source file. Hashes are hexadecimal; times in microseconds since 1970 UTC. */
export interface Exhibit {
  readonly id: number
  /** E001 and on. */
  readonly label: string
  readonly path: string
  /** Archives it lay in, outermost first. */
  readonly containers: readonly ExhibitContainer[]
  readonly sizeBytes: number
  readonly modifiedUs: number | null
  readonly sha256: string
  /** JSON of the `Format`. */
  readonly format: Json
  readonly profile: string
  readonly mapping: Json
  readonly timezone: string
  readonly recordCount: number
  readonly eventCount: number
  readonly rejectCount: number
  readonly firstEventId: number
  readonly timeFromUs: number | null
  readonly timeToUs: number | null
  readonly merkleRoot: string
  readonly isComplete: boolean
  readonly importedAt: string
  readonly importedBy: string
  readonly remarks: readonly { readonly code: string; readonly recordCount: number; readonly firstRecord: number }[]
}

/** A record, or a stretch of bytes, that gave no event. */
export interface Reject {
  readonly exhibit: string
  readonly record: number | null
  readonly startByte: number
  readonly endByte: number
  readonly line: number | null
  readonly failure: Failure
}

interface ExhibitRow {
  id: number
  path: string
  containerId: number | null
  sizeBytes: number
  modifiedUs: number | null
  sha256: Buffer
  format: string
  profile: string
  mapping: string | null
  timezone: string
  recordCount: number
  eventCount: number
  rejectCount: number
  firstEventId: number
  timeFromUs: number | null
  timeToUs: number | null
  merkleRoot: Buffer
  isComplete: number
  importedAt: string
  importedBy: string
}

/** Label of exhibit number `id` (from 1): E001; longer from 1000 on. */
export function exhibitLabel(id: number): string {
  return `E${String(id).padStart(3, '0')}`
}

/** Number of the exhibit with that label. Fails with `exhibit/not-found`. */
export function exhibitId(db: Database, label: string): number {
  const id = /^E\d{3,15}$/.test(label) ? Number(label.slice(1)) : 0
  const found = db.prepare<[number], number>('SELECT id FROM exhibit WHERE id = ?').pluck().get(id)
  if (found !== undefined && exhibitLabel(found) === label) return found
  fail({
    code: 'exhibit/not-found',
    message: `The case has no exhibit ${label}`,
    where: { exhibit: label },
    next: '`vouch info` lists the exhibits.',
  })
}

/** All exhibits in the order of import. */
export function exhibits(db: Database): Exhibit[] {
  const containers = containersById(db)
  const remarks = remarksById(db)
  return db
    .prepare<[], ExhibitRow>(
      `SELECT id, path, container_id AS containerId, size_bytes AS sizeBytes, modified_us AS modifiedUs, sha256, format,
         profile_id || '@' || profile_version AS profile, mapping, timezone, record_count AS recordCount,
         event_count AS eventCount, reject_count AS rejectCount, first_event_id AS firstEventId, time_from_us AS timeFromUs,
         time_to_us AS timeToUs, merkle_root AS merkleRoot, is_complete AS isComplete, imported_at AS importedAt,
         imported_by AS importedBy
       FROM exhibit ORDER BY id`,
    )
    .all()
    .map(({ containerId, ...row }) => ({
      ...row,
      label: exhibitLabel(row.id),
      containers: containersOf(containers, containerId, row.id),
      sha256: row.sha256.toString('hex'),
      format: statedJson(row.format, row.id),
      mapping: row.mapping === null ? null : statedJson(row.mapping, row.id),
      merkleRoot: row.merkleRoot.toString('hex'),
      isComplete: row.isComplete === 1,
      remarks: remarks.get(row.id) ?? [],
    }))
}

/** Rejects of an exhibit, or of all (null), in the order of import: by exhibit, then by byte. */
export function rejects(db: Database, exhibit: number | null, limit: number, offset = 0): Reject[] {
  return db
    .prepare<[{ exhibit: number | null; limit: number; offset: number }], RejectRow>(
      // Exhibits come in one after the other, and their rejects front to back: ids are in that order, with no sorting.
      `SELECT exhibit_id AS exhibitId, record, start_byte AS startByte, end_byte AS endByte, line, failure FROM reject
       ${exhibit === null ? '' : 'WHERE exhibit_id = @exhibit'} ORDER BY id LIMIT @limit OFFSET @offset`,
    )
    .all({ exhibit, limit, offset })
    .map(({ exhibitId: id, failure, ...row }) => ({
      exhibit: exhibitLabel(id),
      ...row,
      failure: statedJson(failure, id) as unknown as Failure,
    }))
}

interface RejectRow {
  exhibitId: number
  record: number | null
  startByte: number
  endByte: number
  line: number | null
  failure: string
}

interface ContainerRow {
  id: number
  parentId: number | null
  path: string
  kind: string
  sizeBytes: number | null
  sha256: Buffer | null
}

function containersById(db: Database): Map<number, ContainerRow> {
  const rows = db
    .prepare<[], ContainerRow>(
      'SELECT id, parent_id AS parentId, path, kind, size_bytes AS sizeBytes, sha256 FROM container',
    )
    .all()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Outermost first. */
function containersOf(
  rows: ReadonlyMap<number, ContainerRow>,
  containerId: number | null,
  exhibit: number,
): ExhibitContainer[] {
  const found: ExhibitContainer[] = []
  for (let id = containerId; id !== null; ) {
    const row = rows.get(id)
    // More steps than archives: they lie in a circle.
    if (row === undefined || found.length > rows.size) failDamaged(exhibit)
    const { path, kind, sizeBytes, sha256, parentId } = row
    found.unshift({ path, kind, sizeBytes, sha256: sha256?.toString('hex') ?? null })
    id = parentId
  }
  return found
}

function remarksById(db: Database): Map<number, Exhibit['remarks'][number][]> {
  const byId = new Map<number, Exhibit['remarks'][number][]>()
  const rows = db
    .prepare<[], { exhibitId: number } & Exhibit['remarks'][number]>(
      `SELECT exhibit_id AS exhibitId, code, record_count AS recordCount, first_record AS firstRecord FROM remark
       ORDER BY exhibit_id, code`,
    )
    .iterate()
  for (const { exhibitId: id, ...remark } of rows) {
    const known = byId.get(id)
    if (known === undefined) byId.set(id, [remark])
    else known.push(remark)
  }
  return byId
}

/** JSON that the case itself wrote. Fails with `case/damaged`. */
function statedJson(text: string, exhibit: number): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    failDamaged(exhibit)
  }
}

function failDamaged(exhibit: number): never {
  fail({
    code: 'case/damaged',
    message: `What the case states about ${exhibitLabel(exhibit)} is damaged`,
    where: { exhibit: exhibitLabel(exhibit) },
    next: 'Run `vouch verify` on the case.',
  })
}
