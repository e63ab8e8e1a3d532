/**
 * Values that are no record (numbers, words, stray text) where a record or a wrapper's value should stand.
 */
import type { Failure } from '../../../../shared/failure.ts'
import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA, isJsonBlank, LF, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './jsonTables.ts'
import { notAnObject, notJson } from './rejections.ts'

/** Longest token looked at more closely, in units. */
const MAX_TOKEN_UNITS = 4096

/** Where the token at `start` ends: before a blank, comma or bracket, or behind its closing quote; -1 if not in sight. */
export function tokenEnd(units: Uint8Array, start: number): number {
  let at = start
  if (units[at] === QUOTE) {
    for (at++; at < units.length; at++) {
      if (units[at] === 92 && units[at + 1] !== LF) at++
      else if (units[at] === QUOTE) return at + 1
      else if (units[at] === LF) return at
    }
    return -1
  }
  for (; at < units.length; at++) {
    const unit = units[at]
    if (unit === COMMA || unit === CLOSE_ARRAY || unit === OPEN_ARRAY || unit === OPEN_OBJECT || isJsonBlank(unit))
      return at
    if (unit === CLOSE_OBJECT) return at === start ? at + 1 : at
  }
  return -1
}

/** Why the token [start, end) is no record. */
export function tokenFailure(
  units: Buffer,
  start: number,
  end: number,
  span: { startByte: number; endByte: number; line: number },
): Failure {
  if (end - start <= MAX_TOKEN_UNITS) {
    try {
      const value: unknown = JSON.parse(units.toString('latin1', start, end))
      return notAnObject(span, value === null ? 'null' : `a ${typeof value}`)
    } catch {
      return notJson(span, 'there is text between the records')
    }
  }
  return notJson(span, 'there is text between the records')
}
