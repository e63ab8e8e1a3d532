/**
 * Where log collectors keep a record as it came. Any vendor's records may arrive so, hence no profile has to say it:
 * what satisfies a profile there is read as if it had come alone.
 *
 * Beats and Elastic Agent: `message`, `event.original`; search hits of theirs: `_source`; Splunk: `event` (HTTP event
 * collector), `_raw` and `result` (exports); Docker and Fluent Bit: `log`; CloudWatch Logs Insights: `@message`;
 * EventBridge: `detail`; Azure Monitor's custom text logs: `RawData`.
 */
import { embeddedRecord } from './embedded.ts'
import type { Payload } from './event.ts'
import { getterFromPath, parsePath } from './path.ts'

/** A record, and the path in the collector's envelope under which it lay. */
export interface CollectedRecord {
  readonly path: string
  readonly record: Payload
}

/** In order of preference: what is untouched first, what the collector may have rearranged last. */
const places = [
  'event.original',
  '_raw',
  'result._raw',
  '_source.event.original',
  '_source.message',
  '["@message"]',
  'message',
  'log',
  'RawData',
  'event',
  'detail',
  'result',
  '_source',
].map((path) => ({ path, get: getterFromPath(parsePath(path) ?? []) }))

/** Keys that a place begins with, or that stand for the whole of it in flattened exports: nearly all records have none. */
const keys = [...new Set(places.flatMap(({ path }) => [path.replace(/^\["|"\]$/g, ''), path.split('.', 1)[0]]))]

const none: readonly CollectedRecord[] = []

/** Records that an envelope may hold, best place first; almost always none. */
export function collectedRecords(payload: Payload): readonly CollectedRecord[] {
  if (!keys.some((key) => Object.hasOwn(payload, key))) return none
  let found = none
  for (const { path, get } of places) {
    const record = embeddedRecord(get(payload))
    if (record !== null) found = [...found, { path, record }]
  }
  return found
}
