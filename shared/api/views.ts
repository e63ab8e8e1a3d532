/** Views: a filter with columns, order and zone under a name, kept in the case and given on as a file. */
import type { SortBy } from './question.ts'

export const VIEW_FORMAT = 1

export interface ViewColumn {
  readonly id: string
  /** In CSS pixels; null: as the field's own. */
  readonly width: number | null
  readonly pinned: 'left' | 'right' | null
}

/** A saved view; as a file it is this object as JSON. */
export interface SavedView {
  /** {@link VIEW_FORMAT}; newer ones are refused. */
  readonly vouchView: number
  readonly name: string
  /** Query text. */
  readonly query: string
  readonly columns: readonly ViewColumn[]
  readonly sort: SortBy | null
  /** IANA zone, `UTC` or `local`. */
  readonly zone: string
}
