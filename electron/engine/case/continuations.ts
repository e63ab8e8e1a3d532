/** Files that go on: what a case has of a file so far, and which exhibits hold what was appended to it since. */
import type { Database } from 'better-sqlite3'
import { appendCustody } from './custody.ts'
import { exhibitLabel } from './exhibits.ts'
import { hasPulls } from './pulls.ts'

/** Where an exhibit goes on: it holds what was appended to a file after another exhibit had been made of its beginning. */
export interface Continuation {
  readonly ofExhibitId: number
  /** Of its first byte in the file. */
  readonly startByte: number
  /** Of the file's bytes before that, hexadecimal. */
  readonly prefixSha256: string
}

/** Enters where an exhibit goes on, with its custody entry. Call inside a transaction. */
export function writeContinuation(
  db: Database,
  exhibitId: number,
  { ofExhibitId, startByte, prefixSha256 }: Continuation,
): void {
  db.prepare('INSERT INTO continuation (exhibit_id, of_exhibit_id, start_byte, prefix_sha256) VALUES (?, ?, ?, ?)').run(
    exhibitId,
    ofExhibitId,
    startByte,
    Buffer.from(prefixSha256, 'hex'),
  )
  appendCustody(db, 'exhibit.continue', {
    exhibit: exhibitLabel(exhibitId),
    of: exhibitLabel(ofExhibitId),
    startByte,
    prefixSha256,
  })
}

/** What a case has of a file on disk so far: its first exhibit, and those that hold what was appended since. */
export interface FollowedFile {
  readonly lastExhibitId: number
  /** Bytes of the file that the case has. */
  readonly endByte: number
  readonly lastStartByte: number
  /** Hexadecimal: of the bytes before the last exhibit (null: it is the first), and of the last exhibit. */
  readonly prefixSha256: string | null
  readonly lastSha256: string
  /** JSON of the first exhibit's format. */
  readonly format: string
  readonly profileId: string
  readonly timezone: string
  readonly isComplete: boolean
}

/** The newest chain of exhibits of the file recorded under `path`; null where it was never imported as a file by itself. */
export function followedFile(db: Database, path: string): FollowedFile | null {
  const first = firstParts(db, 'path = :value', path).at(0)
  return first === undefined ? null : chainFrom(db, first)
}

/** Chains of files of that name in any folder, newest first: the same file may have been named by another path. */
export function followedByName(db: Database, name: string): FollowedFile[] {
  const named = firstParts(
    db,
    "substr(path, -length(:value) - 1) IN ('/' || :value, char(92) || :value) OR path = :value",
    name,
  )
  return named.map((first) => chainFrom(db, first))
}

const PART = 'id, size_bytes AS size, sha256, format, profile_id AS profileId, timezone, is_complete AS isComplete'

function firstParts(db: Database, where: string, value: string): ExhibitPart[] {
  const apart = hasPulls(db) ? 'AND id NOT IN (SELECT exhibit_id FROM continuation)' : ''
  return db
    .prepare<[{ value: string }], ExhibitPart>(
      `SELECT ${PART} FROM exhibit WHERE (${where}) AND container_id IS NULL ${apart} ORDER BY id DESC`,
    )
    .all({ value })
}

function chainFrom(db: Database, first: ExhibitPart): FollowedFile {
  const next = hasPulls(db)
    ? db.prepare<[number], ExhibitPart & { startByte: number; prefix: Buffer }>(
        `SELECT ${PART}, c.start_byte AS startByte, c.prefix_sha256 AS prefix
         FROM continuation c JOIN exhibit ON exhibit.id = c.exhibit_id WHERE c.of_exhibit_id = ? ORDER BY id LIMIT 1`,
      )
    : null
  let last: ExhibitPart & { startByte: number; prefix: Buffer | null } = { ...first, startByte: 0, prefix: null }
  for (let found = next?.get(last.id); found !== undefined; found = next?.get(last.id)) last = found
  return {
    lastExhibitId: last.id,
    endByte: last.startByte + last.size,
    lastStartByte: last.startByte,
    prefixSha256: last.prefix?.toString('hex') ?? null,
    lastSha256: last.sha256.toString('hex'),
    format: first.format,
    profileId: first.profileId,
    timezone: first.timezone,
    isComplete: first.isComplete === 1,
  }
}

interface ExhibitPart {
  readonly id: number
  readonly size: number
  readonly sha256: Buffer
  readonly format: string
  readonly profileId: string
  readonly timezone: string
  readonly isComplete: number
}
