/**
 * What auditors test: a question frozen as a population, and samples drawn from it by a rule that anybody can repeat
 * (docs/sampling.md).
 */
import type { CustodyPlace } from './cases.ts'
import type { Question } from './question.ts'

/** What is known of how the exports were obtained, in the words of who freezes the population; left out: not known. */
export interface Obtained {
  /** System, report and version the entity took the exports from. */
  readonly system?: string
  /** Query, filters and options the entity gave to that system. */
  readonly parameters?: string
  /** When, as it was told. */
  readonly extractedAt?: string
  /** By whom. */
  readonly obtainedBy?: string
}

export interface FreezeRequest extends Question {
  /** Differs from those of the case's other populations, whatever the case of its letters. */
  readonly name: string
  readonly obtained?: Obtained
}

/** A stretch of an exhibit without events that is much longer than usual there; ISO 8601 UTC of the events around it. */
export interface TimeGap {
  readonly from: string
  readonly to: string
  readonly seconds: number
}

/** An exhibit of the case when the population was frozen. */
export interface PopulationExhibit {
  readonly label: string
  readonly path: string
  readonly sha256: string
  readonly merkleRoot: string
  readonly sizeBytes: number
  /** The file's own time, ISO 8601 UTC; null where it had none. */
  readonly modifiedAt: string | null
  readonly profile: string
  readonly importedAt: string
  readonly records: number
  readonly events: number
  readonly rejects: number
  readonly isComplete: boolean
  /** Of its events: those in the population, and those without a time. */
  readonly members: number
  readonly withoutTime: number
  /** Gaps found; the longest of them, at most 20, by time. */
  readonly gapCount: number
  readonly gaps: readonly TimeGap[]
  /** What was taken for granted at import, and in how many records. */
  readonly remarks: readonly { readonly code: string; readonly recordCount: number }[]
}

export interface PopulationSummary {
  readonly name: string
  /** Query text. */
  readonly query: string
  readonly events: number
  readonly timeFrom: string | null
  readonly timeTo: string | null
  /** ISO 8601 UTC; as in its custody entry. */
  readonly frozenAt: string
  readonly frozenBy: string
  readonly samples: number
  /** Things that speak against its completeness: exhibits with rejects or broken off, gaps, events without a time. */
  readonly remarkCount: number
}

export interface PopulationInfo extends PopulationSummary {
  /** Zone and instant that the query was understood with. */
  readonly zone: string
  readonly now: string
  /** Version of Vouch that froze it. */
  readonly version: string
  readonly withoutTime: number
  readonly exhibits: readonly PopulationExhibit[]
  readonly obtained: Obtained
  /** SHA-256 of the list of its items (docs/sampling.md), hexadecimal. */
  readonly digest: string
  /** Number and hash of its entry in the custody log. */
  readonly custody: CustodyPlace
}

/** A population held against the case as it is now. */
export interface PopulationCheck {
  /** Whether its items and their records are still those that were frozen. */
  readonly isSame: boolean
  /** Events that answer the same question now, and whether they are the frozen ones; imports since make a difference. */
  readonly nowEvents: number
  readonly isAnswerSame: boolean
}

export const sampleMethods = ['random', 'systematic', 'stratified', 'judgemental'] as const
export type SampleMethod = (typeof sampleMethods)[number]

export const allocations = ['proportional', 'equal'] as const
export type Allocation = (typeof allocations)[number]

/** How a sample is drawn. Left out seeds are made up and recorded. */
export type DrawMethod =
  | { readonly method: 'random'; readonly size: number; readonly seed?: string }
  /** `size` items, every `interval`-th from a random start; of the two, one may be left out and follows from the other. */
  | { readonly method: 'systematic'; readonly size?: number; readonly interval?: number; readonly seed?: string }
  | {
      readonly method: 'stratified'
      readonly size: number
      readonly field: string
      readonly allocation: Allocation
      readonly seed?: string
    }
  /** Events chosen by a person, and why. Nothing can be concluded from them about the rest. */
  | { readonly method: 'judgemental'; readonly events: readonly number[]; readonly reason: string }

export interface DrawRequest {
  readonly case: string
  readonly population: string
  /** Differs from those of the case's other samples, whatever the case of its letters. */
  readonly name: string
  readonly draw: DrawMethod
}

export interface Stratum {
  /** Null: the events without a value. */
  readonly value: string | null
  readonly population: number
  readonly sample: number
}

/** Items by result. */
export interface SampleProgress {
  readonly pass: number
  readonly exception: number
  readonly notApplicable: number
  readonly open: number
}

export interface SampleSummary {
  readonly name: string
  readonly population: string
  readonly populationEvents: number
  readonly method: SampleMethod
  readonly size: number
  /** Null for judgemental picks. */
  readonly seed: string | null
  readonly drawnAt: string
  readonly drawnBy: string
  readonly progress: SampleProgress
}

export interface SampleInfo extends SampleSummary {
  /** Systematic: every so many items from this place on (from 0, in the order of the list); else null. */
  readonly interval: number | null
  readonly start: number | null
  /** Stratified: else null. */
  readonly field: string | null
  readonly allocation: Allocation | null
  readonly strata: readonly Stratum[]
  /** Judgemental: why these; else null. */
  readonly reason: string | null
  readonly version: string
  readonly custody: CustodyPlace
}

export const sampleResults = ['pass', 'exception', 'notApplicable'] as const
export type SampleResult = (typeof sampleResults)[number]

/** A mark of an item. */
export interface SampleMark {
  /** Null: an earlier mark was taken back. */
  readonly result: SampleResult | null
  readonly note: string
  /** ISO 8601 UTC; as in its custody entry. */
  readonly at: string
  readonly who: string
}

export interface SampleItem {
  /** From 1, in the order of drawing. */
  readonly position: number
  readonly event: number
  readonly exhibit: string
  readonly record: number
  /** RFC 9162 leaf hash of the record, hexadecimal. */
  readonly leafHash: string
  /** Of a stratified sample; null: none, or the event has no value. */
  readonly stratum: string | null
  /** Cells of the columns asked for. */
  readonly cells: readonly (string | null)[]
  /** The latest mark; null: none, or it was taken back. */
  readonly mark: SampleMark | null
  /** Marks so far. */
  readonly marks: number
}

export interface SampleItems {
  readonly total: number
  readonly columns: readonly string[]
  readonly items: readonly SampleItem[]
}

export interface SampleItemsRequest {
  readonly case: string
  readonly sample: string
  readonly columns: readonly string[]
  readonly offset: number
  readonly limit: number
  /** Secrets in cells are given as `[REDACTED]`. */
  readonly redact?: boolean
}

export interface MarkRequest {
  readonly case: string
  readonly sample: string
  /** Positions. */
  readonly items: readonly number[]
  /** Null takes marks back. */
  readonly result: SampleResult | null
  readonly note?: string
}

export const workpaperFormats = ['xlsx', 'html'] as const
export type WorkpaperFormat = (typeof workpaperFormats)[number]

/** The list of a population's items, for redrawing. */
export interface ListExportRequest {
  readonly case: string
  readonly population: string
  readonly out: string
  readonly overwrite?: boolean
  /** Field whose values stand in a fourth column, for strata. */
  readonly field?: string
}

export interface WorkpaperRequest {
  readonly case: string
  readonly sample: string
  readonly format: WorkpaperFormat
  readonly out: string
  readonly overwrite?: boolean
  /** IANA zone that times are written in; left out: UTC. */
  readonly timeZone?: string
}

/** A list or workpaper that was written. */
export interface SampleFileReport {
  readonly out: string
  /** Items written. */
  readonly rows: number
  readonly sizeBytes: number
  readonly sha256: string
  readonly seconds: number
  /** Whether it is entered in the custody log; false where the case cannot be written. */
  readonly recorded: boolean
}
