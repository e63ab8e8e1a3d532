/**
 * The one definition of a word, for indexing and for asking alike.
 *
 * Text is folded (NFKD, combining marks dropped, lower case, final sigma as sigma); a word is a maximal run of ASCII
 * letters and digits and of other letters and numbers (Unicode L and N). A UUID in its 8-4-4-4-12 form that touches
 * no further letter or digit is one word of 32 digits: as five words it would cost the index five entries, four of
 * them of no use.
 *
 * The index is SQLite FTS5 with its `ascii` tokenizer, the fastest one: tokens are runs of ASCII letters and digits and of
 * all bytes from 0x80 up, ASCII case folded (https://www.sqlite.org/fts5.html §4.3.2). `foldForIndex` prepares text so that it finds
 * exactly these words. (FTS5 cuts tokens at 32,768 bytes, when indexing and when asking.)
 */

// About twice as fast in V8 as looking for the first character outside.
// NUL alone is left out, as SQLite may end text there.
const plainAscii = /^[\x01-\x7f]*$/
// NUL goes with them.
const beyondAscii = /[\x00\x80-\uffff]+/g
const marks = /\p{M}+/gu
// as above.
const noWordUnlessAscii = /[^\x01-\x7f\p{L}\p{N}]+/gu
const wordRun = /[a-z0-9\u0080-\uffff]+/g

const DASH = 45
const UUID_LENGTH = 36

/** A phrase: its words, folded, one after the other; the last may go on where `prefix` is set. */
export interface Phrase {
  readonly words: readonly string[]
  readonly prefix: boolean
}

/** The words of a text, in order, folded. Empty where it holds no letter and no digit. */
export function wordsOf(text: string): string[] {
  return foldedText(text).match(wordRun) ?? []
}

/** A text in which its words stand as {@link wordsOf} gives them, for {@link holdsPhrase}. */
export function foldedText(text: string): string {
  return foldForIndex(text).toLowerCase()
}

/** Whether the words of a text, which is given folded, hold the phrase's words one after the other. */
export function holdsPhrase(folded: string, phrase: Phrase): boolean {
  const first = phrase.words[0]
  for (let at = folded.indexOf(first); at >= 0; at = folded.indexOf(first, at)) {
    if (!isWordUnit(folded.charCodeAt(at - 1)) && isPhraseAt(folded, at, phrase)) return true
    // No other word begins before this one has ended.
    while (isWordUnit(folded.charCodeAt(at))) at++
  }
  return false
}

/** Whether the phrase stands where its first word was found. */
function isPhraseAt(folded: string, start: number, { words, prefix }: Phrase): boolean {
  let at = start
  for (let i = 0; i < words.length; i++) {
    if (i > 0) {
      while (at < folded.length && !isWordUnit(folded.charCodeAt(at))) at++
      if (!folded.startsWith(words[i], at)) return false
    }
    at += words[i].length
    const mayGoOn = prefix && i === words.length - 1
    if (!mayGoOn && isWordUnit(folded.charCodeAt(at))) return false
  }
  return true
}

/**
 * Text whose tokens under FTS5's `ascii` tokenizer are `wordsOf(text)`. ASCII without UUIDs comes back as it is (ASCII
 * case too, as the tokenizer folds it); NUL and lone surrogates become blanks.
 */
export function foldForIndex(text: string): string {
  return foldAsciiForIndex(plainAscii.test(text) ? text : text.replace(beyondAscii, foldedRun))
}

/** The same for a text of which it is known that it is ASCII without NUL. */
export function foldAsciiForIndex(text: string): string {
  return text.length < UUID_LENGTH ? text : joinUuids(text)
}

/** Short runs met before, folded: in most languages a text has few different ones. */
const foldedRuns = new Map<string, string>()
const MAX_RUNS_KEPT = 4_096
const MAX_RUN_KEPT_LENGTH = 4

/**
 * Folds one run without ASCII. What stands around a run changes nothing: an ASCII character decomposes into itself, takes
 * no part in reordering marks, and the one rule of lower case that looks around (final sigma) is undone.
 */
function foldedRun(run: string): string {
  if (run.length > MAX_RUN_KEPT_LENGTH) return foldedNow(run)
  let folded = foldedRuns.get(run)
  if (folded === undefined) {
    folded = foldedNow(run)
    if (foldedRuns.size >= MAX_RUNS_KEPT) foldedRuns.clear()
    foldedRuns.set(run, folded)
  }
  return folded
}

function foldedNow(run: string): string {
  return run.normalize('NFKD').replace(marks, '').toLowerCase().replaceAll('ς', 'σ').replace(noWordUnlessAscii, ' ')
}

/** Takes the dashes out of UUIDs. Jumps from dash to dash, as most texts have few. */
function joinUuids(text: string): string {
  let joined = ''
  let copied = 0
  let dash = text.indexOf('-', 8)
  while (dash >= 0) {
    if (
      text.charCodeAt(dash + 5) === DASH &&
      text.charCodeAt(dash + 10) === DASH &&
      text.charCodeAt(dash + 15) === DASH &&
      isUuidAt(text, dash - 8)
    ) {
      joined +=
        text.slice(copied, dash) +
        text.slice(dash + 1, dash + 5) +
        text.slice(dash + 6, dash + 10) +
        text.slice(dash + 11, dash + 15)
      copied = dash + 16
      dash = text.indexOf('-', dash + 28)
    } else dash = text.indexOf('-', dash + 1)
  }
  return copied === 0 ? text : joined + text.slice(copied)
}

/** Whether 32 hexadecimal digits stand around the four dashes, and no word goes on before or behind. */
function isUuidAt(text: string, start: number): boolean {
  const end = start + UUID_LENGTH
  if (end > text.length || isWordUnit(text.charCodeAt(start - 1)) || isWordUnit(text.charCodeAt(end))) return false
  for (let at = 0; at < UUID_LENGTH; at++) {
    const isDashPlace = at === 8 || at === 13 || at === 18 || at === 23
    if (!isDashPlace && !isHexDigit(text.charCodeAt(start + at))) return false
  }
  return true
}

function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}

/** In folded text everything from 0x80 up belongs to a word. NaN (outside the text) does not. */
function isWordUnit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code >= 0x80
}
