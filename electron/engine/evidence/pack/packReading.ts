/** What a pack needs of its events; the parts that read and redact them are handed in. */
import type { EventRow } from '../../query/index.ts'
import type { ReportChange } from '../exports/index.ts'

export interface PackReading {
  /** The events in the pack's order; asked for several times, each time the same. */
  events(): Iterable<EventRow>
  /** Cells of the pack's columns. */
  cells(event: EventRow): readonly (string | null)[]
  /** The record as JSON on one line; null: it is not given. */
  payload(event: EventRow): string | null
  /** `redacted`: these are not the bytes that were received. */
  record(event: EventRow): { readonly kind: 'verbatim' | 'redacted'; readonly bytes: Buffer }
  /** Another text about the event, as it may be given. */
  text(event: EventRow, text: string): string
  changes(event: EventRow): readonly ReportChange[] | null
}
