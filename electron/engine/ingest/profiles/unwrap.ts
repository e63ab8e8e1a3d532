/**
 * Takes the real record out of an envelope (EventBridge `detail`, a log shipper's `message` with JSON in it).
 *
 * Decided per record: the inner object must have what the profile requires of a record, so a record that merely has
 * a field of that name stays as it is.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { Payload } from './event.ts'
import { getterFromPath, parsePath } from './path.ts'
import type { ProfileSource } from './profileSource.ts'

/** Longest text that is tried as an embedded JSON record, in UTF-16 code units. */
const MAX_EMBEDDED_CHARS = 16 * 1024 * 1024

/** Unwrapper of a profile; gives the record itself where no envelope of the profile is met. */
export function compileUnwrap(spec: ProfileSource): (payload: Payload) => Payload {
  const envelopes = spec.recognise.flatMap(({ unwrap, require }) => {
    if (unwrap === null) return []
    const segments = parsePath(unwrap)
    if (segments === null) return []
    return [{ inner: getterFromPath(segments), has: require.map(getterOfPath) }]
  })
  if (envelopes.length === 0) return (payload) => payload
  return (payload) => {
    for (const { inner, has } of envelopes) {
      const found = inner(payload)
      if (found === undefined || found === null) continue
      const record = embeddedRecord(found)
      if (record !== null && has.every((get) => get(record) !== undefined)) return record
    }
    return payload
  }
}

/** An object, or the object that a text holds as JSON; null otherwise. */
export function embeddedRecord(value: Json | undefined): Payload | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') return Array.isArray(value) ? null : (value as Payload)
  if (typeof value !== 'string' || value.length > MAX_EMBEDDED_CHARS || !/^\s*\{/.test(value)) return null
  try {
    const parsed: Json = JSON.parse(value)
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Payload) : null
  } catch {
    return null // not JSON after all: an ordinary text that begins with a brace
  }
}

function getterOfPath(path: string): (payload: Payload) => Json | undefined {
  const segments = parsePath(path)
  return segments === null ? () => undefined : getterFromPath(segments)
}
