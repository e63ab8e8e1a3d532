/**
 * A text that is nothing but `key=value`, blanks between: logfmt, FortiGate and their like. Values with blanks are quoted.
 *
 * Stricter than the lists that profiles open, as nobody has said that the text is one: a single word that is no pair, and it
 * is none.
 */
import type { Json } from '../../../../../shared/failure.ts'
import { grouped } from './groupedPairs.ts'

/** Pairs of one text; a text with more stays one. */
const MAX_PAIRS = 10_000

/** auditd puts the group separator in front of what it adds (auditd.conf(5), `log_format = ENRICHED`). */
const blanks = /[ \t\u001d]+/y
const pair =
  /([A-Za-z_@][\w.@/-]{0,99})=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'\u001d][^\s\u001d]*)?)(?=[ \t\u001d]|$)/sy

/** The pairs of a text that is nothing else, at least `least` of them; null where it is none. */
export function pairsFromText(text: string, least: number): { readonly [key: string]: Json } | null {
  const pairs: [string, string][] = []
  let at = 0
  while (at < text.length) {
    blanks.lastIndex = at
    if (blanks.test(text)) at = blanks.lastIndex
    if (at >= text.length) break
    pair.lastIndex = at
    const found = pair.exec(text)
    if (found === null || pairs.length >= MAX_PAIRS) return null
    at = pair.lastIndex
    const [, key, quoted, single, plain] = found
    pairs.push([key, quoted === undefined ? (single ?? plain ?? '') : unescaped(quoted)])
  }
  return pairs.length < least ? null : grouped(pairs)
}

/** Of a quoted value; other backslashes are characters like any other, as in paths of Windows. */
export function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1')
}
