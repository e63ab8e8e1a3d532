/** The case's custody log: who did what to it, when; each entry carries the hash of the one before. */
import { hostname, userInfo } from 'node:os'
import type { Database } from 'better-sqlite3'
import type { Failure, Json } from '../../../shared/failure.ts'
import { canonicalJson } from '../base/index.ts'
import { type SealedEntry, sealEntry, verifyChain } from '../integrity/index.ts'

/** What is entered in the log. A word never changes its meaning. */
export type CustodyAct =
  | 'case.create'
  | 'exhibit.import'
  | 'container.read'
  | 'case.verify'
  | 'rows.export'
  | 'sessions.export'
  | 'reveal'
  | PullAct
  | AnnotationAct

/** What was asked of live systems, and files that went on. */
type PullAct = 'pull.begin' | 'pull.responses' | 'pull.end' | 'exhibit.continue'

/** What people do with events and with what is kept beside them. */
type AnnotationAct = 'annotation.change' | 'annotation.undo' | 'tag.set' | 'view.save' | 'view.remove'

interface EntryRow {
  seq: number
  at: string
  who: string
  act: string
  facts: string
  prev: Buffer
  hash: Buffer
}

/** Adds an entry, dated now and signed with account and host, and returns it. Call inside a transaction. */
export function appendCustody(db: Database, act: CustodyAct, facts: { readonly [key: string]: Json }): SealedEntry {
  const last = db.prepare<[], EntryRow>(`${SELECT} ORDER BY seq DESC LIMIT 1`).get()
  const entry = sealEntry(last === undefined ? null : entryOf(last), {
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
  return entry
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

/** Every break in the chain. */
export function verifyCustody(db: Database): Failure[] {
  return verifyChain(custodyEntries(db))
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
