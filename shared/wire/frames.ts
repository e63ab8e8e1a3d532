/**
 * Messages as text frames, for carriers that know text only: JSON, with what JSON cannot say carried beside it.
 *
 * A frame is `{"message": …, "apart": […]}`. Bytes and the numbers -0, NaN, Infinity and -Infinity are null in the message
 * and stand in `apart` with their path. Nothing inside the message marks them, so no key or text of a payload can be
 * mistaken for one. `undefined` as the value of a key is left out, as JSON does; the Api means the same by both.
 */
import { fail } from '../failure.ts'

/** What stands apart: where it belongs in the message (keys, and indices of arrays), and what it is. */
type Apart =
  | { readonly at: readonly (string | number)[]; readonly bytes: string }
  | { readonly at: readonly (string | number)[]; readonly number: string }

/**
 * The frame of a message of plain data. Fails with `host/too-large` where it is longer than `maxLength` UTF-16 code units;
 * throws a TypeError for what is no data at all (a BigInt, a circle).
 */
export function frameFromMessage(message: unknown, maxLength: number): string {
  const apart: Apart[] = []
  let frame: string
  try {
    frame = JSON.stringify({ message: withoutApart(message, [], apart), apart })
  } catch (error) {
    // No text can be as long as this one would be.
    if (error instanceof RangeError) tooLarge(maxLength)
    throw error
  }
  if (frame.length > maxLength) tooLarge(maxLength)
  return frame
}

/** The message of a frame, or undefined where the text is no frame. Keys such as `__proto__` come back as keys. */
export function messageFromFrame(frame: string): unknown {
  try {
    const parsed: unknown = JSON.parse(frame)
    if (!isObject(parsed) || !Object.hasOwn(parsed, 'message') || !Array.isArray(parsed.apart)) return undefined
    return parsed.apart.every((item) => isObject(item) && putBack(parsed, item)) ? parsed.message : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

function tooLarge(maxLength: number): never {
  fail({
    code: 'host/too-large',
    message: 'This is more than can be sent at once',
    next: 'Ask for less at a time: fewer rows, fewer columns, a narrower filter.',
    facts: { maxLength },
  })
}

/** The value itself where nothing in it stands apart, else a copy with nulls; `path` is only lent. */
function withoutApart(value: unknown, path: (string | number)[], apart: Apart[]): unknown {
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !Object.is(value, -0)) return value
    apart.push({ at: [...path], number: Object.is(value, -0) ? '-0' : String(value) })
    return null
  }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) {
    apart.push({ at: [...path], bytes: base64FromBytes(value) })
    return null
  }
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined
    for (const [index, item] of value.entries()) {
      path.push(index)
      const kept = withoutApart(item, path, apart)
      path.pop()
      if (kept !== item) {
        copy ??= [...value]
        copy[index] = kept
      }
    }
    return copy ?? value
  }
  let changed: Map<string, unknown> | undefined
  for (const key of Object.keys(value)) {
    const item = (value as { readonly [key: string]: unknown })[key]
    path.push(key)
    const kept = withoutApart(item, path, apart)
    path.pop()
    if (kept !== item) {
      changed ??= new Map<string, unknown>(Object.entries(value))
      changed.set(key, kept)
    }
  }
  // `fromEntries` defines its keys, where an assignment to `__proto__` would set a prototype.
  return changed === undefined ? value : Object.fromEntries(changed)
}

/** Puts one thing back in its place; false where there is no such place or thing. */
function putBack(frame: { readonly [key: string]: unknown }, item: { readonly [key: string]: unknown }): boolean {
  const value = 'bytes' in item ? bytesFromBase64(item.bytes) : numberFrom(item.number)
  if (value === undefined || !Array.isArray(item.at)) return false
  let holder: object = frame
  let key: string | number = 'message'
  for (const step of item.at as unknown[]) {
    if (typeof step !== 'string' && typeof step !== 'number') return false
    const next: unknown = Object.getOwnPropertyDescriptor(holder, key)?.value
    if (typeof next !== 'object' || next === null || !Object.hasOwn(next, step)) return false
    holder = next
    key = step
  }
  if (Object.getOwnPropertyDescriptor(holder, key)?.value !== null) return false
  Object.defineProperty(holder, key, { value })
  return true
}

function numberFrom(text: unknown): number | undefined {
  return text === '-0' || text === 'NaN' || text === 'Infinity' || text === '-Infinity' ? Number(text) : undefined
}

/** RFC 4648 §4. */
const signs = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const PAD = 61 // =

/** As `btoa` would, many times faster for megabytes. */
function base64FromBytes(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    // Beyond the end there are zero bits.
    const three = (bytes[from] << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
    out[to] = signs[three >>> 18]
    out[to + 1] = signs[(three >>> 12) & 63]
    out[to + 2] = from + 1 < bytes.length ? signs[(three >>> 6) & 63] : PAD
    out[to + 3] = from + 2 < bytes.length ? signs[three & 63] : PAD
  }
  return new TextDecoder().decode(out)
}

function bytesFromBase64(text: unknown): Uint8Array | undefined {
  if (typeof text !== 'string' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
