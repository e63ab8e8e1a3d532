/** The same file through DuckDB and through sqlite-utils, in the same run as our import. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { broken, type Figure, type Floor, measured, skipped } from '../measure/figure.ts'
import { runProgram } from '../measure/program.ts'
import { sampleOf } from '../measure/sample.ts'
import { type Part, type PartResult, type Run, SMALL_EVENTS } from '../part.ts'
import { hasDuckDb } from '../peerPackages.ts'
import type { DuckDbMeasure } from '../programs/duckdb.ts'
import { sqliteUtilsMeasure } from './sqliteUtils.ts'

const REPEATS = 3

const duckDbFloor: Floor = { atMost: 3, judged: 'median', events: SMALL_EVENTS }
const sqliteUtilsFloor: Floor = { atLeast: 3, judged: 'median', events: SMALL_EVENTS }

export const peersPart: Part = {
  name: 'peers',
  title: 'Peers, on the same file',
  async run(run) {
    const { cases, small } = run
    const ours = (await cases.importedInThisRun(small, REPEATS)).map((done) => done.seconds)
    const oursSeconds = sampleOf(ours).median
    const parts = [await duckDb(run, oursSeconds), await sqliteUtils(run, oursSeconds)]
    return {
      figures: [
        measured('our import, with text index and hashes', 's', small.events, sampleOf(ours)),
        ...parts.flatMap((part) => part.figures),
      ],
      versions: parts.flatMap((part) => part.versions ?? []),
    }
  },
}

async function duckDb({ cases, small, signal, note }: Run, oursSeconds: number): Promise<PartResult> {
  const what = 'our time against DuckDB’s'
  if (!hasDuckDb()) {
    const reason = 'the package @duckdb/node-api could not be installed'
    return { figures: [skipped(what, 'times', reason, duckDbFloor)] }
  }
  const source = await cases.source(small)
  const database = join(cases.dir, 'peer.duckdb')
  const runs: DuckDbMeasure[] = []
  try {
    for (let i = 0; i < REPEATS; i++) {
      note('DuckDB: read_json into a table …')
      rmSync(database, { force: true })
      const measure = await runProgram<DuckDbMeasure>('duckdb', [source, database], signal)
      if (measure.rows !== small.events) throw new Error(`DuckDB read ${measure.rows} rows`)
      note(`  ${measure.seconds.toFixed(1)} s`)
      runs.push(measure)
    }
  } catch (error) {
    signal.throwIfAborted()
    const reason = `DuckDB did not run: ${(error as Error).message}`
    return { figures: [broken(what, reason)] }
  } finally {
    for (const ending of ['', '.wal']) rmSync(database + ending, { force: true })
  }
  const seconds = sampleOf(runs.map((run) => run.seconds))
  const figures: Figure[] = [
    measured('DuckDB `read_json` into a table on disk, no text index', 's', small.events, seconds),
    measured('its peak memory', 'bytes', small.events, sampleOf(runs.map((run) => run.peakBytes))),
    measured(what, 'times', small.events, sampleOf([oursSeconds / seconds.median]), duckDbFloor),
  ]
  return { figures, versions: [`DuckDB ${runs[0].version} (@duckdb/node-api)`] }
}

async function sqliteUtils(run: Run, oursSeconds: number): Promise<PartResult> {
  const what = 'sqlite-utils’ time against ours'
  const found = await sqliteUtilsMeasure(run)
  if (found.kind === 'absent') return { figures: [skipped(what, 'times', found.reason, sqliteUtilsFloor)] }
  const { events } = run.small
  const note =
    found.measuredEvents === events
      ? undefined
      : `Measured on ${found.measuredEvents.toLocaleString('en-US')} events and scaled up in proportion: all of them would take more than ten minutes.`
  return {
    figures: [
      measured('sqlite-utils `insert --nl --alter`', 's', events, sampleOf([found.insertSeconds]), undefined, note),
      measured('sqlite-utils `enable-fts` on every text column', 's', events, sampleOf([found.ftsSeconds])),
      measured(
        what,
        'times',
        events,
        sampleOf([(found.insertSeconds + found.ftsSeconds) / oursSeconds]),
        sqliteUtilsFloor,
      ),
    ],
    versions: [found.version],
  }
}
