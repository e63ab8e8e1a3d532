/** What an import is asked for, and what it tells while it runs and afterwards. Plain data. */
import type { Failure, Json } from '../../../../shared/failure.ts'
import type { RejectPart } from './messages.ts'

export interface ImportOptions {
  /** Files, folders, archives, or `-` for standard input. */
  readonly paths: readonly string[]
  /** Take this profile for every file; null: recognise. */
  readonly profile: string | null
  /** IANA zone of times without one; null: as the profile says, else UTC with a remark. */
  readonly timezone: string | null
  /** Folders of profiles besides the bundled ones. */
  readonly profileDirs: readonly string[]
}

/** Told several times a second for the file under way. */
export interface ImportProgress {
  readonly path: string
  readonly bytesDone: number
  /** Null where only reading to the end tells. */
  readonly bytesTotal: number | null
  readonly records: number
  readonly events: number
  readonly rejects: number
}

/** How one file came in. */
export type FileReport =
  | {
      readonly kind: 'imported'
      readonly path: string
      /** E001 and on. */
      readonly exhibit: string
      readonly profile: string
      /** Why that profile, in words. */
      readonly why: readonly string[]
      /** What a guessing profile decided, per field; null where nothing was guessed. */
      readonly guesses: Json
      readonly sha256: string
      readonly sizeBytes: number
      readonly records: number
      readonly events: number
      /** Rejected records and unreadable stretches; records + stretches = events + rejects. */
      readonly rejects: number
      readonly firstRejects: readonly RejectPart[]
      readonly remarks: readonly { readonly code: string; readonly recordCount: number; readonly firstRecord: number }[]
      readonly isComplete: boolean
      readonly seconds: number
    }
  | { readonly kind: 'failed'; readonly path: string; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: string }

export interface ImportReport {
  readonly files: readonly FileReport[]
  readonly seconds: number
}
