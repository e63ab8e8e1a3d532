/**
 * The custody chain of an open case, checked once and then only where it has grown: a log may have a million entries, and
 * whoever looks at the last ten wants to know that they follow from the first. What was sound when it was looked at is not
 * looked at again; `verify` does.
 */
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import { ChainCheck } from '../integrity/index.ts'
import { custodyAfter, custodyCount, lastCustody } from './custody.ts'
import { custodyEndFindings } from './custodyEnd.ts'

/** Entries checked before other work is let in. */
const SLICE_ENTRIES = 1_000

export class CustodyCheck {
  private readonly db: Database
  private chain = new ChainCheck()
  private checked = 0
  private afterSeq = Number.MIN_SAFE_INTEGER
  private broken: Failure | null = null
  private turn: Promise<unknown> = Promise.resolve()

  constructor(db: Database) {
    this.db = db
  }

  /** The first fault of the chain as it is now; null: every entry follows from the one before. */
  firstFault(signal: AbortSignal): Promise<Failure | null> {
    // One after the other: two would both go on from where the check stands.
    const mine = this.turn.then(() => this.goOn(signal))
    this.turn = mine.catch(() => undefined)
    return mine
  }

  private async goOn(signal: AbortSignal): Promise<Failure | null> {
    if (custodyCount(this.db) < this.checked) this.startOver()
    while (this.broken === null) {
      signal.throwIfAborted()
      const entries = custodyAfter(this.db, this.afterSeq, SLICE_ENTRIES)
      for (const entry of entries) {
        this.broken ??= this.chain.next(entry)[0] ?? null
        this.afterSeq = entry.seq
      }
      this.checked += entries.length
      if (entries.length < SLICE_ENTRIES) break
      await new Promise((resolve) => setImmediate(resolve))
    }
    // The end is noted anew with every entry, so it is never what was sound before.
    return this.broken ?? custodyEndFindings(this.db, lastCustody(this.db))[0] ?? null
  }

  private startOver(): void {
    this.chain = new ChainCheck()
    this.checked = 0
    this.afterSeq = Number.MIN_SAFE_INTEGER
    this.broken = null
  }
}
