/**
 * How a value stands inline in an event row: as text, or, if it is a UUID in its usual form, as its 16 bytes. Request
 * and event ids are mostly UUIDs, and 36 characters twice per event are a fifteenth of a case file.
 */

/** RFC 9562 §4, lower case: the form that comes back from the bytes letter for letter. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What is stored for an inline value. */
export function storedInline(value: string): string | Buffer {
  if (value.length !== 36 || !UUID.test(value)) return value
  return Buffer.from(
    value.slice(0, 8) + value.slice(9, 13) + value.slice(14, 18) + value.slice(19, 23) + value.slice(24),
    'hex',
  )
}

/** The value that was stored. */
export function inlineText(stored: string | Uint8Array): string {
  if (typeof stored === 'string') return stored
  const hex = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
