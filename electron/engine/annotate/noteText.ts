/** What a note may say. */
import { fail } from '../../../shared/failure.ts'

/** UTF-16 code units of a note at most. */
export const MAX_NOTE_LENGTH = 10_000

/** The text as it is kept, its line ends as LF. Fails with `usage/bad-argument`. */
export function requireText(text: string): string {
  const kept = text.replaceAll('\r\n', '\n')
  // The control characters but tab and line feed: a terminal would obey them.
  const isNote =
    kept.trim() !== '' && kept.length <= MAX_NOTE_LENGTH && kept.isWellFormed() && !/[^\P{Cc}\t\n]/u.test(kept)
  if (isNote) return kept
  fail({
    code: 'usage/bad-argument',
    message: 'This cannot be a note',
    next: `A note has 1 to ${MAX_NOTE_LENGTH.toLocaleString('en')} characters, no control characters, and not blanks alone.`,
  })
}
