/**
 * What people add to events: bookmarks, tags, notes. Kept beside the events, never in them; every change is a batch that
 * can be undone and stands in the custody log.
 */
import type { Question } from './question.ts'

/** What an event carries; shown in the grid. */
export interface RowMarks {
  readonly bookmarked: boolean
  /** Names, in the order of the case's tags. */
  readonly tags: readonly string[]
  readonly notes: number
}

/** Events a change is made to: these by number, or all that answer a question. */
export type AnnotationTarget = { readonly events: readonly number[] } | { readonly question: Question }

export type AnnotationChange =
  | { readonly kind: 'bookmark'; readonly on: boolean }
  | { readonly kind: 'tag'; readonly tag: string; readonly on: boolean }
  | { readonly kind: 'note'; readonly text: string }

/** What a change did; `batch` undoes it. */
export interface AnnotationBatch {
  readonly batch: number
  /** Events that are different now. */
  readonly changed: number
}

export interface NoteInfo {
  readonly note: number
  readonly event: number
  readonly text: string
  readonly author: string
  /** ISO 8601 UTC. */
  readonly at: string
}

/** Colour names of the design; the interface gives them their values. */
export const tagColours = ['blue', 'green', 'amber', 'red', 'purple', 'teal', 'pink', 'grey'] as const
export type TagColour = (typeof tagColours)[number]

export interface TagInfo {
  readonly name: string
  readonly colour: TagColour
  readonly events: number
}
