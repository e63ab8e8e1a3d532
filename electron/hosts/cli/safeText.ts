/** Text from logs on a terminal: control characters and direction marks are shown, never obeyed. */

// C0, DEL, C1, zero-width and bidirectional controls, line and paragraph separators, lone surrogates.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu

/** `text` with every hidden character written as an escape. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (c) =>
    c === '\n'
      ? '\\n'
      : c === '\t'
        ? '\\t'
        : c === '\r'
          ? '\\r'
          : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Cut in the middle to `width` characters. */
export function shortened(text: string, width: number): string {
  const chars = [...text]
  if (chars.length <= width) return text
  const tail = Math.floor((width - 1) / 3)
  return `${chars.slice(0, width - 1 - tail).join('')}…${tail === 0 ? '' : chars.slice(-tail).join('')}`
}
