/** JSON inside a text: a cell of a CSV row, a value of another JSON record. */
import type { Json } from '../../../../shared/failure.ts'
import { MAX_DEPTH } from '../record.ts'
import { quoteInexactNumbers, takeCensus, type ValueCensus } from './jsonExact.ts'

const census: ValueCensus = { keys: 0, isTooDeep: false, hasSuspectNumber: false, fewestChars: 0 }

/**
 * The object or list that a text holds as JSON, numbers as exact as in a record of its own; undefined where it holds
 * none, or one nested too deeply. Requires a text that begins, blanks aside, with a bracket.
 */
export function jsonFromText(text: string): Json | undefined {
  try {
    let value: unknown = JSON.parse(text)
    takeCensus(value as object, MAX_DEPTH - 1, census)
    if (census.isTooDeep) return undefined
    if (census.hasSuspectNumber) value = JSON.parse(quoteInexactNumbers(text))
    return value as Json
  } catch {
    return undefined // not JSON after all; the caller keeps the text
  }
}
