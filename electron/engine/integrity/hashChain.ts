/**
 * The chain of custody entries: each carries the hash of the one before, so an entry that was edited, removed or put
 * in later shows. The chain alone cannot show that its end was cut off; for that, keep the last hash elsewhere.
 *
 * What is hashed: the UTF-8 bytes of the canonical JSON (RFC 8785) of exactly the members act, at, facts, prev, seq and
 * who. Anyone can repeat it: write the entry as such JSON without blanks and line end, and pipe it into `sha256sum`.
 */
import type { Failure, Json } from '../../../shared/failure.ts'
import { FailureError } from '../../../shared/failure.ts'
import { canonicalJson } from '../base/index.ts'
import { hexFromBytes, sha256 } from './digest.ts'

/** Who did what to the case, when. */
export interface CustodyEntry {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number
  /** When, RFC 3339 in UTC (`2026-05-04T12:00:00.000Z`). */
  readonly at: string
  readonly who: string
  readonly act: string
  readonly facts: Json
  /** Hash of the entry before, 64 lower-case hexadecimal digits; {@link NO_PREVIOUS} for the first. */
  readonly prev: string
}

/** A custody entry together with its own hash, as the case keeps it. */
export interface SealedEntry extends CustodyEntry {
  /** {@link custodyEntryHash} in lower-case hexadecimal. */
  readonly hash: string
}

/** `prev` of the first entry: 32 zero bytes in hexadecimal. */
export const NO_PREVIOUS = '0'.repeat(64)

/** What is wrong at a place of the chain; `facts.problem` of `verify/custody-broken`. */
export type CustodyProblem = 'edited' | 'broken-link' | 'missing' | 'out-of-order' | 'unreadable' | 'other-end'

/** SHA-256 of the entry's canonical JSON: 32 bytes. `integrity/not-canonical` when a text in it is no valid Unicode. */
export function custodyEntryHash(entry: CustodyEntry): Uint8Array {
  const { act, at, facts, prev, seq, who } = entry
  return sha256(new TextEncoder().encode(canonicalJson({ act, at, facts, prev, seq, who })))
}

/**
 * The entry that follows `previous` (null: the first of a case), numbered, linked and hashed. Lone surrogates in its
 * texts, which Windows file names may hold, become U+FFFD, so what is kept is what was hashed.
 * `integrity/not-canonical` for facts that are no JSON or nested too deep.
 */
export function sealEntry(
  previous: Pick<SealedEntry, 'seq' | 'hash'> | null,
  entry: Pick<CustodyEntry, 'at' | 'who' | 'act' | 'facts'>,
): SealedEntry {
  const linked: CustodyEntry = {
    seq: previous === null ? 1 : previous.seq + 1,
    at: entry.at.toWellFormed(),
    who: entry.who.toWellFormed(),
    act: entry.act.toWellFormed(),
    facts: wellFormed(entry.facts, 0),
    prev: previous === null ? NO_PREVIOUS : previous.hash,
  }
  return { ...linked, hash: hexFromBytes(custodyEntryHash(linked)) }
}

/**
 * Every fault of a chain, in its order; empty when it is whole. Entries are expected in the order of `seq`, from 1.
 * `end`, where known from elsewhere (an evidence pack, a note), also finds entries cut off or added at the end.
 *
 * Each fault is a `verify/custody-broken` with facts `seq`, `problem` and, where they apply, `expected` and `found`:
 * `edited` the entry does not have its own hash · `broken-link` it does not follow the entry before it ·
 * `missing` entries `seq` to `lastSeq` are not there · `out-of-order` the number was there before or is none ·
 * `unreadable` it has no canonical text · `other-end` the chain ends with another entry than `end` says.
 */
export function verifyChain(
  entries: readonly SealedEntry[],
  end?: { readonly seq: number; readonly hash: string },
): Failure[] {
  const check = new ChainCheck()
  const failures = entries.flatMap((entry) => check.next(entry))
  const last = entries.at(-1)
  if (end !== undefined && (last === undefined || last.hash !== end.hash || last.seq !== end.seq)) {
    const found: Json = last === undefined ? null : { seq: last.seq, hash: last.hash }
    failures.push(
      broken('other-end', end.seq, 'is not the last one', { expected: { seq: end.seq, hash: end.hash }, found }),
    )
  }
  return failures
}

/** {@link verifyChain} entry by entry, for logs too long to hold. */
export class ChainCheck {
  /** Highest number seen; 0 before the first entry. */
  lastSeq = 0
  /** Hash that the next entry must state as the one before; null after a gap. */
  private prev: string | null = NO_PREVIOUS

  /** The faults of the entry that comes next; without its facts (`isWhole` false) it is only asked whether it follows. */
  next(entry: SealedEntry, isWhole = true): Failure[] {
    const failures: Failure[] = []
    const { seq } = entry
    if (!Number.isSafeInteger(seq) || seq <= this.lastSeq) {
      failures.push(broken('out-of-order', seq, `stands after entry ${this.lastSeq}`, { expected: this.lastSeq + 1 }))
    } else {
      if (seq > this.lastSeq + 1) {
        const most = seq - 1
        const text = most === this.lastSeq + 1 ? 'is missing' : `and on, up to ${most}, are missing`
        failures.push(broken('missing', this.lastSeq + 1, text, { lastSeq: most }))
        this.prev = null // The link over the gap is broken of necessity; the gap is the fault to name.
      }
      this.lastSeq = seq
    }
    if (this.prev !== null && entry.prev !== this.prev) {
      failures.push(
        broken('broken-link', seq, 'does not follow the entry before it', { expected: this.prev, found: entry.prev }),
      )
    }
    const computed = isWhole ? hashOrFailure(entry) : entry.hash
    if (typeof computed !== 'string') {
      failures.push(broken('unreadable', seq, 'holds text that cannot be hashed', { cause: computed.message }))
    } else if (computed !== entry.hash) {
      failures.push(
        broken('edited', seq, 'was changed after it was written', { expected: entry.hash, found: computed }),
      )
    }
    this.prev = entry.hash
    return failures
  }
}

function hashOrFailure(entry: CustodyEntry): string | Failure {
  try {
    return hexFromBytes(custodyEntryHash(entry))
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    throw error
  }
}

function broken(problem: CustodyProblem, seq: number, what: string, facts: { readonly [key: string]: Json }): Failure {
  const shown = Number.isFinite(seq) ? seq : String(seq)
  return {
    code: 'verify/custody-broken',
    message: `Custody entry ${shown} ${what}`,
    facts: { seq: shown, problem, ...facts },
  }
}

/** Beyond this depth the value is handed on as it is; canonicalJson refuses it by name. */
const WELL_FORMED_MAX_DEPTH = 1001

function wellFormed(value: Json, depth: number): Json {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value !== 'object' || value === null || depth > WELL_FORMED_MAX_DEPTH) return value
  if (Array.isArray(value)) return value.map((item: Json) => wellFormed(item, depth + 1))
  // fromEntries defines properties, so a key `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item, depth + 1)]),
  )
}
