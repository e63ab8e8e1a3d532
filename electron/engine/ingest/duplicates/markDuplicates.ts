/** Marks in a case the events that came in before; keys of events that have none yet, as in cases of older versions, are made first. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { appendCustody, exhibitLabel } from '../../case/index.ts'
import type { Remark } from '../../../../shared/api/index.ts'
import type { Format } from '../record.ts'
import { RecordPayloads } from '../recordPayloads.ts'
import { EventFactsReader } from './eventFacts.ts'
import { keySeeds, leafKey, putKey, textKey } from './eventKey.ts'
import { findDuplicates, type Version } from './findDuplicates.ts'

/** What was found in an exhibit. */
export interface ExhibitDuplicates {
  readonly exhibit: string
  readonly duplicates: number
  /** Events whose id an earlier event has with another content; null: none. */
  readonly otherVersions: Remark | null
}

/** Remark on an exhibit that has events whose id an earlier event has with another content. */
export function otherVersions(recordCount: number, firstRecord: number | null): Remark | null {
  return recordCount === 0 ? null : { code: 'other-version', recordCount, firstRecord: firstRecord ?? 0 }
}

/** Keys made at a time. */
const KEYS_AT_ONCE = 8192

/** Event up to which duplicates were looked for; 0 where never. Imports look for them in whole exhibits, in their order. */
export function duplicatesUpTo(db: Database): number {
  return Number(
    db
      .prepare(
        `SELECT ifnull(max(e.first_event_id + e.event_count - 1), 0)
         FROM duplicate_count d JOIN exhibit e ON e.id = d.exhibit_id`,
      )
      .pluck()
      .get(),
  )
}

/**
 * Looks for duplicates among the events not looked at yet and marks them. Call inside a transaction. What was found is
 * entered in the custody log, with a seal over all marks. `keysPerPass` is for tests.
 */
export function markDuplicates(db: Database, keysPerPass?: number): ExhibitDuplicates[] {
  const upTo = duplicatesUpTo(db)
  const last = lastEvent(db)
  if (last <= upTo) return []
  makeMissingKeys(db, last)
  const counts = new ExhibitCounts()
  const put = db.prepare('INSERT OR REPLACE INTO duplicate (event, of) VALUES (?, ?)')
  findDuplicates(
    db,
    upTo,
    last,
    {
      duplicate: ({ event, of, exhibitId }) => {
        put.run(event, of)
        counts.of(exhibitId).duplicates++
      },
      version: (version) => counts.version(version),
    },
    keysPerPass,
  )
  const putCount = db.prepare(
    'INSERT INTO duplicate_count (exhibit_id, duplicate_count, version_count, first_version) VALUES (?, ?, ?, ?)',
  )
  const found: ExhibitDuplicates[] = []
  for (const exhibitId of exhibitsAfter(db, upTo)) {
    const { duplicates, versions, firstVersion } = counts.of(exhibitId)
    putCount.run(exhibitId, duplicates, versions, firstVersion)
    if (duplicates + versions === 0) continue
    found.push({
      exhibit: exhibitLabel(exhibitId),
      duplicates,
      otherVersions: otherVersions(versions, firstVersion),
    })
  }
  if (found.length > 0) {
    db.prepare("UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'generation'").run()
    appendCustody(db, 'duplicates.mark', {
      fromEvent: upTo + 1,
      toEvent: last,
      exhibits: found.map(({ exhibit, duplicates, otherVersions: others }) => ({
        exhibit,
        duplicates,
        otherVersions: others?.recordCount ?? 0,
      })),
      seal: duplicatesSeal(db, last),
    })
  }
  return found
}

/** What was found, by the number of the exhibit. */
export class ExhibitCounts {
  private readonly counts = new Map<number, { duplicates: number; versions: number; firstVersion: number | null }>()

  of(exhibitId: number): { duplicates: number; versions: number; firstVersion: number | null } {
    const known = this.counts.get(exhibitId) ?? { duplicates: 0, versions: 0, firstVersion: null }
    this.counts.set(exhibitId, known)
    return known
  }

  version({ record, exhibitId }: Version): void {
    const known = this.of(exhibitId)
    known.versions++
    known.firstVersion = Math.min(known.firstVersion ?? record, record)
  }
}

/** Numbers of the exhibits whose events come after that one. */
function exhibitsAfter(db: Database, event: number): number[] {
  const ids = db
    .prepare<[number], number>('SELECT id FROM exhibit WHERE first_event_id > ? ORDER BY id')
    .pluck()
    .all(event)
  const known = new Set(db.prepare<[], number>('SELECT exhibit_id FROM duplicate_count').pluck().all())
  return ids.filter((id) => !known.has(id))
}

/** SHA-256, hexadecimal, over the marks of events up to `last`, as `event of` lines. */
export function duplicatesSeal(db: Database, last: number): string {
  const hash = createHash('sha256')
  const rows = db.prepare<[number], [number, number]>('SELECT event, of FROM duplicate WHERE event <= ? ORDER BY event')
  for (const [event, of] of rows.raw().iterate(last)) hash.update(`${event} ${of}\n`)
  return hash.digest('hex')
}

export function lastEvent(db: Database): number {
  return Number(db.prepare('SELECT ifnull(max(id), 0) FROM event').pluck().get())
}

/** Keys as they follow from what the case holds, run by run of `event_key`, or made for events [first, last]. */
export class KeyMaker {
  private readonly facts: EventFactsReader
  private readonly payloads: RecordPayloads
  private readonly seeds = new Map<string, ReturnType<typeof keySeeds>>()

  constructor(db: Database) {
    this.facts = new EventFactsReader(db)
    this.payloads = new RecordPayloads(db)
  }

  /** Keys of events [first, first + count). */
  keys(first: number, count: number): Uint32Array {
    const keys = new Uint32Array(count * 2)
    for (let i = 0; i < count; i++) {
      const facts = this.facts.facts(first + i)
      if (facts === null) continue
      const format = this.payloads.format(facts.exhibitId)
      const seeds = this.seedsOf(facts.exhibitId, facts.source, format)
      if (facts.eventId !== null) putKey(keys, i, textKey(facts.eventId, seeds.id))
      else if (format.id === 'xlsx')
        putKey(keys, i, textKey(JSON.stringify(this.payloads.payload(facts.exhibitId, facts.record)), seeds.content))
      else putKey(keys, i, leafKey(this.facts.leafHash(facts.exhibitId, facts.record), 0, seeds.content))
    }
    return keys
  }

  private seedsOf(exhibitId: number, source: string, format: Format): ReturnType<typeof keySeeds> {
    const name = `${exhibitId} ${source}`
    let seeds = this.seeds.get(name)
    if (seeds === undefined) {
      seeds = keySeeds(source, format)
      this.seeds.set(name, seeds)
    }
    return seeds
  }
}

/** Cases of older versions have events without keys: all of their first ones. */
function makeMissingKeys(db: Database, last: number): void {
  const first = (db.prepare('SELECT min(first_event) FROM event_key').pluck().get() as number | null) ?? last + 1
  if (first <= 1) return
  const maker = new KeyMaker(db)
  const put = db.prepare('INSERT INTO event_key (first_event, event_count, keys) VALUES (?, ?, ?)')
  for (let at = 1; at < first; at += KEYS_AT_ONCE) {
    const count = Math.min(KEYS_AT_ONCE, first - at)
    put.run(at, count, Buffer.from(maker.keys(at, count).buffer))
  }
}
