/**
 * Codes: how a text value of an event stands in a column.
 *
 * 0 is "no value"; 1 … 2^31 - 1 is an entry of the field's dictionary; a code with the top bit set is a value that
 * stands inline with the event, and the other 31 bits are its hash. A value may stand inline in one exhibit and in the
 * dictionary for a later one, as each import judges anew which fields get entries; so both are asked, and inline hits
 * need a look at the text.
 */

import { asciiBytes } from '../base/index.ts'
import type { InlineValues } from './inlineText.ts'

export const NO_VALUE = 0
export const INLINE_BIT = 0x80000000

/** Whether the code is the hash of an inline value. */
export function isInline(code: number): boolean {
  return code >= INLINE_BIT
}

/**
 * Code of an inline value: its 31-bit hash (FNV-1a over UTF-16 units, with a final mix) under the inline bit. Values
 * that differ in case alone get the same code, so that it also serves questions that ignore case.
 */
export function inlineCode(value: string): number {
  const bytes = asciiBytes(value)
  return bytes === null ? codeOfFolded(value.toLowerCase()) : codeOfAscii(bytes, 0, bytes.length)
}

/** Puts the {@link inlineCode} of each of many values, in order, wherever `codes` has the bare inline bit. */
export function putInlineCodes(codes: Uint32Array, { text, ends, bytes }: InlineValues): void {
  let start = 0
  for (let at = 0, next = 0; next < ends.length; at++) {
    if (codes[at] !== INLINE_BIT) continue
    const end = ends[next++]
    codes[at] = bytes === null ? inlineCode(text.slice(start, end)) : codeOfAscii(bytes, start, end)
    start = end
  }
}

function codeOfAscii(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) {
    let unit = bytes[i]
    if (unit >= 65 && unit <= 90) unit += 32
    hash = Math.imul(hash ^ unit, 0x01000193)
  }
  return mixed(hash)
}

function codeOfFolded(value: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193)
  return mixed(hash)
}

function mixed(hash: number): number {
  let out = hash ^ (hash >>> 15)
  out = Math.imul(out, 0x2c1b3c6d)
  out ^= out >>> 13
  return (out | INLINE_BIT) >>> 0
}
