/**
 * Takes the real record out of an envelope (EventBridge `detail`, a log shipper's `message` with JSON in it).
 *
 * Decided per record: the inner object must have what the profile requires of a record, so a record that merely has
 * a field of that name stays as it is. Envelopes that the profile names come first, then those of collectors, and
 * within these the profile's own once more.
 */
import { recordReaders } from './aliases.ts'
import { compileAlternative } from './alternative.ts'
import { collectedRecords } from './collected.ts'
import { embeddedRecord } from './embedded.ts'
import type { Payload } from './event.ts'
import { compileOpen } from './open.ts'
import { joinedPaths } from './path.ts'
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

type Opener = (payload: Payload) => Opened | null

/** Null where the profile takes records as they come. */
function envelopeOpener(spec: ProfileSource): Opener | null {
  const own = ownEnvelopes(spec)
  const collected = spec.guess ? null : collectorEnvelopes(spec, own)
  if (own === null) return collected
  return collected === null ? own : (payload) => own(payload) ?? collected(payload)
}

/** Of the envelopes that the profile names; null where it names none. */
function ownEnvelopes(spec: ProfileSource): Opener | null {
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

/** Of those that collectors put around any record; null where the profile knows no JSON. */
function collectorEnvelopes(spec: ProfileSource, own: Opener | null): Opener | null {
  const getter = recordReaders(spec)
  const tests = spec.recognise.map((alternative) => ({
    alternative,
    satisfies: compileAlternative(alternative, getter),
  }))
  const inside = tests.filter(({ alternative }) => alternative.format === 'json')
  if (inside.length === 0) return null
  const open = compileOpen(spec)
  return (payload) => {
    const candidates = collectedRecords(payload)
    if (candidates.length === 0 || tests.some(({ satisfies }) => satisfies(payload))) return null
    for (const { path, record } of candidates) {
      const opened = open === null ? record : open(record).payload
      if (!inside.some(({ satisfies }) => satisfies(opened))) continue
      const within = own?.(opened) ?? null
      return within === null
        ? { record: opened, path }
        : { record: within.record, path: joinedPaths(path, within.path) }
    }
    return null
  }
}
