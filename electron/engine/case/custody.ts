/** The case's custody log: who did what to it, when; each entry carries the hash of the one before. */
import { hostname, userInfo } from 'node:os'
import type { Database } from 'better-sqlite3'
import type { Failure, Json } from '../../../shared/failure.ts'
import { canonicalJson } from '../base/index.ts'
import { type SealedEntry, sealEntry, verifyChain } from '../integrity/index.ts'
import { custodyEnd, type CustodyEnd, custodyEndFindings, noteCustodyEnd } from './custodyEnd.ts'

/**
 * What is entered in the log, a word never changing its meaning; and whether such an act changes what the case has to say, or
 * tells of what was done with it: opened, read, verified, written to a file.
 */
const kindOfAct = {
  'case.create': 'changes',
  'case.open': 'tells',
  'exhibit.import': 'changes',
  'exhibit.continue': 'changes',
  'container.read': 'tells',
  'duplicates.mark': 'changes',
  'pull.begin': 'tells',
  'pull.responses': 'changes',
  'pull.end': 'tells',
  'case.verify': 'tells',
  reveal: 'tells',
  'annotation.change': 'changes',
  'annotation.undo': 'changes',
  'tag.set': 'changes',
  'view.save': 'tells',
  'view.remove': 'tells',
  'rows.export': 'tells',
  'sessions.export': 'tells',
  'pack.begin': 'tells',
  'pack.make': 'tells',
  'pseudonym-key.create': 'tells',
  'population.freeze': 'changes',
  'population.export': 'tells',
  'sample.draw': 'changes',
  'sample.mark': 'changes',
  'sample.export': 'tells',
} as const
export type CustodyAct = keyof typeof kindOfAct

/** All acts. */
export const custodyActs = Object.keys(kindOfAct) as readonly CustodyAct[]

interface EntryRow {
  seq: number
  at: string
  who: string
  act: string
  facts: string
  prev: Buffer
  hash: Buffer
}

/**
 * Adds an entry, dated now and signed with account and host, and returns it. Call inside a transaction. It follows from the
 * end that the case notes apart from the log: where entries were cut off, the log goes on behind the gap and shows it.
 */
export function appendCustody(db: Database, act: CustodyAct, facts: { readonly [key: string]: Json }): SealedEntry {
  const last = db.prepare<[], EntryRow>(`${SELECT} ORDER BY seq DESC LIMIT 1`).get()
  const noted = custodyEnd(db)
  const entry = sealEntry(previousOf(last, noted), {
    at: new Date().toISOString(),
    who: `${accountName()}@${hostname()}`,
    act,
    facts,
  })
  db.prepare('INSERT INTO custody_entry (seq, at, who, act, facts, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    entry.seq,
    entry.at,
    entry.who,
    entry.act,
    canonicalJson(entry.facts),
    Buffer.from(entry.prev, 'hex'),
    Buffer.from(entry.hash, 'hex'),
  )
  // Where the note was taken away it stays away: a new one would cover up what was cut off.
  if (noted !== null || last === undefined) noteCustodyEnd(db, entry)
  return entry
}

/** What the next entry follows from: never less than what was noted to be there. */
function previousOf(last: EntryRow | undefined, noted: CustodyEnd | null): CustodyEnd | null {
  if (noted === null) return last === undefined ? null : entryOf(last)
  return { seq: Math.max(noted.seq, last?.seq ?? 0), hash: noted.hash }
}

/** All entries, oldest first. */
export function custodyEntries(db: Database): SealedEntry[] {
  return db.prepare<[], EntryRow>(`${SELECT} ORDER BY seq`).all().map(entryOf)
}

/** Entries after number `seq`, oldest first, at most `limit`; for going through a log too long to hold. */
export function custodyAfter(db: Database, seq: number, limit: number): SealedEntry[] {
  const rows = db.prepare<[number, number], EntryRow>(`${SELECT} WHERE seq > ? ORDER BY seq LIMIT ?`).all(seq, limit)
  return rows.map(entryOf)
}

/** Entries latest first, from `offset`. */
export function latestCustody(db: Database, offset: number, limit: number): SealedEntry[] {
  const rows = db.prepare<[number, number], EntryRow>(`${SELECT} ORDER BY seq DESC LIMIT ? OFFSET ?`).all(limit, offset)
  return rows.map(entryOf)
}

export function custodyCount(db: Database): number {
  return db.prepare<[], number>('SELECT count(*) FROM custody_entry').pluck().get() ?? 0
}

/** The last entry there is; undefined where there is none. */
export function lastCustody(db: Database): SealedEntry | undefined {
  return latestCustody(db, 0, 1)[0]
}

/**
 * The last entry that changed what the case has to say. Files state this one: their own entries come after it, so the end of
 * the log would be another in every export of the same case. Undefined where there is none.
 */
export function lastChange(db: Database): SealedEntry | undefined {
  return custodyOfActs(
    db,
    custodyActs.filter((act) => kindOfAct[act] === 'changes'),
    0,
    1,
  ).entries[0]
}

/** Entries about one of these acts, latest first, from `offset`; and how many there are. */
export function custodyOfActs(
  db: Database,
  acts: readonly CustodyAct[],
  offset: number,
  limit: number,
): { readonly total: number; readonly entries: SealedEntry[] } {
  const among = `WHERE act IN (${acts.map(() => '?').join(', ')})`
  const total =
    db
      .prepare<string[], number>(`SELECT count(*) FROM custody_entry ${among}`)
      .pluck()
      .get(...acts) ?? 0
  const rows = db
    .prepare<(string | number)[], EntryRow>(`${SELECT} ${among} ORDER BY seq DESC LIMIT ? OFFSET ?`)
    .all(...acts, limit, offset)
  return { total, entries: rows.map(entryOf) }
}

/** Every break in the chain, its end included as far as the case notes it. */
export function verifyCustody(db: Database): Failure[] {
  return [...verifyChain(custodyEntries(db)), ...custodyEndFindings(db, lastCustody(db))]
}

const SELECT = 'SELECT seq, at, who, act, facts, prev_hash AS prev, hash FROM custody_entry'

function entryOf(row: EntryRow): SealedEntry {
  return { ...row, facts: factsOf(row.facts), prev: row.prev.toString('hex'), hash: row.hash.toString('hex') }
}

/** Facts that were damaged are kept as their text: the entry's hash then tells. */
function factsOf(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** Some containers run under a number without an account. */
function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`
  }
}
