/** What an import is asked for, and what it tells while it runs. Plain data. */
import type { ImportChoice, ImportedFile } from '../../../../shared/api/index.ts'

export interface ImportOptions {
  /** Files, folders, archives, or `-` for standard input. */
  readonly paths: readonly string[]
  /** Take this profile for every file; null: recognise. */
  readonly profile: string | null
  /** IANA zone of times without one; null: as the profile says, else UTC with a remark. */
  readonly timezone: string | null
  /** Folders of profiles besides the bundled ones. */
  readonly profileDirs: readonly string[]
  /** Other choices for single files, by their path as recorded. */
  readonly choices?: { readonly [path: string]: ImportChoice }
  /** Of workbooks take this sheet alone; null or left out: all. */
  readonly sheet?: string | null
  /** Names to record in place of paths. */
  readonly names?: { readonly [path: string]: string }
}

export type FileReport = ImportedFile
