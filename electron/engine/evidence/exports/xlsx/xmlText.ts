/**
 * Text as a cell of a workbook holds it. XML 1.0 §2.2 knows no control characters, no lone surrogates, no U+FFFE and
 * U+FFFF, and readers make a line feed of a carriage return (§2.11): those are written `_xHHHH_` (ECMA-376 Part 1
 * §22.9.2.19, ST_Xstring), and so is the `_` of a text that looks like such an escape by itself.
 */

const NEEDS_CARE = /[&<>\0-\x08\x0b-\x1f\x7f\ufffe\uffff]|_x[0-9a-f]{4}_|[\ud800-\udfff]/iu
const NO_XML = /[\0-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]/gu
const LOOKS_ESCAPED = /_(?=x[0-9a-f]{4}_)/gi
const MARKUP = /[&<>]/g
const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** The text with what XML cannot hold escaped, not yet as XML: what a reader that knows no `_xHHHH_` shows. */
export function xstring(text: string): string {
  return text
    .replace(LOOKS_ESCAPED, '_x005F_')
    .replace(NO_XML, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
}

/** The text between the tags of an element. */
export function xmlText(text: string): string {
  if (!NEEDS_CARE.test(text)) return text
  return xstring(text).replace(MARKUP, (character) => ENTITIES[character])
}

/** The text that `xstring` gave, back again. */
export function textOfXstring(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
