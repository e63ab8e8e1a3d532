/** What is being typed at a place of a query text, so that a text box can offer how to go on. */
import { fieldById } from '../fields.ts'
import { quoteEnd, readBare, readQuoted } from './escape.ts'
import { type KnownField, type QueryScan, type QueryToken, scanQuery } from './scan.ts'

/**
 * `field`: the start of a word, which may become a field name or a text to look for. `value`: the start of a value of
 * `field`, as meant (unescaped). What is chosen replaces [start, end) of the text (0-based UTF-16 code units).
 */
export type Completion =
  | { readonly kind: 'field'; readonly prefix: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'value'
      readonly field: string
      readonly prefix: string
      readonly isQuoted: boolean
      readonly start: number
      readonly end: number
    }

/** The tokens of a query text for marking its syntax: in order, without overlap; blanks belong to none. */
export function tokenizeQuery(text: string, knownField: KnownField = fieldById): readonly QueryToken[] {
  return scanQuery(text, knownField).tokens
}

/**
 * What is being typed just before `column` (1-based, as in failures: the caret stands before that character);
 * null where nothing can be completed, such as right behind a closing quote or parenthesis, or in an expression.
 * `scanned`: the scan of `text`, where there is one already.
 */
export function completionAt(
  text: string,
  column: number,
  knownField: KnownField = fieldById,
  scanned: QueryScan = scanQuery(text, knownField),
): Completion | null {
  const caret = Math.max(0, Math.min(text.length, column - 1))
  // Only what stands before the caret says what is being typed; the rest of that token is replaced with it.
  const typed = text.slice(0, caret)
  const { tokens, openField } = caret === text.length ? scanned : scanQuery(typed, knownField)
  const token = tokens.at(-1)
  if (token === undefined || token.end < caret || opensPlace(token)) {
    if (openField === null) return { kind: 'field', prefix: '', start: caret, end: caret }
    return { kind: 'value', field: openField, prefix: '', isQuoted: false, start: caret, end: caret }
  }
  const isUnclosed = token.kind === 'quoted' && quoteEnd(typed, token.start) < 0
  if (token.kind === 'close' || token.kind === 'rangeClose' || token.kind === 'regexp') return null
  if (token.kind === 'quoted' && (!isUnclosed || token.ofField === undefined)) return null
  const { start } = token
  const whole = scanned.tokens.find((other) => other.start === start)
  const end = Math.max(caret, whole?.end ?? caret)
  if (token.ofField === undefined) return { kind: 'field', prefix: typed.slice(start), start, end }
  const prefix = isUnclosed ? readQuoted(typed, start + 1, caret) : readBare(typed, start, caret).value
  return { kind: 'value', field: token.ofField, prefix, isQuoted: isUnclosed, start, end }
}

function opensPlace(token: QueryToken): boolean {
  return token.kind === 'operator' || token.kind === 'open' || token.kind === 'rangeOpen' || token.kind === 'not'
}
