/** The log file of the desktop: why the engine's process ended, and what it said. Of events it holds nothing. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** From this size on the file is put aside as `.old`, and a new one begun. */
export const LOG_MAX_BYTES = 1024 * 1024

/** Longest text of one entry, in characters. */
const ENTRY_MAX = 16_384

export interface LogFile {
  readonly path: string
  /** Appends an entry; line breaks stay, other control characters are made harmless. */
  write(text: string): void
}

/** The log at `path`; the folder is made. `now` gives the time of an entry. */
export function openLogFile(path: string, now: () => Date = () => new Date()): LogFile {
  mkdirSync(dirname(path), { recursive: true })
  return {
    path,
    write(text) {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) renameSync(path, `${path}.old`)
      appendFileSync(path, logEntry(text, now()))
    },
  }
}

/** One entry: time in UTC, text; lines after the first are indented, so that no text can pose as an entry. */
export function logEntry(text: string, time: Date): string {
  const shown = text.length > ENTRY_MAX ? `${text.slice(0, ENTRY_MAX)} … (${text.length} characters)` : text
  const lines = shown.trimEnd().split(/\r\n|[\n\r\u2028\u2029]/)
  const safe = lines.map((line) => line.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '\uFFFD'))
  return `${time.toISOString()} ${safe.join('\n    ')}\n`
}
