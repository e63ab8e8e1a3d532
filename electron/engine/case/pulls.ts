/**
 * What a case keeps of pulls: streams and where they stand, runs, every response, the keys of records pulled before.
 * A commit is one change: responses, keys and the new state come in together with the exhibit they belong to, or not at
 * all, so a process that is killed leaves the stream where its last exhibit ends.
 */
import { createHash } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { type Failure, fail, type Json } from '../../../shared/failure.ts'
import { appendCustody } from './custody.ts'
import { exhibitLabel } from './exhibits.ts'

/** Bytes of each half of a record's key. */
export const PULL_KEY_BYTES = 16

/** A request and what came back. Plain data: it travels to the writing thread. */
export interface PulledResponse {
  /** Of the body in the exhibit under way; null: the body is in no exhibit. */
  readonly startByte: number | null
  readonly sizeBytes: number
  /** Hexadecimal; null where there was no body, or it may not be kept. */
  readonly sha256: string | null
  /** A body that is in no exhibit; null: none, or not kept. */
  readonly body: Uint8Array | null
  readonly method: string
  readonly url: string
  readonly status: number | null
  readonly headers: readonly (readonly [string, string])[]
  /** ISO 8601 UTC. */
  readonly requestedAt: string
  readonly answeredAt: string
  readonly fault: string | null
  readonly records: number
  readonly known: number
}

/** What one commit of a pull brings. */
export interface PullCommit {
  readonly streamId: number
  readonly runId: number
  /** Revision the stream must have; it has the next one afterwards. */
  readonly revision: number
  /** JSON. */
  readonly state: string
  readonly responses: readonly PulledResponse[]
  /** Key and content hash of each new record, {@link PULL_KEY_BYTES} each, one behind the other. */
  readonly keys: Uint8Array
}

export interface PullStream {
  readonly id: number
  readonly revision: number
  readonly state: string
}

/** Whether the case has the tables of pulls: one that was never opened for writing since may not. */
export function hasPulls(db: Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'pull_stream'").get() !== undefined
}

/** The stream of that name; undefined where nothing was ever pulled from it. */
export function pullStream(db: Database, name: string): PullStream | undefined {
  if (!hasPulls(db)) return undefined
  return db.prepare<[string], PullStream>('SELECT id, revision, state FROM pull_stream WHERE name = ?').get(name)
}

/** What a run is begun with; `source` is canonical JSON without secrets. */
export interface RunStart {
  readonly stream: string
  readonly source: string
  readonly baseUrl: string
  readonly sourceId: string
  readonly since: string | null
  readonly until: string | null
  readonly version: string
}

/** Enters a run, and its stream where it is new; with its custody entry. Call inside a transaction. */
export function beginPullRun(db: Database, start: RunStart): { readonly runId: number; readonly stream: PullStream } {
  db.prepare("INSERT OR IGNORE INTO pull_stream (name, revision, state) VALUES (?, 0, 'null')").run(start.stream)
  const stream = pullStream(db, start.stream) as PullStream
  const { lastInsertRowid } = db
    .prepare('INSERT INTO pull_run (stream_id, source, since, until, started_at) VALUES (?, ?, ?, ?, ?)')
    .run(stream.id, start.source, start.since, start.until, new Date().toISOString())
  const runId = Number(lastInsertRowid)
  appendCustody(db, 'pull.begin', {
    run: runId,
    source: start.sourceId,
    baseUrl: start.baseUrl,
    sourceSha256: createHash('sha256').update(start.source).digest('hex'),
    since: start.since,
    until: start.until,
    version: start.version,
  })
  return { runId, stream }
}

export type PullOutcome = 'complete' | 'broken-off' | 'cancelled'

/** Enters how a run ended, with its custody entry. Call inside a transaction. */
export function endPullRun(
  db: Database,
  runId: number,
  outcome: PullOutcome,
  failure: Failure | null,
  counts: { readonly [name: string]: Json },
): void {
  db.prepare('UPDATE pull_run SET ended_at = ?, outcome = ?, failure = ? WHERE id = ?').run(
    new Date().toISOString(),
    outcome,
    failure === null ? null : JSON.stringify(failure),
    runId,
  )
  appendCustody(db, 'pull.end', { run: runId, outcome, failure: failure?.code ?? null, ...counts })
}

/**
 * Enters a commit, its bodies being in `exhibitId` (null: in none). Fails with `pull/overtaken` where somebody else pulled
 * the stream meanwhile. Call inside a transaction.
 */
export function writePullCommit(db: Database, commit: PullCommit, exhibitId: number | null): void {
  const { changes } = db
    .prepare('UPDATE pull_stream SET revision = revision + 1, state = ? WHERE id = ? AND revision = ?')
    .run(commit.state, commit.streamId, commit.revision)
  if (changes !== 1) fail(overtaken)
  const put = db.prepare(
    `INSERT INTO pull_response (run_id, exhibit_id, start_byte, size_bytes, sha256, body, method, url, status, headers,
       requested_at, answered_at, fault, record_count, known_count) VALUES (${Array(15).fill('?').join(', ')})`,
  )
  let firstId = 0
  let lastId = 0
  for (const response of commit.responses) {
    const isInside = response.startByte !== null
    lastId = Number(
      put.run(
        commit.runId,
        isInside ? exhibitId : null,
        response.startByte,
        response.sizeBytes,
        response.sha256 === null ? null : Buffer.from(response.sha256, 'hex'),
        response.body === null ? null : zstdCompressSync(response.body),
        response.method,
        response.url,
        response.status,
        JSON.stringify(response.headers),
        response.requestedAt,
        response.answeredAt,
        response.fault,
        response.records,
        response.known,
      ).lastInsertRowid,
    )
    if (firstId === 0) firstId = lastId
  }
  const putKey = db.prepare('INSERT OR IGNORE INTO pull_key (stream_id, key, content) VALUES (?, ?, ?)')
  const { keys } = commit
  for (let at = 0; at < keys.length; at += 2 * PULL_KEY_BYTES) {
    const middle = at + PULL_KEY_BYTES
    putKey.run(commit.streamId, keys.subarray(at, middle), keys.subarray(middle, middle + PULL_KEY_BYTES))
  }
  if (commit.responses.length === 0) return
  const sum = (of: (response: PulledResponse) => number): number =>
    commit.responses.reduce((total, response) => total + of(response), 0)
  appendCustody(db, 'pull.responses', {
    run: commit.runId,
    exhibit: exhibitId === null ? null : exhibitLabel(exhibitId),
    firstResponse: firstId,
    lastResponse: lastId,
    records: sum((response) => response.records),
    known: sum((response) => response.known),
    seal: pullSeal(db, firstId, lastId),
  })
}

/** SHA-256, hexadecimal, over the rows of responses `firstId` to `lastId` as JSON arrays, one per line. */
export function pullSeal(db: Database, firstId: number, lastId: number): string {
  const hash = createHash('sha256')
  const rows = db
    .prepare<[number, number], unknown[]>(
      `SELECT id, run_id, exhibit_id, start_byte, size_bytes, hex(sha256), body IS NULL, method, url, status, headers,
         requested_at, answered_at, fault, record_count, known_count
       FROM pull_response WHERE id BETWEEN ? AND ? ORDER BY id`,
    )
    .raw()
  for (const row of rows.iterate(firstId, lastId)) hash.update(`${JSON.stringify(row)}\n`)
  return hash.digest('hex')
}

/** A stream and its last run; counts over all runs. */
export interface PulledStream {
  /** Canonical JSON of the filled source. */
  readonly source: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly outcome: string | null
  readonly failure: string | null
  readonly runs: number
  readonly records: number
  readonly known: number
}

/** Streams by their last run, latest first; none where the case is older than pulls. */
export function pulledStreams(db: Database): PulledStream[] {
  if (!hasPulls(db)) return []
  return db
    .prepare<[], PulledStream>(
      `SELECT r.source, r.started_at AS startedAt, r.ended_at AS endedAt, r.outcome, r.failure,
         (SELECT count(*) FROM pull_run WHERE stream_id = r.stream_id) AS runs,
         ifnull((SELECT sum(record_count) FROM pull_response JOIN pull_run o ON o.id = run_id WHERE o.stream_id = r.stream_id), 0) AS records,
         ifnull((SELECT sum(known_count) FROM pull_response JOIN pull_run o ON o.id = run_id WHERE o.stream_id = r.stream_id), 0) AS known
       FROM pull_run r WHERE r.id IN (SELECT max(id) FROM pull_run GROUP BY stream_id) ORDER BY r.id DESC`,
    )
    .all()
}

/** Another text whenever a run began, took records in or ended. */
export function pullsRevision(db: Database): string {
  if (!hasPulls(db)) return ''
  return String(
    db
      .prepare(
        `SELECT (SELECT count(*) FROM pull_run) || ' ' || (SELECT count(ended_at) FROM pull_run) || ' ' ||
           (SELECT ifnull(sum(revision), 0) FROM pull_stream)`,
      )
      .pluck()
      .get(),
  )
}

/** Tells records pulled before. One connection, one stream. */
export class PulledKeys {
  private readonly streamId: number
  private readonly find

  constructor(db: Database, streamId: number) {
    this.streamId = streamId
    this.find = db.prepare<[number, Uint8Array, Uint8Array], number>(
      'SELECT 1 FROM pull_key WHERE stream_id = ? AND key = ? AND content = ?',
    )
  }

  has(key: Uint8Array, content: Uint8Array): boolean {
    return this.find.get(this.streamId, key, content) !== undefined
  }
}

const overtaken: Failure = {
  code: 'pull/overtaken',
  message: 'Another process pulled from the same source into this case meanwhile',
  kept: 'What was in the case; nothing came in twice.',
  next: 'Pull again when the other one is done.',
}
