/** Whether a case is still what it was: asked every second or so, so it looks no further than SQLite's own counter. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { CaseState } from '../../shared/api/index.ts'
import { hasAnnotations } from './annotate/index.ts'
import { pullsRevision } from './case/index.ts'
import type { OpenCase } from './openCase.ts'
import { samplesRevision } from './sampling/index.ts'

interface Known {
  /** SQLite's `data_version`: another one, and some connection has written. */
  readonly dataVersion: number
  readonly state: CaseState
}

const known = new WeakMap<OpenCase, Known>()

/** The state of an open case; its version differs whenever exhibits, archives, annotations, views, samples or pulls do. */
export function caseState(file: OpenCase): CaseState {
  const dataVersion = file.db.pragma('data_version', { simple: true }) as number
  const before = known.get(file)
  if (before?.dataVersion === dataVersion) return before.state
  const state = stateOf(file)
  known.set(file, { dataVersion, state })
  return state
}

function stateOf({ db, annotations }: OpenCase): CaseState {
  const parts = [
    textOf(db, "SELECT value FROM meta WHERE key = 'caseId'"),
    textOf(db, "SELECT value FROM meta WHERE key = 'generation'"),
    textOf(db, 'SELECT count(*) FROM container WHERE sha256 IS NOT NULL'),
    annotations.revision(),
    hasAnnotations(db) ? db.prepare('SELECT view FROM saved_view ORDER BY name').pluck().all() : [],
    samplesRevision(db),
    pullsRevision(db),
  ]
  return {
    version: createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32),
    events: Number(textOf(db, 'SELECT ifnull(max(id), 0) FROM event')),
    lastCustody: Number(textOf(db, 'SELECT ifnull(max(seq), 0) FROM custody_entry')),
  }
}

function textOf(db: Database, sql: string): string {
  return String(db.prepare(sql).pluck().get())
}
