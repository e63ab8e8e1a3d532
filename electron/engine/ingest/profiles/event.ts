/** The event as a profile makes it of one record, before it is given a number and a place in the case. */
import type { Failure, Json } from '../../../../shared/failure.ts'

/** A decoded record: an object for JSON and CSV alike. */
export type Payload = { readonly [key: string]: Json }

/** What was taken for granted while mapping; counted per exhibit and shown. */
export type RemarkCode =
  | 'time-without-zone'
  | 'time-without-year'
  | 'time-guessed'
  | 'value-unknown'
  | 'duplicate-keys'
  | 'invalid-utf8'
  | 'cell-not-json'
  | 'cell-error'
  | 'formula-without-result'
  | 'merged-cells'
  | 'hidden-sheet'
  | 'text-before-json'

export interface MappedEvent {
  /** Microseconds since 1970-01-01T00:00:00Z (exact up to the year 2255, to the millisecond beyond); null where the record states none. */
  readonly time: number | null
  /** The time as the record writes it; null where there is none. */
  readonly timeText: string | null
  /** One value per entry of the profile's `outputs`, in that order; null where the record states none. */
  readonly values: readonly (string | null)[]
  readonly remarks: readonly RemarkCode[]
}

export type Mapped =
  | { readonly ok: true; readonly event: MappedEvent }
  | { readonly ok: false; readonly failure: Failure }
