/** What goes wrong with a case file, in words: SQLite's codes (sqlite.org/rescode.html) as failures a user can act on. */
import Database from 'better-sqlite3'
import { FailureError } from '../../../shared/failure.ts'

/** Turns what SQLite throws into the failure a user can act on; other errors pass unchanged. */
export function caseFailure(error: unknown, path: string): unknown {
  if (error instanceof FailureError || !(error instanceof Database.SqliteError)) return error
  const where = { path }
  const code = error.code
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new FailureError(
      {
        code: 'case/locked',
        message: 'Another process is writing to this case',
        where,
        next: 'Wait until it is done, or close it.',
      },
      { cause: error },
    )
  }
  if (code === 'SQLITE_FULL') {
    return new FailureError(
      {
        code: 'case/no-space',
        message: 'No space is left on the disk of the case',
        where,
        kept: 'The exhibits that were complete; the one under way was undone.',
        next: 'Make room and import again.',
      },
      { cause: error },
    )
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN') {
    return new FailureError(
      {
        code: 'case/read-only',
        message: 'The case cannot be written here',
        where,
        kept: 'It was not changed.',
        next: 'Copy it to a place you may write to.',
      },
      { cause: error },
    )
  }
  if (code === 'SQLITE_NOTADB') {
    return new FailureError(
      { code: 'case/not-a-case', message: 'This file is not a Vouch case', where },
      { cause: error },
    )
  }
  // What every case has is missing only where the schema itself is damaged; SQLite has no code of its own for that.
  const lacksSchema = code === 'SQLITE_ERROR' && /^no such (table|column)/.test(error.message)
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_IOERR') || lacksSchema) {
    return new FailureError(
      {
        code: 'case/damaged',
        message: `The case file is damaged (${error.message})`,
        where,
        next: 'Run `vouch verify` on it, and go back to a copy or import the exhibits again.',
      },
      { cause: error },
    )
  }
  return error
}
