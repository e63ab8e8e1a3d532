/** Profiles: which there are, how a file would be read. */
import type { Failure, Json } from '../failure.ts'

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
