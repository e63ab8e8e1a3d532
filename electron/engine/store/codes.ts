/**
 * Codes: how a text value of an event stands in a column.
 *
 * 0 is "no value"; 1 … 2^31 - 1 is an entry of the field's dictionary; a code with the top bit set is a value that
 * stands inline with the event, and the other 31 bits are its hash. A value may stand inline in one exhibit and in the
 * dictionary for a later one, as each import judges anew which fields get entries; so both are asked, and inline hits
 * need a look at the text.
 */

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
  let hash = 0x811c9dc5
  for (let i = 0; i < value.length; i++) {
    let unit = value.charCodeAt(i)
    if (unit >= 0x80) return inlineCodeOfFolded(value.toLowerCase())
    if (unit >= 65 && unit <= 90) unit += 32
    hash = Math.imul(hash ^ unit, 0x01000193)
  }
  return mixed(hash)
}

function inlineCodeOfFolded(value: string): number {
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
