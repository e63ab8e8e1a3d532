/**
 * A case with a flipped bit: whatever is asked is answered or fails by name, never with an exception; what the case says
 * differently then, `verify` reports.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../../../../../electron/engine/index.ts'
import type { Api, Engine } from '../../../../../shared/api/index.ts'
import type { Failure } from '../../../../../shared/failure.ts'
import { lines, Room } from '../ingest/pipeline/room.ts'

/** Tables of which verification answers for every byte. */
const SEALED = [
  'block',
  'record_run',
  'event',
  'exhibit',
  'reject',
  'gap',
  'profile',
  'custody_entry',
  'event_key',
  'duplicate',
  'duplicate_count',
]
const FLIPS_PER_TABLE = 24
const FLIPS_ANYWHERE = 100

/**
 * Answers that come out of the full-text index: FTS5 keeps no checksum of its own where it does not hold the texts, so a
 * word that is found too often or too seldom is not noticed.
 */
const FROM_TEXT_INDEX = new Set([4, 5])

const room = new Room()
let whole: Buffer
/** Page number (from 1) → table or index it belongs to. */
let pages: Map<number, string>
let pageBytes: number
let answers: readonly string[]

beforeAll(async () => {
  const csv = 'time,actor,action\n2026-05-01T10:00:00Z,c@example.com,login\n2026-05-01T10:00:01Z,short\n'
  await room.import([
    room.file('log.ndjson', `${lines(0, 400)}{"broken"\n${lines(400, 600)}`),
    room.file('log.csv', csv),
    room.file('more.json', `[${lines(590, 800).trim().replaceAll('\n', ',\n')}]`),
  ])
  await room.engine.close()
  whole = readFileSync(room.case)
  // Verification enters itself in the custody log: what the tables held before stands here.
  writeFileSync(join(room.dir, 'whole.vouch'), whole)
  const db = new Database(room.case, { readonly: true })
  pageBytes = db.pragma('page_size', { simple: true }) as number
  const stat = db.prepare<[], { pageno: number; name: string }>('SELECT pageno, name FROM dbstat').all()
  pages = new Map(stat.map(({ pageno, name }) => [pageno, name]))
  db.close()
  answers = (await asked(room.case)).answers
  expect(answers.some((answer) => answer.startsWith('fails'))).toBe(false)
})
afterAll(() => room.close())

/** What the case answers to everything, and what verification finds. */
async function asked(path: string): Promise<{ answers: readonly string[]; findings: readonly Failure[] }> {
  const engine = createEngine({ version: 'vouch test', profileDirs: [] })
  try {
    const all: string[] = []
    const ask = async <K extends keyof Api>(entry: K, request: Api[K]['request']): Promise<void> => {
      all.push(await answerOf(engine, entry, request))
    }
    await ask('case.info', { case: path })
    await ask('case.rejects', { case: path, limit: 10 })
    for (const filter of ['', 'action:login ip:192.0.2.7', 'rotate', 'payload.eventId:e-77'])
      await ask('rows.count', { case: path, filter })
    await ask('rows.facets', { case: path, filter: 'time>=2026-05-01', fields: ['action', 'actor'], top: 20 })
    const sort = { field: 'actor', descending: true }
    await ask('rows.page', {
      case: path,
      filter: '',
      columns: ['id', 'time', 'actor', 'eventId', 'payload'],
      sort,
      offset: 100,
      limit: 50,
    })
    for (const event of ['1', '555', '601']) {
      await ask('event.show', { case: path, event })
      await ask('event.raw', { case: path, event })
    }
    await ask('case.rejects', { case: path, limit: 10, exhibit: 'E001', offset: 0 })
    await ask('case.custody', { case: path, offset: 0, limit: 10 })
    await ask('case.bytes', { case: path, exhibit: 'E002', startByte: 3, endByte: 80 })
    const verified = await engine.call('case.verify', { case: path })
    return { answers: all, findings: verified.ok ? verified.value.findings : [verified.failure] }
  } finally {
    await engine.close()
  }
}

/** What differs from copy to copy, and the names of columns, which are no evidence. */
const UNSEALED = new Set(['path', 'sizeBytes', 'label'])

async function answerOf<K extends keyof Api>(engine: Engine, entry: K, request: Api[K]['request']): Promise<string> {
  const result = await engine.call(entry, request)
  if (!result.ok) return `fails ${result.failure.code}`
  return JSON.stringify(result.value, (key, value) => (UNSEALED.has(key) ? undefined : value))
}

/** Rows of a table as text; null where SQLite cannot read them. */
function rowsOf(path: string, table: string): string | null {
  const db = new Database(path, { readonly: true })
  try {
    return JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).raw().all())
  } catch {
    return null
  } finally {
    db.close()
  }
}

function* random(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

/** Positions in [from, to) that hold something: unused space of a page is zero. */
function usedBytes(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i).filter((at) => whole[at] !== 0)
}

/** Flips one bit and looks; what is wrong with what comes, in words. */
async function problemsOf(offset: number, bit: number, table: string | null): Promise<string | null> {
  const path = join(room.dir, 'flipped.vouch')
  const bytes = Buffer.from(whole)
  bytes[offset] ^= 1 << bit
  writeFileSync(path, bytes)
  const place = `bit ${bit} of byte ${offset} (${pages.get(Math.floor(offset / pageBytes) + 1) ?? 'no table'})`
  try {
    const rows = table === null ? null : rowsOf(path, table)
    const { answers: found, findings } = await asked(path)
    const differs = found.findIndex(
      (answer, i) => !FROM_TEXT_INDEX.has(i) && answer !== answers[i] && !answer.startsWith('fails'),
    )
    if (differs >= 0 && findings.length === 0) return `${place}: answer ${differs} is another, and verify finds nothing`
    if (table !== null && findings.length === 0 && rows !== rowsOf(join(room.dir, 'whole.vouch'), table))
      return `${place}: ${table} holds something else, and verify finds nothing`
    return null
  } catch (error) {
    return `${place}: ${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 3).join(' ') : String(error)}`
  }
}

async function problemsAt(
  offsets: readonly number[],
  count: number,
  seed: number,
  table: string | null,
): Promise<string[]> {
  const next = random(seed)
  const problems: string[] = []
  for (let i = 0; i < count; i++) {
    const offset = offsets[Math.floor(next.next().value * offsets.length)]
    const problem = await problemsOf(offset, Math.floor(next.next().value * 8), table)
    if (problem !== null) problems.push(problem)
  }
  return problems
}

describe('a flipped bit', () => {
  it.each(SEALED)('in a row of %s is found', { timeout: 120_000 }, async (table) => {
    const own = [...pages].filter(([, name]) => name === table).map(([page]) => page)
    const offsets = own.flatMap((page) => usedBytes((page - 1) * pageBytes, page * pageBytes))
    expect(offsets.length).toBeGreaterThan(10)
    expect(await problemsAt(offsets, FLIPS_PER_TABLE, table.length, table)).toEqual([])
  })

  it('anywhere never leads to an exception, nor to an answer (but of words) that verify does not doubt', {
    timeout: 120_000,
  }, async () => {
    expect(await problemsAt(usedBytes(0, whole.length), FLIPS_ANYWHERE, 20260501, null)).toEqual([])
  })
})
