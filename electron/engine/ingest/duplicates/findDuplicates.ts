/**
 * Finds the events that came in before. Candidates have a key in common; what counts is compared in full:
 *
 * - the same source and, where they have one, the same event id; and
 * - the same content: the same bytes under the same header, or records that say the same whatever their blanks and the
 *   order of their keys.
 *
 * The event that came in first stays; the others are its duplicates. An id that comes back with another content is no
 * duplicate but another version of the event, and is counted.
 */
import type { Database } from 'better-sqlite3'
import { type EventFacts, EventFactsReader } from './eventFacts.ts'
import { keyGroups } from './keyGroups.ts'

export interface Duplicate {
  readonly event: number
  /** The event that came in first. */
  readonly of: number
  readonly exhibitId: number
}

export interface Version {
  readonly record: number
  readonly exhibitId: number
}

export interface FoundEvents {
  duplicate(found: Duplicate): void
  version(found: Version): void
}

/** Tells the duplicates and versions among the events (upTo, last], compared with each other and with all before them. */
export function findDuplicates(
  db: Database,
  upTo: number,
  last: number,
  found: FoundEvents,
  keysPerPass?: number,
): void {
  if (last <= upTo) return
  const reader = new EventFactsReader(db)
  for (const group of keyGroups(db, upTo, last, keysPerPass)) compare(reader, group, upTo, found)
}

/** An event that came in first with its content. */
interface Original {
  readonly facts: EventFacts
  /** `contentKey`, once it was asked for. */
  content?: string | null
}

/** Originals with the same source and id. */
interface SameEvent {
  readonly byBytes: Map<string, Original>
  readonly byTime: Map<number | null, Original[]>
  /** By time and content; of times at which more than one stands. */
  readonly byContent: Map<string, Original>
}

function compare(reader: EventFactsReader, group: readonly number[], upTo: number, found: FoundEvents): void {
  const events = new Map<string, SameEvent>()
  for (const event of group) {
    const facts = reader.facts(event)
    if (facts === null) continue
    const name = JSON.stringify([facts.source, facts.eventId])
    let same = events.get(name)
    if (same === undefined) {
      same = { byBytes: new Map(), byTime: new Map(), byContent: new Map() }
      events.set(name, same)
    }
    const isFirst = same.byTime.size === 0
    const original = originalOf(reader, facts, same)
    const isRepeated = original?.facts.exhibitId === facts.exhibitId && reader.mayRepeat(facts)
    if (event <= upTo || isRepeated) continue
    if (original !== null) found.duplicate({ event, of: original.facts.event, exhibitId: facts.exhibitId })
    else if (!isFirst && facts.eventId !== null) found.version({ record: facts.record, exhibitId: facts.exhibitId })
  }
}

/** The original with the same content; null where there is none: then the event is one from now on. */
function originalOf(reader: EventFactsReader, facts: EventFacts, same: SameEvent): Original | null {
  const bytes = reader.bytesKey(facts)
  const twin = bytes === null ? undefined : same.byBytes.get(bytes)
  if (twin !== undefined) return twin
  // Records that say the same have the same time: most versions of an event are told apart by that alone.
  const own: Original = { facts }
  const siblings = same.byTime.get(facts.timeMicros)
  if (siblings !== undefined) {
    for (const sibling of siblings) {
      if (sibling.content !== undefined) continue
      sibling.content = reader.contentKey(sibling.facts)
      if (sibling.content !== null) same.byContent.set(`${facts.timeMicros} ${sibling.content}`, sibling)
    }
    own.content = reader.contentKey(facts)
    const equal = own.content === null ? undefined : same.byContent.get(`${facts.timeMicros} ${own.content}`)
    if (equal !== undefined) return equal
    if (own.content !== null) same.byContent.set(`${facts.timeMicros} ${own.content}`, own)
    // Looked at and different: it need not be looked at again, as it stands among those by content.
    siblings.length = 0
    siblings.push(own)
  } else same.byTime.set(facts.timeMicros, [own])
  if (bytes !== null) same.byBytes.set(bytes, own)
  return null
}
