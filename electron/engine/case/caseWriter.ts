/**
 * Small changes to a case that readers, and perhaps an import, have open: one connection for writing, opened when first
 * needed and kept, and one change after the other. Nothing here waits for a lock without letting other work in between.
 */
import type { Database } from 'better-sqlite3'
import { FailureError } from '../../../shared/failure.ts'
import { caseFailure } from './caseFailure.ts'
import { type CaseFile, openCaseForWriting } from './caseFile.ts'

/** How long a change waits for somebody else who is writing, in milliseconds; an import may write for minutes. */
const WAIT_MS = 2_000

/** Between two tries, in milliseconds. */
const RETRY_MS = 40

export class CaseWriter {
  private readonly path: string
  private readonly version: string | undefined
  private file: CaseFile | undefined
  private last: Promise<unknown> = Promise.resolve()
  private readonly closing = new AbortController()

  /** `version`: of this build, for the custody log; left out: it is not entered. */
  constructor(path: string, version?: string) {
    this.path = path
    this.version = version
  }

  /**
   * Runs `work` in a transaction of its own, after those asked for before; what it throws undoes everything. The schema
   * is brought up to date first. `signal` is aborted, too, when the case is closed. Fails with `case/read-only`, and with
   * `case/locked` where somebody else goes on writing.
   */
  write<T>(signal: AbortSignal, work: (db: Database, signal: AbortSignal) => T | Promise<T>): Promise<T> {
    const either = AbortSignal.any([signal, this.closing.signal])
    const turn = this.last.then(() => this.transact(either, work))
    // Told to who asked for it; the next change goes ahead all the same.
    this.last = turn.catch(() => undefined)
    return turn
  }

  /** Ends what is under way, undone, and closes the connection. */
  async close(): Promise<void> {
    this.closing.abort(
      new FailureError({ code: 'usage/cancelled', message: 'The case was closed', where: { path: this.path } }),
    )
    await this.last
    this.file?.close()
    this.file = undefined
  }

  private async transact<T>(
    signal: AbortSignal,
    work: (db: Database, signal: AbortSignal) => T | Promise<T>,
  ): Promise<T> {
    const db = await this.begun(signal)
    try {
      const result = await work(db, signal)
      db.exec('COMMIT')
      return result
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      throw caseFailure(error, this.path)
    }
  }

  /** The connection, with a transaction begun. */
  private async begun(signal: AbortSignal): Promise<Database> {
    for (const startedAt = performance.now(); ; ) {
      signal.throwIfAborted()
      try {
        const { db } = this.open()
        db.exec('BEGIN IMMEDIATE')
        return db
      } catch (error) {
        const known = caseFailure(error, this.path)
        if (!isLocked(known)) throw known
        if (performance.now() - startedAt > WAIT_MS) throw new FailureError(stillWritten(this.path), { cause: error })
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }

  private open(): CaseFile {
    if (this.file === undefined) {
      const file = openCaseForWriting(this.path, 0, this.version)
      // What somebody noted is theirs to keep, also when the power fails.
      file.db.pragma('synchronous = FULL')
      this.file = file
    }
    return this.file
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'case/locked'
}

function stillWritten(path: string): FailureError['failure'] {
  return {
    code: 'case/locked',
    message: 'The case is being written, by an import or by another program',
    where: { path },
    kept: 'Nothing was changed.',
    next: 'Try again when that is done.',
  }
}
