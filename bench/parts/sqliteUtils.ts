/** sqlite-utils, the Debian package: found, or installed where we may, and run over the generated file. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { CaseSpec } from '../cases.ts'
import { runCommand } from '../measure/program.ts'
import { timed } from '../measure/sample.ts'
import type { Run } from '../part.ts'
import { removeDatabase } from './peerFile.ts'

/** Events of the sample that tells how long all would take. */
const SAMPLE_EVENTS = 200_000
/** Beyond this the sample's time is scaled up. */
const MAX_SECONDS = 600

export type SqliteUtilsMeasure =
  | { readonly kind: 'absent'; readonly reason: string }
  | {
      readonly kind: 'measured'
      readonly version: string
      /** Times are for all events; they were measured on this many. */
      readonly measuredEvents: number
      readonly insertSeconds: number
      readonly ftsSeconds: number
    }

export async function sqliteUtilsMeasure(run: Run): Promise<SqliteUtilsMeasure> {
  const version = versionOf() ?? installedVersion(run.note)
  if (version === undefined)
    return {
      kind: 'absent',
      reason: 'sqlite-utils is not installed, and to install the Debian package takes apt and root',
    }
  const { events } = run.small
  if (events > SAMPLE_EVENTS) {
    const sample = { ...run.small, events: SAMPLE_EVENTS }
    const part = await measureOf(run, sample)
    run.cases.dropSource(sample)
    const scale = events / SAMPLE_EVENTS
    if ((part.insertSeconds + part.ftsSeconds) * scale > MAX_SECONDS)
      return {
        kind: 'measured',
        version,
        measuredEvents: SAMPLE_EVENTS,
        insertSeconds: part.insertSeconds * scale,
        ftsSeconds: part.ftsSeconds * scale,
      }
  }
  return { kind: 'measured', version, measuredEvents: events, ...(await measureOf(run, run.small)) }
}

async function measureOf(
  { cases, signal, note }: Run,
  spec: CaseSpec,
): Promise<{ insertSeconds: number; ftsSeconds: number }> {
  const source = await cases.source(spec)
  const path = join(cases.dir, 'peer.sqlite')
  removeDatabase(path)
  try {
    note(`sqlite-utils: ${spec.events.toLocaleString('en-US')} events …`)
    // Without --alter it refuses the first event that has a key the first hundred did not have.
    const insert = await timed(() =>
      runCommand('sqlite-utils', ['insert', path, 'events', source, '--nl', '--alter', '--silent'], signal),
    )
    const { columns, rows } = tableOf(path)
    if (rows !== spec.events) throw new Error(`sqlite-utils read ${rows} rows`)
    const fts = await timed(() => runCommand('sqlite-utils', ['enable-fts', path, 'events', ...columns], signal))
    note(`  ${(insert.ms / 1000).toFixed(1)} s and ${(fts.ms / 1000).toFixed(1)} s`)
    return { insertSeconds: insert.ms / 1000, ftsSeconds: fts.ms / 1000 }
  } finally {
    removeDatabase(path)
  }
}

/** The text columns of what it made, and how many rows there are. */
function tableOf(path: string): { columns: string[]; rows: number } {
  const db = new Database(path, { readonly: true })
  try {
    const columns = db.prepare<[], string>(`SELECT name FROM pragma_table_info('events') WHERE type = 'TEXT'`).pluck()
    return { columns: columns.all(), rows: db.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0 }
  } finally {
    db.close()
  }
}

function versionOf(): string | undefined {
  const { status, stdout } = spawnSync('sqlite-utils', ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().replace(', version', '') : undefined
}

function installedVersion(note: (text: string) => void): string | undefined {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined
  note('installing the Debian package sqlite-utils …')
  const install = (): number | null =>
    spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', 'sqlite-utils'], { stdio: 'ignore' }).status
  if (install() !== 0) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' })
    if (install() !== 0) return undefined
  }
  return versionOf()
}
