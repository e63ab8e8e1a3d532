/**
 * Opening, creating and closing a case file.
 *
 * At rest a case is one file in rollback-journal mode, so that it can be opened from read-only media and handed
 * on alone; while it is written it runs in WAL mode, so that readers go on reading. Only the first exhibit of a new
 * case is written in rollback mode: there is nothing to read yet, and every page is written once instead of twice.
 */
import { randomUUID } from 'node:crypto'
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { fail, FailureError } from '../../../shared/failure.ts'
import { caseFailure } from './caseFailure.ts'
import { appendCustody } from './custody.ts'
import { ensureFields } from './fieldColumns.ts'
import { migrations, SCHEMA_VERSION } from './migrations/index.ts'
import { enterVersion } from './writtenBy.ts'

/** `application_id` of a case: ASCII "Vuch". */
export const APPLICATION_ID = 0x56756368

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000

/**
 * Page size of a new case. Import spends a third of its system time less with 16 KiB than with SQLite's 4 KiB, and
 * verbatim blocks chain fewer overflow pages.
 */
const PAGE_BYTES = 16_384

/** Page cache of a connection, in KiB. */
const CACHE_KIB = 65_536

export interface CaseFile {
  readonly path: string
  readonly db: Database.Database
  readonly isWritable: boolean
  close(): void
}

/** Creates an empty case at `path`. Fails with `case/exists`, `case/permission`. */
export function createCase(path: string, version: string): CaseFile {
  const full = resolve(path)
  if (existsSync(full)) failAsExisting(path)
  return create(full, path, version)
}

/** Makes a case of a file that is not there or empty; `case/exists` where another process made one of it meanwhile. */
function create(full: string, path: string, version: string): CaseFile {
  const db = connect(full, path, false)
  try {
    db.pragma(`page_size = ${PAGE_BYTES}`)
    db.transaction(() => {
      if (db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined) failAsExisting(path)
      // Within the transaction: what says that it is a case is never there without the rest.
      db.pragma(`application_id = ${APPLICATION_ID}`)
      migrate(db)
      const put = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)')
      const caseId = randomUUID()
      const createdAt = new Date().toISOString()
      put.run('caseId', caseId)
      put.run('createdAt', createdAt)
      put.run('createdBy', version)
      put.run('generation', '0')
      ensureFields(db, [], 1)
      appendCustody(db, 'case.create', { version, caseId, createdAt })
    }).immediate()
  } catch (error) {
    db.close()
    throw caseFailure(error, path)
  }
  return writable(full, db)
}

function failAsExisting(path: string): never {
  fail({
    code: 'case/exists',
    message: 'There is already a file of that name',
    where: { path },
    next: 'Choose another name or open it.',
  })
}

/** Opens a case for reading only; never writes, also not on writable media. */
export function openCase(path: string): CaseFile {
  const full = resolve(path)
  requireCase(full, path)
  recover(full, path)
  const db = connect(full, path, true)
  try {
    check(db, path)
  } catch (error) {
    db.close()
    throw caseFailure(error, path)
  }
  return {
    path: full,
    db,
    isWritable: false,
    close() {
      db.close()
      settle(full)
    },
  }
}

/**
 * Opens a case for writing and brings its schema up to date; waits `waitMs` for somebody else's lock, and so does every
 * statement. That `version` works on it is entered in the custody log, where another one did before; left out: it is not.
 * Fails with `case/read-only`, `case/locked`.
 */
export function openCaseForWriting(path: string, waitMs = BUSY_TIMEOUT_MS, version?: string): CaseFile {
  const full = resolve(path)
  requireCase(full, path)
  const db = connect(full, path, false, waitMs)
  try {
    check(db, path)
    requireWritable(full, path)
    enterWal(db, waitMs)
    db.transaction(() => {
      migrate(db)
      ensureFields(db, [], nextEventId(db))
      if (version !== undefined) enterVersion(db, version)
    }).immediate()
  } catch (error) {
    db.close()
    throw caseFailure(error, path)
  }
  return writable(full, db)
}

/** Between two tries to change the journal mode, in milliseconds. */
const MODE_RETRY_MS = 10

/**
 * Enters WAL mode. While another process changes the mode, too, SQLite says at once that the case is busy, whatever its
 * time-out: two that wait for each other's locks would wait for ever. So it is tried again, for `waitMs`.
 */
export function enterWal(db: Database.Database, waitMs = BUSY_TIMEOUT_MS): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4))
  for (const startedAt = performance.now(); ; ) {
    try {
      db.pragma('journal_mode = WAL')
      return
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
      if (!isBusy || performance.now() - startedAt >= waitMs) throw error
    }
    Atomics.wait(nobody, 0, 0, MODE_RETRY_MS)
  }
}

/**
 * Opens a case to add to its custody log and nothing else: schema and journal stay as they are, so that a case at rest
 * stays one file. Waits for nobody's lock. Fails with `case/read-only`; statements fail with SQLITE_BUSY.
 */
export function openCaseForEntry(path: string): CaseFile {
  const full = resolve(path)
  requireCase(full, path)
  const db = connect(full, path, false, 0)
  try {
    check(db, path)
    requireWritable(full, path)
    db.pragma('synchronous = FULL')
  } catch (error) {
    db.close()
    throw caseFailure(error, path)
  }
  return { path: full, db, isWritable: true, close: () => db.close() }
}

/** Opens the case, or creates it where there is none; of processes that do so at the same time one creates it. */
export function openOrCreateCase(path: string, version: string): CaseFile {
  const full = resolve(path)
  const found = statSync(full, { throwIfNoEntry: false })
  // Empty while another process is creating it.
  if (found === undefined || (found.isFile() && found.size === 0)) {
    try {
      return create(full, path, version)
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'case/exists') throw error
    }
  }
  return openCaseForWriting(path, BUSY_TIMEOUT_MS, version)
}

/** The number the next event will get. */
export function nextEventId(db: Database.Database): number {
  return ((db.prepare('SELECT max(id) FROM event').pluck().get() as number | null) ?? 0) + 1
}

function connect(full: string, path: string, readonly: boolean, waitMs = BUSY_TIMEOUT_MS): Database.Database {
  const db = openDatabase(full, path, readonly, waitMs)
  try {
    db.pragma(`cache_size = -${CACHE_KIB}`)
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    return db
  } catch (error) {
    db.close()
    throw caseFailure(error, path)
  }
}

function openDatabase(full: string, path: string, readonly: boolean, waitMs: number): Database.Database {
  try {
    return new Database(full, { readonly, timeout: waitMs })
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_CANTOPEN') {
      fail({
        code: 'case/permission',
        message: 'The case cannot be opened',
        where: { path },
        next: 'Check that you may read the file and its folder; a case that was not closed needs its -wal file and a writable folder.',
      })
    }
    if (error instanceof TypeError) {
      fail({ code: 'case/not-found', message: 'The folder of the case does not exist', where: { path } })
    }
    throw caseFailure(error, path)
  }
}

/** Undoes what a process that died left half written; SQLite does so when the file is opened for writing. */
function recover(full: string, path: string): void {
  if (!existsSync(`${full}-journal`) || !mayWrite(full)) return
  const db = connect(full, path, false)
  try {
    db.pragma('user_version')
  } catch (error) {
    throw caseFailure(error, path)
  } finally {
    db.close()
  }
}

function requireCase(full: string, path: string): void {
  const found = statSync(full, { throwIfNoEntry: false })
  if (found === undefined)
    fail({
      code: 'case/not-found',
      message: 'There is no such case',
      where: { path },
      next: 'Import something into it to create it.',
    })
  if (!found.isFile()) fail({ code: 'case/not-a-case', message: 'This is not a file', where: { path } })
  try {
    accessSync(full, constants.R_OK)
  } catch {
    fail({ code: 'case/permission', message: 'You may not read this case', where: { path } })
  }
}

function requireWritable(full: string, path: string): void {
  if (mayWrite(full)) return
  fail({
    code: 'case/read-only',
    message: 'The case cannot be written here',
    where: { path },
    kept: 'It was not changed.',
    next: 'Copy it to a place you may write to.',
  })
}

/** Whether a case at this full path could be written, as far as the file system says. */
export function mayWrite(full: string): boolean {
  try {
    accessSync(full, constants.W_OK)
    accessSync(dirname(full), constants.W_OK)
    return true
  } catch {
    return false
  }
}

function check(db: Database.Database, path: string): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    fail({ code: 'case/not-a-case', message: 'This file is not a Vouch case', where: { path } })
  }
  const found = db.pragma('user_version', { simple: true }) as number
  if (found > SCHEMA_VERSION) {
    fail({
      code: 'case/newer-version',
      message: `This case was written by a newer Vouch (case format ${found}; this version reads up to ${SCHEMA_VERSION})`,
      where: { path },
      kept: 'The case was not changed.',
      next: 'Open it with a newer Vouch.',
      facts: { expected: SCHEMA_VERSION, found },
    })
  }
}

function migrate(db: Database.Database): void {
  const from = db.pragma('user_version', { simple: true }) as number
  for (const step of migrations) {
    if (step.version <= from) continue
    step.up(db)
    db.pragma(`user_version = ${step.version}`)
  }
}

function writable(full: string, db: Database.Database): CaseFile {
  return {
    path: full,
    db,
    isWritable: true,
    close() {
      try {
        // First of all into the file itself, which somebody may hand on alone.
        db.pragma('wal_checkpoint(TRUNCATE)')
        leaveWal(db)
      } finally {
        db.close()
      }
    },
  }
}

/** Where somebody still has the case open, the last one to close it leaves WAL mode. */
function leaveWal(db: Database.Database): void {
  try {
    db.pragma('busy_timeout = 0')
    db.pragma('journal_mode = DELETE')
  } catch (error) {
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error
  }
}

/**
 * Makes a case one file again: who only reads cannot, where a writer was killed or closed it while others read.
 * On media that cannot be written, or while somebody else has it open, it stays as it is.
 */
function settle(full: string): void {
  if (!existsSync(full)) return
  try {
    // Asked of SQLite, never read from the file: closing a file that was opened beside it drops the locks of every
    // connection of this process (POSIX advisory locks; sqlite.org/howtocorrupt.html §2.2).
    const db = new Database(full, { fileMustExist: true, timeout: 0 })
    try {
      if (db.pragma('journal_mode', { simple: true }) === 'wal') leaveWal(db)
    } finally {
      db.close()
    }
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
  }
}
