/** The custody log as lines of canonical JSON: each entry with its hash and that of the one before. */
import type { Database } from 'better-sqlite3'
import { canonicalJson } from '../../base/index.ts'
import { custodyAfter } from '../../case/index.ts'
import type { SealedEntry } from '../../integrity/index.ts'

/** Entries read at a time. */
const SLICE_ENTRIES = 1_000

/** All entries, oldest first. Without the member `hash`, the bytes of a line are what the hash is over. */
export function* custodyLines(db: Database): Generator<{ readonly line: string; readonly entry: SealedEntry }> {
  for (let seq = 0; ; ) {
    const entries = custodyAfter(db, seq, SLICE_ENTRIES)
    for (const entry of entries) {
      const { act, at, facts, hash, prev, who } = entry
      seq = entry.seq
      yield { line: `${canonicalJson({ act, at, facts, hash, prev, seq, who })}\n`, entry }
    }
    if (entries.length < SLICE_ENTRIES) return
  }
}
