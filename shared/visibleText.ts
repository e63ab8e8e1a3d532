/**
 * Text that others wrote, made harmless to the eye: control characters, direction overrides and invisible ones are shown
 * as signs of their own, so that a name cannot pretend to be another.
 */

// C0, DEL, C1; zero width and joiners outside emoji; direction marks, embeddings, isolates; line separators; BOM.
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu
const invisibleKeepingLines =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu

/** One line: line ends and tabs are signs, too (`␊`, `␉`). */
export function visibleLine(text: string): string {
  return text.replace(invisible, signOf)
}

/** Several lines: line ends and tabs stay. */
export function visibleText(text: string): string {
  return text.replace(invisibleKeepingLines, signOf)
}

/** Control pictures of Unicode for C0, else the code point in brackets: `⟨U+202E⟩`. */
function signOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
