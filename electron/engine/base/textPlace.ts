/**
 * A number for a text from its length and a few of its characters: much cheaper than a hash of all of it, and told apart
 * well enough to find, among texts that come back again and again, the one that was met last.
 */

/** Equal for equal texts; from 0 to `count` - 1, where `count` is a power of two. */
export function textPlace(text: string, count: number): number {
  const { length } = text
  if (length < 2) return length === 0 ? 0 : text.charCodeAt(0) & (count - 1)
  return (
    (length * 31 +
      text.charCodeAt(length - 1) * 7 +
      text.charCodeAt(length - 2) * 17 +
      text.charCodeAt(length >> 1) * 3 +
      text.charCodeAt(0) * 5) &
    (count - 1)
  )
}
