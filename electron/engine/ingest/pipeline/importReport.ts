/** What an import is asked for, and what it tells while it runs. Plain data. */
import type { ImportChoice, ImportedFile } from '../../../../shared/api/index.ts'
import type { Continuation, PullCommit } from '../../case/index.ts'
import type { Format } from '../record.ts'

export interface ImportOptions {
  /** Files, folders, archives, or `-` for standard input. */
  readonly paths: readonly string[]
  /** Take this profile for every file; null: recognise. */
  readonly profile: string | null
  /** IANA zone of times without one; null: as the profile says, else UTC with a remark. */
  readonly timezone: string | null
  /** Day of a log's last line, by which times without a year are told; null or left out: when the file was last changed. */
  readonly lastDay?: string | null
  /** Folders of profiles besides the bundled ones. */
  readonly profileDirs: readonly string[]
  /** Other choices for single files, by their path as recorded. */
  readonly choices?: { readonly [path: string]: ImportChoice }
  /** Of workbooks take this sheet alone; null or left out: all. */
  readonly sheet?: string | null
  /** Names to record in place of paths. */
  readonly names?: { readonly [path: string]: string }
  /** An exhibit that is made otherwise than by opening paths, which are none then. */
  readonly direct?: DirectSource
}

/** Bytes that become one exhibit: bodies of responses, or what was appended to a file. */
export interface DirectSource {
  /** Recorded as the exhibit's path. */
  readonly path: string
  readonly bytes: Uint8Array | { readonly file: string; readonly startByte: number; readonly endByte: number }
  /** As stated by who knows; null: sniffed. */
  readonly format: Format | null
  /** Where records start that are to be no events, ascending: they become gaps of kind `pulled-before`. */
  readonly leaveOut: Float64Array
  /** Comes into the case together with the exhibit. */
  readonly pull: PullCommit | null
  readonly continues: Continuation | null
}

export type FileReport = ImportedFile
