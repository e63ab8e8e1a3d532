/**
 * Text of logs as text of an HTML page: nothing of it can become markup, and what cannot be seen is shown, as the window does.
 * There is no other way for a value into the report than through here.
 */
import { visibleLine, visibleText } from '../../../../../shared/visibleText.ts'

const MARKUP = /[&<>"'`]/g
const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}
const LONE_SURROGATE = /\p{Surrogate}/gu

/** One line: line ends and tabs are signs, too. */
export function htmlLine(text: string): string {
  return escaped(visibleLine(text))
}

/** Several lines, for where white space is kept. A CR is a sign, too: HTML makes a line end of it (§13.2.3.5), as if it were another. */
export function htmlLines(text: string): string {
  return escaped(visibleText(text).replaceAll('\r', '␍'))
}

/** Half of a character has no place in UTF-8; it is shown as its number. */
function escaped(text: string): string {
  const whole = text.isWellFormed()
    ? text
    : text.replace(LONE_SURROGATE, (half) => `⟨U+${half.charCodeAt(0).toString(16).toUpperCase()}⟩`)
  return whole.replace(MARKUP, (character) => entities[character])
}

/** A text as a CSS string (CSS Syntax 3 §4.3.5): all but letters and digits of ASCII by their numbers. */
export function cssString(text: string): string {
  const escapedText = visibleLine(text)
    .toWellFormed()
    .replace(/[^A-Za-z0-9 .:,_-]/gu, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `)
  return `"${escapedText}"`
}
