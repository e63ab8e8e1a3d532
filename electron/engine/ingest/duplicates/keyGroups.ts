/**
 * Which events have a key in common with another one. Keys are gone through in passes, each over those that fall into
 * its part, so that memory is bounded: {@link KEYS_PER_PASS} keys of new events at 28 bytes each, and 8 bytes for each
 * event that shares its key.
 */
import type { Database } from 'better-sqlite3'
import { KeyTable } from './keyTable.ts'

/** Keys of new events held at a time. */
export const KEYS_PER_PASS = 2 * 1024 * 1024

const ENTRY = 2 ** 32

/**
 * Groups of events, ascending, that share a key and of which one at least is after `upTo`; of events up to `last`.
 * `keysPerPass` is for tests.
 */
export function* keyGroups(
  db: Database,
  upTo: number,
  last: number,
  keysPerPass = KEYS_PER_PASS,
): Generator<readonly number[]> {
  const passes = Math.max(1, Math.ceil((last - upTo) / keysPerPass))
  for (let pass = 0; pass < passes; pass++) yield* groupsOfPass(db, upTo, last, pass, passes)
}

function* groupsOfPass(
  db: Database,
  upTo: number,
  last: number,
  pass: number,
  passes: number,
): Generator<readonly number[]> {
  const table = new KeyTable(countOf(db, upTo, last, pass, passes))
  const shared = new Numbers()
  const isShared = new Uint8Array(table.events.length)
  const share = (entry: number, event: number): void => {
    if (isShared[entry] === 0) {
      isShared[entry] = 1
      shared.push(entry * ENTRY + table.events[entry])
    }
    shared.push(entry * ENTRY + event)
  }
  eachKey(db, upTo + 1, last, pass, passes, (high, low, event) => {
    const entry = table.find(high, low)
    if (entry < 0) table.add(high, low, event)
    else share(entry, event)
  })
  if (table.count > 0 && upTo > 0) {
    eachKey(db, 1, upTo, pass, passes, (high, low, event) => {
      const entry = table.find(high, low)
      if (entry >= 0) share(entry, event)
    })
  }
  const sorted = shared.values().sort()
  for (let start = 0; start < sorted.length; ) {
    const entry = Math.floor(sorted[start] / ENTRY)
    const group: number[] = []
    for (; start < sorted.length && Math.floor(sorted[start] / ENTRY) === entry; start++)
      group.push(sorted[start] - entry * ENTRY)
    yield group
  }
}

function countOf(db: Database, upTo: number, last: number, pass: number, passes: number): number {
  if (passes === 1) return last - upTo
  let count = 0
  eachKey(db, upTo + 1, last, pass, passes, () => count++)
  return count
}

/** Keys of events [first, last] in this pass's part. */
function eachKey(
  db: Database,
  first: number,
  last: number,
  pass: number,
  passes: number,
  visit: (high: number, low: number, event: number) => void,
): void {
  const next = db
    .prepare<[number], [number, number, Buffer]>(
      'SELECT first_event, event_count, keys FROM event_key WHERE first_event >= ? ORDER BY first_event LIMIT 1',
    )
    .raw()
  const before = db
    .prepare<[number], number>('SELECT max(first_event) FROM event_key WHERE first_event <= ?')
    .pluck()
    .get(first)
  for (let from = before ?? first; from <= last; ) {
    const run = next.get(from)
    if (run === undefined) return
    const [firstEvent, count, bytes] = run
    const keys = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + count * 8))
    const end = Math.min(count, last - firstEvent + 1)
    for (let i = Math.max(0, first - firstEvent); i < end; i++) {
      const high = keys[i * 2]
      if (passes === 1 || high % passes === pass) visit(high, keys[i * 2 + 1], firstEvent + i)
    }
    from = firstEvent + count
  }
}

/** A list that grows. */
class Numbers {
  private list = new Float64Array(1024)
  private count = 0

  push(value: number): void {
    if (this.count === this.list.length) {
      const more = new Float64Array(this.list.length * 2)
      more.set(this.list)
      this.list = more
    }
    this.list[this.count++] = value
  }

  values(): Float64Array {
    return this.list.subarray(0, this.count)
  }
}
