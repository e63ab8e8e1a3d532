/** Reads NDJSON into a table of DuckDB: `node bench/programs/duckdb.ts SOURCE DATABASE`. */
import { processMemory } from '../measure/memory.ts'
import { DUCKDB_PACKAGE, peerPackage } from '../peerPackages.ts'
import { answer } from './engine.ts'

/** What is used of `@duckdb/node-api`, which need not be installed for the rest to compile and run. */
interface DuckDb {
  version(): string
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> }
}
interface Connection {
  run(sql: string): Promise<unknown>
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>
  closeSync(): void
}

export interface DuckDbMeasure {
  readonly version: string
  readonly rows: number
  readonly seconds: number
  readonly peakBytes: number
}

const [source, database] = process.argv.slice(2)
const duckdb = peerPackage(DUCKDB_PACKAGE) as DuckDb
const connection = await (await duckdb.DuckDBInstance.create(database)).connect()
const startedAt = performance.now()
await connection.run(
  `CREATE TABLE t AS SELECT * FROM read_json('${source.replaceAll("'", "''")}', format = 'newline_delimited')`,
)
// Our import ends with everything on disk; so does this.
await connection.run('CHECKPOINT')
const seconds = (performance.now() - startedAt) / 1000
const [[rows]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM t')).getRows()
connection.closeSync()
const measure: DuckDbMeasure = {
  version: duckdb.version(),
  rows: Number(rows),
  seconds,
  peakBytes: processMemory().peakBytes,
}
answer(measure)
