/**
 * Query text in a box of one line. Values of logs may hold line ends and other control characters, which such a box
 * would drop without a word, and so ask for something else: they stand in it as the pictures Unicode has for them
 * (`␊`), one sign each, so that places in the text stay the same.
 */

const PICTURES = 0x2400

/** `text` with the characters U+0000 … U+001F as U+2400 … U+241F. */
export function boxText(text: string): string {
  return text.replace(/[\u0000-\u001f]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + PICTURES))
}

/** The text that a box stands for. A picture typed as such counts as the character it shows. */
export function textOfBox(text: string): string {
  return text.replace(/[\u2400-\u241f]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - PICTURES))
}
