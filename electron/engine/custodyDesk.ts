/**
 * Enters in the custody log what is done with a case besides changing it: exports, verifications. That must never keep
 * the work itself from being done: whether it was entered is part of the report. What comes while an import of this
 * process holds the case is entered when that is over.
 */
import { SqliteError } from 'better-sqlite3'
import { FailureError, type Json } from '../../shared/failure.ts'
import { appendCustody, caseFailure, type CustodyAct } from './case/index.ts'
import type { OpenCase } from './openCase.ts'

interface LateEntry {
  readonly file: OpenCase
  readonly act: CustodyAct
  readonly facts: { readonly [key: string]: Json }
}

export class CustodyDesk {
  private late: LateEntry[] = []

  /** Enters it, now or as soon as the case can be written again; true: it is entered. */
  async enter(file: OpenCase, act: CustodyAct, facts: LateEntry['facts']): Promise<boolean> {
    const outcome = await attempt({ file, act, facts })
    // An entry is dated when it is made, so one that comes late says when the work was done.
    if (outcome === 'locked') this.late.push({ file, act, facts: { ...facts, endedAt: new Date().toISOString() } })
    return outcome === 'entered'
  }

  /** Enters what had to wait; what still cannot be entered goes on waiting. */
  async enterLate(): Promise<void> {
    const waiting = this.late
    this.late = []
    for (const entry of waiting) if ((await attempt(entry)) === 'locked') this.late.push(entry)
  }
}

/** Work that was done is entered whoever has lost interest in it meanwhile. */
async function attempt({ file, act, facts }: LateEntry): Promise<'entered' | 'locked' | 'impossible'> {
  try {
    await file.write(new AbortController().signal, (db) => void appendCustody(db, act, facts))
    return 'entered'
  } catch (error) {
    const known = caseFailure(error, file.path)
    if (known instanceof FailureError) return known.failure.code === 'case/locked' ? 'locked' : 'impossible'
    // The case is being closed, or SQLite has another reason.
    if (known instanceof SqliteError || (known instanceof DOMException && known.name === 'AbortError'))
      return 'impossible'
    throw error
  }
}
