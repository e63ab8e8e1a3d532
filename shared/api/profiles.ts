/** Profiles: which there are, how a file would be read. */
import type { Failure, Json } from '../failure.ts'

export interface ProfileInfo {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly vendor: string
  readonly source: string
  readonly isGuessing: boolean
  /** Addresses of the vendor's pages about the format. */
  readonly documentation: readonly string[]
  /** Those the mapping was written from; `version` as the vendor counts, `read` the day: null where not told. */
  readonly follows: readonly {
    readonly page: string
    readonly version: string | null
    readonly read: string | null
  }[]
  readonly limits: VendorLimits | null
}

/** What the vendor's own exports leave out or say twice. */
export interface VendorLimits {
  /** Rows that one export or query gives at most; null where no such limit is known. */
  readonly rows: number | null
  /** Days after which the vendor no longer has the records; null where it depends. */
  readonly days: number | null
  readonly note: string | null
  /** The same by way of exporting, and by plan. */
  readonly exports: readonly { readonly of: string; readonly rows: number }[]
  readonly retention: readonly { readonly of: string; readonly days: number }[]
  /** Records that are known to come more than once, and the fields in which those agree. */
  readonly repeats: readonly { readonly what: string; readonly same: readonly string[] }[]
}

/** How a file would be read, and why. */
export interface Explanation {
  readonly path: string
  readonly format: Json
  readonly profile: string
  readonly why: readonly string[]
  /** Profiles that claim the file, the surest first, with their reasons; the generic ones claim any. */
  readonly candidates: readonly {
    readonly profile: string
    readonly score: number
    readonly why: readonly string[]
    readonly isGuessing: boolean
  }[]
  readonly guesses: Json
  /** Of the profile taken. */
  readonly follows: ProfileInfo['follows']
  readonly limits: VendorLimits | null
  readonly columns: readonly string[]
  /** The first records as events. */
  readonly rows: readonly (readonly (string | null)[])[]
  readonly rejects: readonly Failure[]
}
