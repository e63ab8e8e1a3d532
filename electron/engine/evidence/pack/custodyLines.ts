/**
 * The custody log as lines of canonical JSON: each entry with its hash and that of the one before.
 *
 * In a redacted pack an entry whose facts may name what was redacted (questions do) goes without them: who did what and when
 * stays, and so does the chain, as its hash and the one before are there. Whoever has the case can disclose the facts.
 */
import type { Database } from 'better-sqlite3'
import type { Json } from '../../../../shared/failure.ts'
import { canonicalJson } from '../../base/index.ts'
import { custodyAfter } from '../../case/index.ts'
import type { SealedEntry } from '../../integrity/index.ts'

/** Entries read at a time. */
const SLICE_ENTRIES = 1_000

/** Acts whose facts hold no words of anybody: where files come from and what they are. */
const FACTUAL_ACTS = new Set(['case.create', 'exhibit.import', 'container.read', 'case.verify'])

export interface CustodyLine {
  readonly line: string
  readonly entry: SealedEntry
  /** Whether its facts are there. */
  readonly isWhole: boolean
}

/** All entries, oldest first. Without the member `hash`, the bytes of a whole line are what the hash is over. */
export function* custodyLines(db: Database, redaction: { text(text: string): string } | null): Generator<CustodyLine> {
  for (let seq = 0; ; ) {
    const entries = custodyAfter(db, seq, SLICE_ENTRIES)
    for (const entry of entries) {
      const { act, at, facts, hash, prev, who } = entry
      seq = entry.seq
      const isWhole = redaction === null || (FACTUAL_ACTS.has(act) && isUntouched(facts, redaction))
      const given: { readonly [key: string]: Json } = { act, at, hash, prev, seq, who, ...(isWhole ? { facts } : {}) }
      yield { line: `${canonicalJson(given)}\n`, entry, isWhole }
    }
    if (entries.length < SLICE_ENTRIES) return
  }
}

function isUntouched(facts: Json, redaction: { text(text: string): string }): boolean {
  const text = canonicalJson(facts)
  return redaction.text(text) === text
}
