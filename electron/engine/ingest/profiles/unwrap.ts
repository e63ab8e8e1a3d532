/**
 * Takes the real record out of an envelope (EventBridge `detail`, a log shipper's `message` with JSON in it).
 *
 * Decided per record: the inner object must have what the profile requires of a record, so a record that merely has
 * a field of that name stays as it is.
 */
import { recordReaders } from './aliases.ts'
import { compileAlternative } from './alternative.ts'
import { carriedRecords, embeddedRecord, mayCarry } from './carriers.ts'
import type { Payload } from './event.ts'
import { compileOpen } from './open.ts'
import type { ProfileSource } from './profileSource.ts'

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

/** What a collector wrapped around is taken off first, then an envelope that the profile names; null where neither can be. */
function envelopeOpener(spec: ProfileSource): ((payload: Payload) => Opened | null) | null {
  const named = namedOpener(spec)
  const carried = spec.guess || spec.carried !== true ? null : carriageOpener(spec)
  if (named === null) return carried
  return (payload) => {
    const direct = named(payload)
    if (direct !== null || carried === null) return direct
    const outer = carried(payload)
    const inner = outer === null ? null : named(outer.record)
    if (outer === null || inner === null) return outer
    return { record: inner.record, path: `${outer.path}${inner.path.startsWith('[') ? '' : '.'}${inner.path}` }
  }
}

function namedOpener(spec: ProfileSource): ((payload: Payload) => Opened | null) | null {
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

/** Opens a collector's wrapping where a record of the profile is inside and the wrapping itself is none. */
function carriageOpener(spec: ProfileSource): ((payload: Payload) => Opened | null) | null {
  const reader = recordReaders(spec)
  const own = spec.recognise.map((alternative) => compileAlternative(alternative, reader))
  const inner = own.filter((_, i) => spec.recognise[i].format === 'json')
  if (inner.length === 0) return null
  const open = compileOpen(spec)
  return (payload) => {
    if (!mayCarry(payload) || own.some((satisfies) => satisfies(payload))) return null
    for (const { record, path } of carriedRecords(payload)) {
      const seen = open === null ? record : open(record).payload
      if (inner.some((satisfies) => satisfies(seen))) return { record: seen, path }
    }
    return null
  }
}
