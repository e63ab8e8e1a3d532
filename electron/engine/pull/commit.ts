/** A segment into the case, in one transaction: its exhibit, what was asked and answered, the keys, where the walk stands. */
import type { Database } from 'better-sqlite3'
import type { ImportedFile } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { type PullCommit, writePullCommit } from '../case/index.ts'
import { importFiles } from '../ingest/index.ts'
import type { Segment } from './segment.ts'
import type { SourceSpec } from './source.ts'

export interface CommitTarget {
  readonly case: string
  readonly version: string
  readonly profileDirs: readonly string[]
  /** Runs work in a transaction of the case. */
  write<T>(signal: AbortSignal, work: (db: Database) => T): Promise<T>
}

/** What became of the exhibit; null where the segment had no new record. Fails with `case/*`, `pull/overtaken`, `profile/*`. */
export async function commitSegment(
  target: CommitTarget,
  spec: SourceSpec,
  segment: Segment,
  commit: PullCommit,
  signal: AbortSignal,
): Promise<ImportedFile | null> {
  if (segment.path === null) {
    await target.write(signal, (db) => writePullCommit(db, commit, null))
    return null
  }
  const options = {
    paths: [],
    profile: spec.profile,
    timezone: spec.timezone,
    profileDirs: target.profileDirs,
    direct: {
      path: segment.path,
      bytes: segment.bytes(),
      format: segment.format,
      leaveOut: segment.leaveOut(),
      pull: commit,
      continues: null,
    },
  }
  const { files } = await importFiles(target.case, target.version, options, signal, () => undefined)
  const [file] = files
  if (file.kind !== 'failed') return file
  const { failure } = file
  if (failure.code !== 'import/already-imported') fail(failure)
  // Somebody has imported the very bytes as a file: their events are there, and the answers lead to them.
  await target.write(signal, (db) => {
    const sha256 = Buffer.from(String(failure.facts?.sha256), 'hex')
    const id = db.prepare<[Buffer], number>('SELECT id FROM exhibit WHERE sha256 = ?').pluck().get(sha256)
    writePullCommit(db, commit, id ?? fail(failure))
  })
  return file
}
