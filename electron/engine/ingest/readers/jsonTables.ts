/**
 * Which bytes matter where in JSON text; everything else is passed over in tight loops.
 */

export const LF = 10
export const QUOTE = 34
export const COMMA = 44
export const BACKSLASH = 92
export const OPEN_ARRAY = 91
export const CLOSE_ARRAY = 93
export const OPEN_OBJECT = 123
export const CLOSE_OBJECT = 125

/** Outside strings: 1 quote, 2 opening bracket, 3 closing bracket, 4 line end. */
export const outsideKind = new Uint8Array(256)
outsideKind[QUOTE] = 1
outsideKind[OPEN_ARRAY] = 2
outsideKind[OPEN_OBJECT] = 2
outsideKind[CLOSE_ARRAY] = 3
outsideKind[CLOSE_OBJECT] = 3
outsideKind[LF] = 4

/** Inside strings: 1 quote, 2 backslash, 3 line end (which cannot stand there). */
export const insideKind = new Uint8Array(256)
insideKind[QUOTE] = 1
insideKind[BACKSLASH] = 2
insideKind[LF] = 3

/** What may stand right behind a string: blanks, comma, colon, closing brackets. */
export const mayFollowString = new Uint8Array(256)
for (const unit of [9, 10, 13, 32, COMMA, 58, CLOSE_ARRAY, CLOSE_OBJECT]) mayFollowString[unit] = 1

/** Blank between JSON values, the line end included. */
export function isJsonBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09
}
