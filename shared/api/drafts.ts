/** Profiles in the making: how a file that no profile knows is to be read, tried out before it is kept. */
import type { Failure, Json } from '../failure.ts'

/** Where each field is read from; what is not named is not filled. */
export interface DraftChoices {
  /** For people; the profile's id is made of it. */
  readonly title: string
  /** `format` as in profiles. `zone`: IANA zone of times without one; null: nobody says, so each such event gets a remark. */
  readonly time: { readonly path: string; readonly format: string; readonly zone: string | null } | null
  /** Path into the record by field id. */
  readonly fields: { readonly [field: string]: string }
}

export interface DraftRequest {
  /** As for an import: what was chosen, and the names it is planned under. */
  readonly paths: readonly string[]
  readonly names?: { readonly [path: string]: string }
  /** The file meant, by its path as planned; left out: the first that can be read. */
  readonly file?: string
  /** As for an import: the day of the log's last line, by which times without a year are told. */
  readonly lastDay?: string
  /** Left out: as guessed. */
  readonly choices?: DraftChoices
}

/** A place in the records of a file. */
export interface DraftPlace {
  readonly path: string
  /** Share of the sampled records that have a value here, 0–1. */
  readonly share: number
  /** Up to three different values. */
  readonly examples: readonly string[]
}

/** What was guessed of a field. */
export interface DraftGuess {
  readonly field: string
  readonly path: string
  readonly why: readonly string[]
  /** 0–1. */
  readonly confidence: number
}

export interface Draft {
  readonly path: string
  readonly format: Json
  /** What was seen of the format, in words. */
  readonly why: readonly string[]
  readonly places: readonly DraftPlace[]
  /** The first ten records: their texts, by place. */
  readonly records: readonly (readonly (string | null)[])[]
  readonly guesses: readonly DraftGuess[]
  readonly choices: DraftChoices
  /** Sampled times that state no zone, and sampled records in all. */
  readonly timesWithoutZone: number
  readonly sampled: number
  readonly columns: readonly string[]
  /** The first ten records as events. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** Of the sampled records: how many would be rejected, and the first of them. */
  readonly rejected: number
  readonly rejects: readonly Failure[]
  /** The profile, ready to be kept. */
  readonly yaml: string
  readonly id: string
}

export interface KeptDraft {
  readonly id: string
  /** Path of the profile's file. */
  readonly path: string
}
