/**
 * What log collectors wrap around a record: the record itself stands inside, as an object or as JSON text, and around it
 * what the collector added. Any profile finds its records there without saying so.
 *
 * Only places that collectors document, so that a record which merely holds an object of that name is none:
 * - Elastic keeps the received text in `event.original` or `message` (ECS, field reference: event.original), search
 *   hits put the document below `_source`;
 * - Splunk has the text in `_raw`, exports search results as `{"preview":…,"result":{…}}`, and its HTTP Event Collector
 *   takes `{"time":…,"sourcetype":…,"event":{…}}`;
 * - Amazon EventBridge (`detail` beside `detail-type`), CloudWatch (`message`, `@message`), Google Cloud Logging
 *   (`jsonPayload` beside `logName`), CloudEvents (`data` beside `specversion`), Fluent Bit and Docker (`log`), journald
 *   (`MESSAGE`), OpenTelemetry (`body`), Google SecOps and others (`raw_log`).
 */
import type { Json } from '../../../../shared/failure.ts'
import { jsonBehindHeader, jsonFromText } from '../readers/index.ts'
import type { Payload } from './event.ts'
import { ownValue, pathFromKeys } from './path.ts'

/** Longest text that is tried as an embedded JSON record, in UTF-16 code units. */
const MAX_EMBEDDED_CHARS = 16 * 1024 * 1024

interface Carrier {
  readonly keys: readonly string[]
  readonly path: string
  /** Key that must stand beside the first one; null: none. */
  readonly beside: string | null
  /** An object there is no proof: systems use the name for parts of their records. */
  readonly onlyText: boolean
}

function carrier(keys: readonly string[], beside: string | null = null, onlyText = false): Carrier {
  return { keys, path: pathFromKeys(keys), beside, onlyText }
}

/** In the order in which they are tried: the innermost first. */
const carriers: readonly Carrier[] = [
  carrier(['_source', 'event', 'original']),
  carrier(['_source', 'message']),
  carrier(['_source'], '_index'),
  carrier(['result', '_raw']),
  carrier(['result'], 'preview'),
  carrier(['event', 'original']),
  carrier(['event.original']),
  carrier(['_raw']),
  carrier(['message']),
  carrier(['@message']),
  carrier(['event'], 'sourcetype'),
  carrier(['detail'], 'detail-type'),
  carrier(['jsonPayload'], 'logName'),
  carrier(['data'], 'specversion'),
  ...['event', 'log', 'MESSAGE', 'Message', 'msg', 'body', 'Body', 'payload', 'data', 'json', 'line', 'record'].map(
    (key) => carrier([key], null, true),
  ),
  ...['raw', 'raw_log', 'rawLog', 'raw_event', 'rawEvent', 'raw_message', 'original', 'originalMessage', 'RawData'].map(
    (key) => carrier([key], null, true),
  ),
]

/** Carriers by the first key they need, so that a record is asked about its own keys only. */
const carriersByKey = new Map<string, readonly Carrier[]>()
for (const one of carriers) carriersByKey.set(one.keys[0], [...(carriersByKey.get(one.keys[0]) ?? []), one])

export interface Carried {
  readonly record: Payload
  /** The wrapping is a collector's alone and says nothing about the event that the record does not. */
  readonly isAllSaid: boolean
  /** Where it stands, as a profile would write the path. */
  readonly path: string
}

/** Whether a record has a key under which collectors put records; cheap, and mostly false. */
export function mayCarry(payload: Payload): boolean {
  for (const key in payload) if (carriersByKey.has(key)) return true
  return false
}

/** The records that a record may be the wrapping of, best first; mostly none. */
export function carriedRecords(payload: Payload): readonly Carried[] {
  let found: { carrier: Carrier; record: Payload }[] | null = null
  for (const key in payload) {
    const candidates = carriersByKey.get(key)
    if (candidates === undefined) continue
    for (const one of candidates) {
      if (one.beside !== null && !Object.hasOwn(payload, one.beside)) continue
      let value: Json | undefined = payload
      for (const step of one.keys) value = value === undefined ? undefined : ownValue(value, step)
      if (one.onlyText && typeof value !== 'string') continue
      const record = embeddedRecord(value)
      if (record === null) continue
      found ??= []
      found.push({ carrier: one, record })
    }
  }
  if (found === null) return none
  found.sort((a, b) => carriers.indexOf(a.carrier) - carriers.indexOf(b.carrier))
  return found.map(({ carrier: { keys, path, beside }, record }) => {
    const isAllSaid = keys.length > 1 || path === '_raw' || beside === 'preview' || beside === '_index'
    return { record, path, isAllSaid }
  })
}

const none: readonly Carried[] = []

/** An object, or the object that a text holds as JSON, behind a syslog header or without; null otherwise. */
export function embeddedRecord(value: Json | undefined): Payload | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') return Array.isArray(value) ? null : (value as Payload)
  if (typeof value !== 'string' || value.length > MAX_EMBEDDED_CHARS) return null
  const start = /^\s*\{/.test(value) ? 0 : jsonBehindHeader(value)
  if (start === 0 && !/^\s*\{/.test(value)) return null
  const parsed = jsonFromText(value.slice(start))
  return parsed !== undefined && parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)
    ? (parsed as Payload)
    : null
}
