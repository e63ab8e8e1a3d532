/** Which cases a start asks for: the words of the command line, of this process or of a second one that was turned away. */
import { isAbsolute, resolve } from 'node:path'

/** Ending of case files. */
const CASE_ENDING = '.vouch'

/**
 * Absolute paths of the cases named, in order, each once. Only words that end in `.vouch` count: Chromium and the
 * system add words of their own, and a switch of theirs must never be taken for a file. A relative path is one of
 * `folder`, the working directory of the process that was started.
 */
export function casesOfArguments(words: readonly string[], folder: string): string[] {
  const paths = words.filter(isCaseWord).map((word) => (isAbsolute(word) ? resolve(word) : resolve(folder, word)))
  return [...new Set(paths)]
}

function isCaseWord(word: string): boolean {
  return !word.startsWith('-') && !word.includes('\0') && word.toLowerCase().endsWith(CASE_ENDING)
}

/** What tells two paths of cases apart. On Windows and macOS names differ by more than upper and lower case. */
export function caseKey(path: string, platform: string): string {
  const whole = resolve(path)
  return platform === 'win32' || platform === 'darwin' ? whole.toLowerCase() : whole
}
