/** Imports: what to take in, how it goes, how it went. */
import type { Failure, Json } from '../failure.ts'
import type { RejectInfo, Remark } from './cases.ts'
import type { Explanation } from './profiles.ts'
import type { SourceChoice } from './pulls.ts'

export interface ImportRequest {
  readonly case: string
  /** Files, folders, archives, or `-` for standard input. */
  readonly paths: readonly string[]
  /** Id of the profile to take for every file; left out: recognise. */
  readonly profile?: string
  /** IANA zone of times without one. */
  readonly timezone?: string
  /** `2024-01-31`, the day of a log's last line, by which times without a year are told; left out: when the file was last changed. */
  readonly lastDay?: string
  /** Of workbooks take the sheet of this name alone; left out: all. */
  readonly sheet?: string
  /** Other choices for single files, by path as planned: with the name of `names` where there is one. */
  readonly choices?: { readonly [path: string]: ImportChoice }
  /**
   * Names to record in place of paths: files that a browser handed over lie under names of ours. They should differ.
   * Members of an archive are recorded under its name.
   */
  readonly names?: { readonly [path: string]: string }
}

export interface ImportChoice {
  readonly profile?: string
  readonly timezone?: string
  readonly lastDay?: string
  /** Leave this file out. */
  readonly skip?: boolean
}

/** By what the years of times that state none are told: a day that no line is later than (UTC, with a day of grace). */
export interface YearsTold {
  /** Of the records looked at, those whose time states no year; at least 1. */
  readonly records: number
  readonly sampled: number
  /** The day that counts unless another is chosen, `2024-01-31`. */
  readonly ownDay: string
  /** Whose day that is: the file was last changed then, its archive says so, or nobody knows and it is the day of the import. */
  readonly ownBy: 'file' | 'archive' | 'import'
  /** The day that was chosen, and counts; null: none. */
  readonly chosenDay: string | null
}

/** How one file would be taken in, before anything is. */
export type PlannedFile =
  | {
      readonly kind: 'readable'
      readonly path: string
      /** Null where nobody knows (a member of an archive). */
      readonly sizeBytes: number | null
      readonly explanation: Explanation
      /** Exhibit with the same bytes; null: none, or it would take long to tell (large files, sizes nobody knows). */
      readonly alreadyImported: string | null
      /** Null where no record looked at has a time without a year. */
      readonly yearsTold: YearsTold | null
    }
  | { readonly kind: 'failed'; readonly path: string; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: string }

export interface ImportPlan {
  readonly files: readonly PlannedFile[]
  /** Files beyond the bound of 500, archives counted as one; they come in as recognised. */
  readonly more: number
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
      /** Events with the same content as an earlier one of the case; null while the import still goes on. */
      readonly duplicates: number | null
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

/** What to look after: files that grow, folders that fill, live systems. */
export interface FollowRequest {
  readonly case: string
  /** Files that were imported and may have grown, and folders whose new files come in. */
  readonly paths: readonly string[]
  readonly pulls: readonly SourceChoice[]
}

export interface FollowReport {
  /** Events that came in. */
  readonly events: number
  readonly rejects: number
  /** What could not be followed, by path or id of the source; the others came in. */
  readonly failures: readonly { readonly name: string; readonly failure: Failure }[]
}
