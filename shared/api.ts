/**
 * The one Api between the engine and whoever asks: command line, window, browser. Requests and replies are plain data
 * that survive structured clone; every carrier serves the same entries.
 */
import type { FieldType } from './fields.ts'
import type { Failure, Json, Result } from './failure.ts'
import type { Filter } from './filter.ts'

/** A question put to a case. A text is parsed as query language. */
export interface Question {
  /** Path of the case file. */
  readonly case: string
  readonly filter: Filter | string
  /** What `now` means, in microseconds since 1970 UTC; left out: the clock on the wall. */
  readonly nowMicros?: number
  /** IANA zone of times typed without one; left out: UTC. */
  readonly zone?: string
}

export interface SortBy {
  readonly field: string
  readonly descending: boolean
}

/** A column that can be asked for, sorted and filtered by. */
export interface ColumnInfo {
  readonly id: string
  readonly label: string
  readonly type: FieldType
  readonly facet: boolean
  /** Whether a profile brought it. */
  readonly isOwn: boolean
}

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
  readonly timeFrom: string | null
  readonly timeTo: string | null
  readonly exhibits: readonly ExhibitInfo[]
  readonly columns: readonly ColumnInfo[]
  readonly custodyEntries: number
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

/** One row of a page: `cells` follow the columns asked for; `timeText` is the time as the record writes it. */
export interface PageRow {
  readonly id: number
  readonly timeText: string | null
  readonly cells: readonly (string | null)[]
}

export interface Page {
  /** Rows that match in all. */
  readonly total: number
  readonly offset: number
  readonly columns: readonly string[]
  readonly rows: readonly PageRow[]
}

export interface FacetInfo {
  readonly field: string
  readonly values: readonly { readonly value: string; readonly count: number }[]
  readonly distinct: number
  /** False: `distinct` may be a few too low. */
  readonly isDistinctExact: boolean
  readonly missing: number
}

export interface HistogramInfo {
  /** Microseconds since 1970 UTC; bins cover [fromMicros, toMicros) in equal parts. */
  readonly fromMicros: number
  readonly toMicros: number
  readonly counts: readonly number[]
  /** Rows without a time or outside the range. */
  readonly outside: number
}

/** One field that differs between before and after. */
export interface ChangeInfo {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly before?: Json
  readonly after?: Json
}

export interface EventDetail {
  readonly id: number
  /** Canonical fields and the profile's own columns that have a value, in the order of the field table. */
  readonly fields: { readonly [field: string]: string }
  readonly timeText: string | null
  readonly payload: Json
  /** Before and after where the payload holds them; null where not. */
  readonly changes: { readonly foundAt: string; readonly rule: string; readonly fields: readonly ChangeInfo[] } | null
  readonly provenance: {
    readonly exhibit: string
    readonly path: string
    readonly sha256: string
    readonly profile: string
    readonly record: number
    /** Half-open, from byte 0 of the exhibit as received. */
    readonly startByte: number
    readonly endByte: number
    /** SHA-256 of 0x00 and the record's bytes (RFC 9162 §2.1.1), hexadecimal. */
    readonly leafHash: string
    readonly guesses: Json
    readonly timezone: string
  }
}

export type ExportFormat = 'csv' | 'ndjson' | 'json'

export interface ExportRequest extends Question {
  readonly format: ExportFormat
  /** Path to write; must not exist unless `overwrite`. */
  readonly out: string
  readonly overwrite?: boolean
  /** Left out: every column the case has values for, and the payload. */
  readonly columns?: readonly string[]
  readonly sort?: SortBy
  /** A leading `'` on CSV cells that a spreadsheet would take for a formula; on unless false. */
  readonly formulaGuard?: boolean
}

export interface ExportReport {
  readonly out: string
  readonly format: ExportFormat
  readonly rows: number
  readonly sizeBytes: number
  readonly sha256: string
  /** Cells that got the guard's `'`. */
  readonly guardedCells: number
  readonly seconds: number
}

export interface VerifyReport {
  readonly path: string
  /** Everything that is wrong; empty: the case is whole. */
  readonly findings: readonly Failure[]
  readonly checked: {
    readonly exhibits: number
    readonly records: number
    readonly events: number
    readonly bytes: number
    readonly custodyEntries: number
    /** Source files compared byte for byte. */
    readonly sources: number
  }
  readonly seconds: number
}

export interface ProfileInfo {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly vendor: string
  readonly source: string
  readonly isGuessing: boolean
}

/** How a file would be read, and why. */
export interface Explanation {
  readonly path: string
  readonly format: Json
  readonly profile: string
  readonly why: readonly string[]
  readonly candidates: readonly { readonly profile: string; readonly score: number; readonly why: readonly string[] }[]
  readonly guesses: Json
  readonly columns: readonly string[]
  /** The first records as events. */
  readonly rows: readonly (readonly (string | null)[])[]
  readonly rejects: readonly Failure[]
}

export interface ImportRequest {
  readonly case: string
  /** Files, folders, archives, or `-` for standard input. */
  readonly paths: readonly string[]
  /** Id of the profile to take for every file; left out: recognise. */
  readonly profile?: string
  /** IANA zone of times without one. */
  readonly timezone?: string
}

/** How one file came in. Every record is an event or a reject; stretches that gave no record are rejects too. */
export type ImportedFile =
  | {
      readonly kind: 'imported'
      readonly path: string
      readonly exhibit: string
      readonly profile: string
      readonly why: readonly string[]
      readonly guesses: Json
      readonly sha256: string
      readonly sizeBytes: number
      readonly records: number
      readonly events: number
      readonly rejects: number
      readonly firstRejects: readonly Omit<RejectInfo, 'exhibit'>[]
      readonly remarks: readonly Remark[]
      /** False: the source broke off; what came before is in the case. */
      readonly isComplete: boolean
      readonly seconds: number
    }
  | { readonly kind: 'failed'; readonly path: string; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: string }

export interface ImportReport {
  readonly files: readonly ImportedFile[]
  readonly seconds: number
}

/** What long work tells while it runs. */
export interface Progress {
  /** What is being worked on, for people. */
  readonly label: string
  readonly done: number
  /** Null where nobody knows. */
  readonly total: number | null
  readonly unit: 'bytes' | 'rows' | 'records'
}

/** Every entry: what is asked, what comes back. */
export interface Api {
  'case.info': { request: { readonly case: string }; reply: CaseInfo }
  'case.rejects': { request: { readonly case: string; readonly limit: number }; reply: readonly RejectInfo[] }
  'case.import': { request: ImportRequest; reply: ImportReport }
  'case.verify': { request: { readonly case: string; readonly against?: readonly string[] }; reply: VerifyReport }
  'rows.count': { request: Question; reply: { readonly count: number } }
  'rows.page': {
    request: Question & {
      readonly columns: readonly string[]
      readonly sort?: SortBy
      readonly offset: number
      readonly limit: number
    }
    reply: Page
  }
  'rows.facets': {
    request: Question & { readonly fields: readonly string[]; readonly top: number }
    reply: readonly FacetInfo[]
  }
  'rows.histogram': {
    request: Question & { readonly bins: number; readonly fromMicros?: number; readonly toMicros?: number }
    reply: HistogramInfo | null
  }
  'rows.export': { request: ExportRequest; reply: ExportReport }
  /** `event`: the number in the case, or the system's own event id. */
  'event.show': { request: { readonly case: string; readonly event: string }; reply: EventDetail }
  'event.raw': { request: { readonly case: string; readonly event: string }; reply: { readonly bytes: Uint8Array } }
  'profiles.list': {
    request: Record<string, never>
    reply: { readonly profiles: readonly ProfileInfo[]; readonly failures: readonly Failure[] }
  }
  'profiles.explain': {
    request: { readonly path: string; readonly profile?: string; readonly timezone?: string }
    reply: Explanation
  }
  'profiles.test': {
    request: { readonly dir: string }
    reply: { readonly profiles: readonly ProfileInfo[]; readonly failures: readonly Failure[] }
  }
}

/** What goes along with a call. */
export interface CallOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** Whatever answers: the engine in this process, or a carrier to it. */
export interface Engine {
  call<K extends keyof Api>(
    entry: K,
    request: Api[K]['request'],
    options?: CallOptions,
  ): Promise<Result<Api[K]['reply']>>
  close(): Promise<void>
}
