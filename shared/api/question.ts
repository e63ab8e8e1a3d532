/** What is asked of a case, and in which order the answer comes. */
import type { FieldType } from '../fields.ts'
import type { Filter } from '../filter.ts'

/** A question put to a case. A text is parsed as query language. */
export interface Question {
  /** Path of the case file. */
  readonly case: string
  readonly filter: Filter | string
  /** What `now` means, in microseconds since 1970 UTC; left out: the clock on the wall. */
  readonly nowMicros?: number
  /** IANA zone of times typed without one; left out: UTC. */
  readonly zone?: string
  /**
   * Whether events that came in before with the same content are part of the answer. Left out: no, unless the filter speaks of
   * the field `duplicate`.
   */
  readonly duplicates?: boolean
}

export interface SortBy {
  readonly field: string
  readonly descending: boolean
}

/** A column that can be asked for, sorted and filtered by. */
export interface ColumnInfo {
  readonly id: string
  readonly label: string
  readonly type: FieldType
  readonly facet: boolean
  /** Whether a profile brought it. */
  readonly isOwn: boolean
  /**
   * Entries of its dictionary in this case: 0 where no event has a value; further values may stand with the events. Null: the
   * field has no dictionary.
   */
  readonly dictionarySize: number | null
}
