/**
 * The end of the custody log, noted apart from the log with every entry: number and hash of the last one, in `meta`. So
 * entries cannot be cut off the log alone without showing. Who rewrites the note as well is found only by what was kept
 * elsewhere; see docs/custody.md.
 */
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import type { SealedEntry } from '../integrity/index.ts'

/** Number and hash (hexadecimal) of an entry. */
export type CustodyEnd = Pick<SealedEntry, 'seq' | 'hash'>

/** Schema version from which on every entry is noted. Older versions of Vouch do not note theirs. */
const NOTED_VERSION = 40

/** The end as noted; null where none is, or it cannot be read. */
export function custodyEnd(db: Database): CustodyEnd | null {
  if (!isNoted(db)) return null
  const text = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'custodyEnd'").pluck().get()
  const found = /^([1-9]\d{0,14}) ([0-9a-f]{64})$/.exec(text ?? '')
  return found === null ? null : { seq: Number(found[1]), hash: found[2] }
}

/** Notes the end. Call in the transaction that adds the entry. */
export function noteCustodyEnd(db: Database, { seq, hash }: CustodyEnd): void {
  if (!isNoted(db)) return
  db.prepare(
    `INSERT INTO meta (key, value) VALUES ('custodyEnd', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  ).run(`${seq} ${hash}`)
}

/** What is wrong with the end: `last` is the entry that the log ends with. */
export function custodyEndFindings(db: Database, last: CustodyEnd | undefined): Failure[] {
  if (!isNoted(db)) return []
  const noted = custodyEnd(db)
  if (noted === null) return [broken('no-end', 'The case no longer says where its custody log ends', null, last)]
  if (last !== undefined && last.seq === noted.seq && last.hash === noted.hash) return []
  const isCut = (last?.seq ?? 0) < noted.seq
  return [
    broken(
      isCut ? 'cut-off' : 'other-end',
      isCut
        ? `The custody log was cut off: it ends with entry ${last?.seq ?? 0}, and there were ${noted.seq}`
        : `The custody log ends with another entry ${last?.seq} than was noted`,
      noted,
      last,
    ),
  ]
}

/** Whether a log still has an entry that somebody kept elsewhere: in an export's record, a workpaper, a note. */
export function custodyPlaceFindings(db: Database, kept: CustodyEnd): Failure[] {
  const found = db
    .prepare<[number], Buffer>('SELECT hash FROM custody_entry WHERE seq = ?')
    .pluck()
    .get(kept.seq)
    ?.toString('hex')
  if (found === kept.hash) return []
  const last = found === undefined ? undefined : { seq: kept.seq, hash: found }
  return [
    broken('other-end', `The custody log does not hold the entry ${kept.seq} that was kept elsewhere`, kept, last),
  ]
}

function isNoted(db: Database): boolean {
  return (db.pragma('user_version', { simple: true }) as number) >= NOTED_VERSION
}

function broken(
  problem: 'no-end' | 'cut-off' | 'other-end',
  message: string,
  expected: CustodyEnd | null,
  found: CustodyEnd | undefined,
): Failure {
  return {
    code: 'verify/custody-broken',
    message,
    facts: {
      problem,
      expected: expected === null ? null : { seq: expected.seq, hash: expected.hash },
      found: found === undefined ? null : { seq: found.seq, hash: found.hash },
    },
  }
}
