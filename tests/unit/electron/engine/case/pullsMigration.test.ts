/** A case from before there were pulls: read as it is, brought up to date when something is written. */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  followedFile,
  hasPulls,
  openCase,
  openCaseForWriting,
  pulledStreams,
  pullStream,
  SCHEMA_VERSION,
} from '../../../../../electron/engine/case/index.ts'
import { takeBack } from '../../../../helpers/olderCase.ts'
import { lines, Room } from '../ingest/pipeline/room.ts'

const TABLES = ['continuation', 'pull_key', 'pull_response', 'pull_run', 'pull_stream']

let room: Room
beforeAll(async () => {
  room = new Room()
  await room.import([room.file('log.ndjson', lines(0, 3))])
  await room.engine.close()
  takeBack(room.case, 20)
})
afterAll(() => room.close())

test('is read without them, and not a byte is changed', async () => {
  const before = readFileSync(room.case)
  const file = openCase(room.case)
  expect([hasPulls(file.db), pulledStreams(file.db), pullStream(file.db, 'x')]).toEqual([false, [], undefined])
  expect(followedFile(file.db, `${room.dir}/log.ndjson`)).toMatchObject({ lastExhibitId: 1, prefixSha256: null })
  file.close()
  expect(readFileSync(room.case).equals(before)).toBe(true)
})

test('has them after it was opened for writing, with every column explained', () => {
  openCaseForWriting(room.case).close()
  const db = new Database(room.case, { readonly: true })
  expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION)
  for (const table of TABLES) {
    const sql = String(db.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table))
    for (const { name } of db.pragma(`table_info(${table})`) as { name: string }[])
      expect(sql, `${table}.${name}`).toMatch(new RegExp(`\\b${name}\\b`))
  }
  expect(db.prepare('SELECT count(*) FROM event').pluck().get()).toBe(3)
  const plan = db
    .prepare('EXPLAIN QUERY PLAN SELECT 1 FROM pull_key WHERE stream_id = 1 AND key = ? AND content = ?')
    .all(Buffer.alloc(16), Buffer.alloc(16)) as { detail: string }[]
  expect(plan.map(({ detail }) => detail).join()).toContain('USING PRIMARY KEY')
  db.close()
})
