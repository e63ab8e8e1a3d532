/** The last questions of a case, newest first, each once. */
import type { Json } from '../../../../shared/failure.ts'

export const MAX_HISTORY = 50

/** Longer texts are not kept: settings are for small things. */
const MAX_ENTRY_LENGTH = 4_000

export function withEntry(history: readonly string[], text: string): readonly string[] {
  if (text.trim() === '' || text.length > MAX_ENTRY_LENGTH) return history
  return [text, ...history.filter((entry) => entry !== text)].slice(0, MAX_HISTORY)
}

/** What was remembered; anything but texts is left out. */
export function historyFrom(kept: Json): readonly string[] {
  if (!Array.isArray(kept)) return []
  return kept.filter((entry): entry is string => typeof entry === 'string').slice(0, MAX_HISTORY)
}
