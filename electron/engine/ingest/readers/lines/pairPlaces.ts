/**
 * Where values of `key=value` stand in a line, of whatever shape it is: for what is to be masked in its bytes, not for reading it.
 *
 * So it takes rather too much: a value without quotes goes on to the next key, as in CEF. In a sentence that is more than
 * was meant, and a word too many is masked.
 */

/** A pair and where its value stands in the text, quotes left out: [start, end) in UTF-16 code units. */
export interface PairPlace {
  readonly key: string
  /** As it stands there, escapes and all. */
  readonly value: string
  readonly start: number
  readonly end: number
}

/** A key behind a blank, a separator, a bracket, or the quote in front of a list. */
const keyAt = /(?<=^|[\s\u001d,;^|('"[])([A-Za-z_@][\w.@/[\]-]{0,99})=/g
const quotedAt = /"((?:[^"\\]|\\.)*)"/sy
/** What stands between a value and the next key, and does not belong to either. */
const betweenValues = new Set(' \t\u001d,;^|\')"]')

/** What looks like a pair in a line, in order; none overlaps another. */
export function* pairPlaces(line: string): Generator<PairPlace> {
  const keys = new RegExp(keyAt)
  let next = keys.exec(line)
  while (next !== null) {
    const [whole, key] = next
    let start = next.index + whole.length
    quotedAt.lastIndex = start
    const quoted = quotedAt.exec(line)
    const quotedEnd = quotedAt.lastIndex
    if (quoted !== null) keys.lastIndex = quotedEnd
    next = keys.exec(line)
    let end = next === null ? line.length : next.index
    while (end > start && betweenValues.has(line[end - 1])) end--
    // CEF knows no quotes: a value may begin with a text in quotes and go on. Structured data ends behind them.
    if (quoted !== null && (end <= quotedEnd || line[quotedEnd] === ']')) {
      start += 1
      end = start + quoted[1].length
    }
    yield { key, value: line.slice(start, end), start, end }
  }
}
