/** What the masking of a record's bytes asks of whoever knows what is to be masked. */
import type { PathSegment } from '../../shared/query/index.ts'
import type { Edit } from '../../shared/redaction/index.ts'

/** Who says what is to be replaced in the record of an event: for display, or for what leaves the house. */
export interface RecordRedactor {
  /** Edits of JSON text, in order; null where it is none. `key`: what the whole stands under. */
  jsonEdits(text: string, path: readonly PathSegment[], key?: string | null): readonly Edit[] | null
  /** Edits of a cell's text under the column of that name. */
  memberEdits(text: string, path: readonly PathSegment[], key: string): readonly Edit[]
  /** Whether something that was to be replaced is still there. */
  survivesIn(text: string): boolean
}
