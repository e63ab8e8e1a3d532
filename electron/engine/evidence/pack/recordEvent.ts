/** Events made of records without a case; the import's parts that do it are handed in, as evidence does not import them. */
import type { Failure, Json } from '../../../../shared/failure.ts'

/** How the records of an exhibit were read, as a pack states it. */
export interface StatedReading {
  /** The profile, as JSON. */
  readonly profileText: string
  readonly format: Json
  readonly timezone: string
}

/** What a record says; values in the order of the reader's fields. */
export interface RecordEvent {
  readonly timeMicros: number | null
  readonly timeText: string | null
  readonly values: readonly (string | null)[]
  /** The record as JSON on one line. */
  readonly payload: string
}

export interface RecordReader {
  /** Fields it may fill. */
  readonly fields: readonly string[]
  /** Null: the record gives no event. */
  event(record: Uint8Array): RecordEvent | null
}

/** Makes a reader; a failure where the profile cannot be used. */
export type OpenRecordReader = (stated: StatedReading) => RecordReader | Failure
