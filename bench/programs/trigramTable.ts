/**
 * Reads a table as IRFlow Timeline keeps one (its public source, `electron/db.js`, of 2026): a text column for each of the table's,
 * and over all of them an index of trigrams, made in stretches when the rows are in. `node bench/programs/trigramTable.ts SOURCE
 * DATABASE`. What it does besides is left out, in its favour: an index per column, types guessed, a window told.
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { cellsOfRow } from '../../electron/engine/ingest/readers/csvCells.ts'
import { answer } from './engine.ts'

export interface TrigramTableMeasure {
  readonly rows: number
  readonly insertSeconds: number
  readonly indexSeconds: number
}

/** Rows of a transaction, and rows indexed at a time. */
const INSERTED_ROWS = 10_000
const INDEXED_ROWS = 50_000

const [source, database] = process.argv.slice(2)
const startedAt = performance.now()
const db = new Database(database)
// Nothing is kept safe while rows come in; there is room for all of them.
for (const setting of ['page_size = 65536', 'journal_mode = OFF', 'synchronous = OFF', 'cache_size = -1048576'])
  db.pragma(setting)
let columns: readonly string[] = []
let rows: string[][] = []
let count = 0
const insert = db.transaction(() => {
  const put = db.prepare(`INSERT INTO data (${columns}) VALUES (${columns.map(() => '?')})`)
  for (const row of rows) put.run(row)
  count += rows.length
  rows = []
})
for await (const line of createInterface({ input: createReadStream(source, { highWaterMark: 4 * 1024 * 1024 }) })) {
  const cells = cellsOfRow(line, ',')
  if (columns.length > 0) rows.push(cells)
  else {
    columns = cells.map((_, number) => `c${number}`)
    db.exec(`CREATE TABLE data (rowid INTEGER PRIMARY KEY, ${columns.map((column) => `${column} TEXT`)})`)
  }
  if (rows.length === INSERTED_ROWS) insert()
}
insert()
const insertedAt = performance.now()
db.pragma('journal_mode = WAL')
db.exec(`CREATE VIRTUAL TABLE data_text USING fts5(${columns}, content=data, content_rowid=rowid, tokenize='trigram')`)
const index = db.prepare(
  `INSERT INTO data_text (rowid, ${columns}) SELECT rowid, ${columns} FROM data WHERE rowid > ? ORDER BY rowid LIMIT ?`,
)
for (let row = 0; row < count; row += INDEXED_ROWS) index.run(row, INDEXED_ROWS)
const measure: TrigramTableMeasure = {
  rows: count,
  insertSeconds: (insertedAt - startedAt) / 1000,
  indexSeconds: (performance.now() - insertedAt) / 1000,
}
db.close()
answer(measure)
