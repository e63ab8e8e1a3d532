/**
 * Bytes of a record → text. Broken UTF-8 is never an error: it becomes U+FFFD, and is remarked.
 */
import { isAscii, isUtf8 } from 'node:buffer'
import type { Encoding } from '../record.ts'

export interface DecodedText {
  readonly text: string
  /** False where bytes were no valid text in their encoding. */
  readonly isValid: boolean
  /** Whether the text is known to be ASCII without NUL; it may be where this is false. */
  readonly isAscii: boolean
}

/** Decodes slices of buffers; looks at each buffer once, since records come in runs. Keeps the last buffer only. */
export class TextDecoding {
  readonly #encoding: Encoding
  #bytes: Uint8Array = new Uint8Array(0)
  #buffer: Buffer = Buffer.alloc(0)
  #isAllAscii = true
  #hasNul = false
  #isAllValid = true

  constructor(encoding: Encoding) {
    this.#encoding = encoding
  }

  /** `bytes` as a buffer; the same one until other bytes come. */
  bufferOf(bytes: Uint8Array): Buffer {
    if (bytes !== this.#bytes) this.#look(bytes)
    return this.#buffer
  }

  /** Whether all of `bytes` is ASCII without NUL, in an encoding that writes it as single bytes. */
  isAscii(bytes: Uint8Array): boolean {
    if (bytes !== this.#bytes) this.#look(bytes)
    return this.#isAllAscii && !this.#hasNul && (this.#encoding === 'utf-8' || this.#encoding === 'windows-1252')
  }

  /** The text of `bytes[start, end)`. */
  decode(bytes: Uint8Array, start: number, end: number): DecodedText {
    if (bytes !== this.#bytes) this.#look(bytes)
    const buffer = this.#buffer
    switch (this.#encoding) {
      case 'utf-8': {
        if (this.#isAllAscii)
          return { text: buffer.toString('latin1', start, end), isValid: true, isAscii: !this.#hasNul }
        const isValid = this.#isAllValid || isUtf8(buffer.subarray(start, end))
        const text = buffer.toString('utf8', start, end)
        // Of valid UTF-8 every character beyond ASCII has fewer units than bytes.
        return { text, isValid, isAscii: isValid && text.length === end - start && !this.#hasNul }
      }
      case 'windows-1252':
        return {
          text: textFromWindows1252(buffer.toString('latin1', start, end), this.#isAllAscii),
          isValid: true,
          isAscii: this.#isAllAscii && !this.#hasNul,
        }
      case 'utf-16le': {
        const text = buffer.toString('utf16le', start, end)
        return { text, isValid: text.isWellFormed(), isAscii: false }
      }
      case 'utf-16be': {
        const swapped = Buffer.from(buffer.subarray(start, end - ((end - start) % 2))).swap16()
        const text = swapped.toString('utf16le')
        return { text, isValid: text.isWellFormed(), isAscii: false }
      }
    }
  }

  #look(bytes: Uint8Array): void {
    this.#bytes = bytes
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#isAllAscii = isAscii(bytes)
    this.#hasNul = this.#buffer.indexOf(0) >= 0
    this.#isAllValid = this.#isAllAscii || (this.#encoding === 'utf-8' && isUtf8(bytes))
  }
}

/** Windows-1252, bytes 0x80–0x9F (WHATWG Encoding Standard, index windows-1252); the five holes stay C1 controls. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function textFromWindows1252(latin1: string, isAscii: boolean): string {
  if (isAscii) return latin1
  return latin1.replace(/[\u0080-\u009f]/g, (character) => HIGH[character.charCodeAt(0) - 0x80])
}

/** UTF-8 text without marks of invalid bytes of its own; for one-off uses such as sniffing. */
export function decodeAll(bytes: Uint8Array, encoding: Encoding): DecodedText {
  return new TextDecoding(encoding).decode(bytes, 0, bytes.length)
}
