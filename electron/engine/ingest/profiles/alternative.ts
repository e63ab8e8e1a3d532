/** Whether a record is as one alternative of a profile's recognition says. */
import type { Payload } from './event.ts'
import { embeddedRecord } from './carriers.ts'
import type { Getter } from './path.ts'
import type { RecogniseSource } from './profileSource.ts'

/** Longest value that a `match` looks at, in UTF-16 code units. */
const MAX_MATCH_CHARS = 512

/** The test of an alternative; `getter` makes readers of paths (see `recordReaders`). An `unwrap` is gone into first. */
export function compileAlternative(
  alternative: RecogniseSource,
  getter: (reference: string) => Getter,
): (record: Payload) => boolean {
  const required = alternative.require.map(getter)
  const anyOf = alternative.anyOf.map(getter)
  const forbidden = alternative.forbid.map(getter)
  const matches = alternative.match.map(([path, pattern]) => ({ get: getter(path), pattern: new RegExp(pattern, 'u') }))
  const envelope = alternative.unwrap === null ? null : getter(alternative.unwrap)
  return (outer) => {
    const record = envelope === null ? outer : embeddedRecord(envelope(outer))
    if (record === null) return false
    return (
      required.every((get) => get(record) !== undefined) &&
      (anyOf.length === 0 || anyOf.some((get) => get(record) !== undefined)) &&
      !forbidden.some((get) => get(record) !== undefined) &&
      matches.every(({ get, pattern }) => {
        const value = get(record)
        if (value === undefined || value === null || value === '') return true
        return typeof value !== 'object' && String(value).length <= MAX_MATCH_CHARS && pattern.test(String(value))
      })
    )
  }
}
