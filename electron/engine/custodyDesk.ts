/**
 * Enters in the custody log what is done with a case besides changing it: exports, verifications. That must never keep
 * the work itself from being done: whether it was entered is part of the report. What comes while an import of this
 * process holds the case is entered when that is over.
 */
import { SqliteError } from 'better-sqlite3'
import type { CustodyPlace } from '../../shared/api/index.ts'
import { FailureError, type Json } from '../../shared/failure.ts'
import { appendCustody, caseFailure, type CustodyAct, enterVersion, openCaseForEntry } from './case/index.ts'

/** How long an entry waits for somebody who is writing, in milliseconds. */
const WAIT_MS = 2_000

/** Between two tries, in milliseconds. */
const RETRY_MS = 40

interface Entry {
  /** Path of the case. */
  readonly path: string
  readonly act: CustodyAct
  readonly facts: { readonly [key: string]: Json }
}

/** Where it was entered; `impossible`: the case cannot be written at all. */
type Outcome = CustodyPlace | 'locked' | 'impossible'

export class CustodyDesk {
  private readonly version: string
  private late: Entry[] = []

  /** `version`: of this build, entered first where another one wrote the case before. */
  constructor(version: string) {
    this.version = version
  }

  /** Enters it, now or as soon as the case can be written again; the place of the entry, null where it is not entered yet. */
  async enter(path: string, act: CustodyAct, facts: Entry['facts']): Promise<CustodyPlace | null> {
    const outcome = await entered({ path, act, facts }, this.version)
    // An entry is dated when it is made, so one that comes late says when the work was done.
    if (outcome === 'locked') this.late.push({ path, act, facts: { ...facts, endedAt: new Date().toISOString() } })
    return typeof outcome === 'string' ? null : outcome
  }

  /** Enters what had to wait; what still cannot be entered goes on waiting. */
  async enterLate(): Promise<void> {
    const waiting = this.late
    this.late = []
    for (const entry of waiting) if ((await entered(entry, this.version)) === 'locked') this.late.push(entry)
  }
}

/** Tries until it is entered or the time is over, letting other work in between. */
async function entered(entry: Entry, version: string): Promise<Outcome> {
  for (const startedAt = performance.now(); ; ) {
    const outcome = attempt(entry, version)
    if (outcome !== 'locked' || performance.now() - startedAt > WAIT_MS) return outcome
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

function attempt({ path, act, facts }: Entry, version: string): Outcome {
  try {
    const file = openCaseForEntry(path)
    try {
      return file.db
        .transaction(() => {
          enterVersion(file.db, version)
          const { seq, hash } = appendCustody(file.db, act, facts)
          return { seq, hash }
        })
        .immediate()
    } finally {
      file.close()
    }
  } catch (error) {
    const known = caseFailure(error, path)
    if (known instanceof FailureError) return known.failure.code === 'case/locked' ? 'locked' : 'impossible'
    // Whatever else SQLite has against it.
    if (known instanceof SqliteError) return 'impossible'
    throw error
  }
}
