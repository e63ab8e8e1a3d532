/** Edits of a text: what is put in place of what. They leave everything else as it is, character for character. */
import { REDACTED } from '../api/events.ts'

/** In place of [start, end) of a text. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What stands for a secret. */
export const MASKED: string = REDACTED

/** The text with the edits made; they are in order and do not overlap. */
export function applied(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  let out = ''
  let at = 0
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return out + text.slice(at)
}
