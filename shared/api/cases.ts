/** A case as a whole: its exhibits, rejects, custody, verification. */
import type { Failure, Json } from '../failure.ts'
import type { ColumnInfo } from './question.ts'

export interface ContainerInfo {
  readonly path: string
  readonly kind: string
  /** Null where the archive was not read to its end. */
  readonly sizeBytes: number | null
  readonly sha256: string | null
}

/** An imported source file; hashes hexadecimal, times ISO 8601 UTC. */
export interface ExhibitInfo {
  readonly label: string
  readonly path: string
  readonly containers: readonly ContainerInfo[]
  readonly sizeBytes: number
  readonly sha256: string
  readonly merkleRoot: string
  readonly profile: string
  readonly timezone: string
  readonly records: number
  readonly events: number
  readonly rejects: number
  /** Its events with the same content as an earlier one of the case. */
  readonly duplicates: number
  readonly timeFrom: string | null
  readonly timeTo: string | null
  readonly isComplete: boolean
  readonly importedAt: string
  readonly importedBy: string
  /** What a guessing profile decided; null where nothing was guessed. */
  readonly guesses: Json
  readonly remarks: readonly Remark[]
}

export interface Remark {
  readonly code: string
  readonly recordCount: number
  readonly firstRecord: number
}

export interface CaseInfo {
  readonly path: string
  readonly caseId: string
  readonly createdAt: string
  readonly sizeBytes: number
  readonly events: number
  readonly records: number
  readonly rejects: number
  /** Events with the same content as an earlier one; null: not looked for among all events, until the next import. */
  readonly duplicates: number | null
  readonly timeFrom: string | null
  readonly timeTo: string | null
  readonly exhibits: readonly ExhibitInfo[]
  readonly columns: readonly ColumnInfo[]
  /** False on read-only media or without the right to write: nothing can be added. */
  readonly isWritable: boolean
  readonly custodyEntries: number
  /** The latest entry of the custody log; worth keeping elsewhere, see docs/custody.md. Null: there is none. */
  readonly custodyEnd: CustodyPlace | null
}

/** Cheap to ask again and again: whether the case is still what it was. */
export interface CaseState {
  /** Another one: exhibits, annotations or views have changed. */
  readonly version: string
  readonly events: number
  /** Number of the latest entry of the custody log. */
  readonly lastCustody: number
}

/** An entry of the log of who did what with the case. */
export interface CustodyInfo {
  /** From 1, without gaps. */
  readonly seq: number
  /** ISO 8601 UTC. */
  readonly at: string
  readonly who: string
  readonly action: string
  readonly details: Json
  /** SHA-256 of this entry with the hash of the one before, hexadecimal. */
  readonly hash: string
}

export interface CustodyPage {
  readonly total: number
  readonly entries: readonly CustodyInfo[]
  /** Null: every entry follows from the one before. */
  readonly broken: Failure | null
}

export interface VerifyRequest {
  readonly case: string
  /** Source files to compare with what was imported. */
  readonly against?: readonly string[]
  /** Entries that were kept elsewhere: the custody log must still hold them. */
  readonly custody?: readonly CustodyPlace[]
}

/** An entry of the custody log, by number and hash (hexadecimal). */
export interface CustodyPlace {
  readonly seq: number
  readonly hash: string
}

/** A record or stretch of bytes that gave no event. */
export interface RejectInfo {
  readonly exhibit: string
  readonly record: number | null
  readonly startByte: number
  readonly endByte: number
  readonly line: number | null
  readonly failure: Failure
}

export interface VerifyReport {
  readonly path: string
  /** Everything that is wrong; empty: the case is whole. */
  readonly findings: readonly Failure[]
  readonly checked: {
    readonly exhibits: number
    readonly records: number
    readonly events: number
    /** Events marked as duplicates. */
    readonly duplicates: number
    readonly bytes: number
    readonly custodyEntries: number
    /** Source files compared byte for byte. */
    readonly sources: number
  }
  /** The entry that the custody log ended with before this one; worth keeping elsewhere. Null: there is none. */
  readonly custody: CustodyPlace | null
  readonly seconds: number
  /** Whether it is entered in the custody log; false where the case cannot be written, or is damaged. */
  readonly recorded?: boolean
}
