/**
 * Verifies that what the case says people added is what its custody log says they did: every change, every undo, every
 * tag and view, and the tables of bookmarks, tags and notes against the changes that stand.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Failure, Json } from '../../../shared/failure.ts'
import type { SealedEntry } from '../integrity/index.ts'
import { CHUNK_EVENTS } from '../store/index.ts'
import { batchFacts } from './change.ts'
import { partsOf } from './parts.ts'
import { hasAnnotations } from './revision.ts'
import { batchRows, type BatchRow, chunkHistory, chunkState, type Subject } from './subjects.ts'
import { tagsOf } from './tags.ts'
import { folded, viewDigest } from './views.ts'

/** Facts of a custody entry by name; of one that was damaged: none. */
type Facts = ReadonlyMap<string, Json>

/** Everything that does not agree. `custody` is the log, verified elsewhere. */
export function verifyAnnotations(db: Database, custody: readonly SealedEntry[]): Failure[] {
  if (!hasAnnotations(db)) return []
  return [...verifyBatches(db, custody), ...verifyTags(db, custody), ...verifyViews(db, custody), ...verifyTables(db)]
}

function verifyBatches(db: Database, custody: readonly SealedEntry[]): Failure[] {
  const entered = new Map<Json, { entry: SealedEntry; facts: Facts }>()
  const undone = new Map<Json, string>()
  for (const entry of custody) {
    const facts = factsOf(entry)
    const batch = facts.get('batch') ?? null
    if (entry.act === 'annotation.change') entered.set(batch, { entry, facts })
    if (entry.act === 'annotation.undo') undone.set(batch, entry.at)
  }
  const findings: Failure[] = []
  for (const row of batchRows(db)) {
    const known = entered.get(row.id)
    entered.delete(row.id)
    if (known === undefined) findings.push(differs(`No custody entry tells of change ${row.id}`))
    else if (!agrees(db, row, known.entry, known.facts))
      findings.push(differs(`Change ${row.id} is not what was entered in the custody log`))
    if (row.undoneAt !== (undone.get(row.id) ?? null))
      findings.push(differs(`The custody log says otherwise about the undoing of change ${row.id}`))
  }
  for (const batch of entered.keys()) findings.push(differs(`Change ${String(batch)} of the custody log is missing`))
  return findings
}

function agrees(db: Database, row: BatchRow, { at, who }: SealedEntry, facts: Facts): boolean {
  const stated = Object.entries({ ...batchFacts(row), digest: digestOf(db, row) })
  return row.at === at && row.who === who && stated.every(([name, value]) => facts.get(name) === value)
}

/** SHA-256 over the numbers of the changed events, uint32 little-endian. */
function digestOf(db: Database, row: BatchRow): string {
  const hash = createHash('sha256')
  const eventOf = db.prepare<[number], number>('SELECT event FROM note WHERE id = ?').pluck()
  for (const { chunk, places } of partsOf(db, row.id)) {
    const items = Uint32Array.from(places, (place) => chunk * CHUNK_EVENTS + place + 1)
    const events = row.subject === 'note' ? items.map((note) => eventOf.get(note) ?? 0) : items
    hash.update(new Uint8Array(events.buffer))
  }
  return hash.digest('hex')
}

function verifyTags(db: Database, custody: readonly SealedEntry[]): Failure[] {
  const entered = new Map<Json, string>()
  for (const entry of custody) {
    if (entry.act !== 'tag.set') continue
    const facts = factsOf(entry)
    entered.set(facts.get('tag') ?? null, `${facts.get('name')} ${facts.get('colour')}`)
  }
  const findings: Failure[] = []
  const count = db.prepare<[number], number>('SELECT count(*) FROM event_tag WHERE tag = ?').pluck()
  for (const { id, name, colour, events } of tagsOf(db)) {
    if (entered.get(id) !== `${name} ${colour}`)
      findings.push(differs(`Tag “${name}” is not what was entered in the custody log`))
    const found = count.get(id) ?? 0
    if (found !== events) findings.push(differs(`Tag “${name}” states ${events} events and is at ${found}`))
    entered.delete(id)
  }
  for (const tag of entered.values()) findings.push(differs(`Tag “${tag}” of the custody log is missing`))
  return findings
}

function verifyViews(db: Database, custody: readonly SealedEntry[]): Failure[] {
  const entered = new Map<string, Json>()
  for (const entry of custody) {
    const facts = factsOf(entry)
    const name = folded(String(facts.get('view')))
    if (entry.act === 'view.save') entered.set(name, facts.get('sha256') ?? null)
    if (entry.act === 'view.remove') entered.delete(name)
  }
  const findings: Failure[] = []
  for (const { name, view } of db
    .prepare<[], { name: string; view: string }>('SELECT name, view FROM saved_view')
    .all()) {
    if (entered.get(folded(name)) !== viewDigest(view))
      findings.push(differs(`View “${name}” is not what was entered in the custody log`))
    entered.delete(folded(name))
  }
  for (const name of entered.keys()) findings.push(differs(`View “${name}” of the custody log is missing`))
  return findings
}

/** The tables against the changes that stand, chunk by chunk. */
function verifyTables(db: Database): Failure[] {
  const tags = db.prepare<[], number>('SELECT id FROM tag UNION SELECT tag FROM event_tag').pluck().all()
  const subjects: Subject[] = [
    { name: 'bookmark' },
    ...tags.map((tag) => ({ name: 'tag' as const, tag })),
    { name: 'note' },
  ]
  const last = db
    .prepare<[], number>(
      `SELECT max(ifnull((SELECT max(chunk) FROM annotation_part), -1),
         ifnull((SELECT max(event) FROM bookmark) - 1 >> 16, -1), ifnull((SELECT max(event) FROM event_tag) - 1 >> 16, -1),
         ifnull((SELECT max(id) FROM note) - 1 >> 16, -1))`,
    )
    .pluck()
    .get() as number
  const findings: Failure[] = []
  for (const subject of subjects) {
    let differing = 0
    for (let chunk = 0; chunk <= last; chunk++) {
      const found = chunkState(db, subject, chunk)
      const wanted = chunkHistory(db, subject, chunk)
      for (let place = 0; place < CHUNK_EVENTS; place++) if (found[place] !== wanted[place]) differing++
    }
    if (differing > 0)
      findings.push(
        differs(`The ${NAMES[subject.name]} of ${differing} events are not what the changes that stand give`),
      )
  }
  return findings
}

const NAMES = { bookmark: 'bookmarks', tag: 'tags', note: 'notes' }

function factsOf({ facts }: SealedEntry): Facts {
  return new Map(typeof facts === 'object' && facts !== null ? Object.entries(facts) : [])
}

function differs(message: string): Failure {
  return { code: 'verify/annotation-differs', message }
}
