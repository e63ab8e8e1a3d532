/** Texts as bytes: many values are gone through faster in one array of bytes than text by text. */

/** The bytes of a text that is ASCII throughout, one for each unit; null for any other text. */
export function asciiBytes(text: string): Uint8Array | null {
  const bytes = Buffer.from(text)
  // Everything else takes more bytes in UTF-8 than units in UTF-16.
  return bytes.length === text.length ? bytes : null
}
