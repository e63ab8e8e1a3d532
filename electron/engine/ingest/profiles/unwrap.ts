/**
 * Takes the real record out of an envelope (EventBridge `detail`, a log shipper's `message` with JSON in it).
 *
 * Decided per record: the inner object must have what the profile requires of a record, so a record that merely has
 * a field of that name stays as it is.
 */
import type { Json } from '../../../../shared/failure.ts'
import { jsonFromText } from '../readers/index.ts'
import { recordReaders } from './aliases.ts'
import type { Payload } from './event.ts'
import type { ProfileSource } from './profileSource.ts'

/** Longest text that is tried as an embedded JSON record, in UTF-16 code units. */
const MAX_EMBEDDED_CHARS = 16 * 1024 * 1024

/** Unwrapper of a profile; gives the record itself where no envelope of the profile is met. */
export function compileUnwrap(spec: ProfileSource): (payload: Payload) => Payload {
  const open = envelopeOpener(spec)
  return open === null ? (payload) => payload : (payload) => open(payload)?.record ?? payload
}

/** The real record, and the path of the envelope it was in, as the profile writes it; null where it was in none. */
export function openedEnvelope(
  spec: ProfileSource,
  payload: Payload,
): { readonly record: Payload; readonly path: string | null } {
  return envelopeOpener(spec)?.(payload) ?? { record: payload, path: null }
}

interface Opened {
  readonly record: Payload
  readonly path: string
}

/** Null where the profile has no envelopes. */
function envelopeOpener(spec: ProfileSource): ((payload: Payload) => Opened | null) | null {
  const getter = recordReaders(spec)
  const envelopes = spec.recognise.flatMap(({ unwrap, require }) =>
    unwrap === null ? [] : [{ path: unwrap, inner: getter(unwrap), has: require.map(getter) }],
  )
  if (envelopes.length === 0) return null
  return (payload) => {
    for (const { path, inner, has } of envelopes) {
      const found = inner(payload)
      if (found === undefined || found === null) continue
      const record = embeddedRecord(found)
      if (record !== null && has.every((get) => get(record) !== undefined)) return { record, path }
    }
    return null
  }
}

/** An object, or the object that a text holds as JSON; null otherwise. */
export function embeddedRecord(value: Json | undefined): Payload | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') return Array.isArray(value) ? null : (value as Payload)
  if (typeof value !== 'string' || value.length > MAX_EMBEDDED_CHARS || !/^\s*\{/.test(value)) return null
  const parsed = jsonFromText(value)
  return parsed !== undefined && parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)
    ? (parsed as Payload)
    : null
}
