import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FailureError, type FailureCode } from '../../../../../shared/failure.ts'
import {
  APPLICATION_ID,
  caseFields,
  createCase,
  custodyEntries,
  ensureFields,
  exhibitLabel,
  exhibits,
  openCase,
  openCaseForWriting,
  openOrCreateCase,
  SCHEMA_VERSION,
  verifyCustody,
} from '../../../../../electron/engine/case/index.ts'
import { askingEngine, CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
let made = ''
beforeAll(async () => {
  made = await folder.makeCase([
    { records: [{ time: '2026-01-02T03:04:05.5Z', actor: 'ada', quota: '5' }, { actor: 'ben' }] },
  ])
})
afterAll(() => folder.remove())

function codeOf(work: () => { close(): void }): FailureCode | null {
  try {
    work().close()
    return null
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code
    throw error
  }
}

/** A copy of the case with some of its bytes written over. */
function overwritten(at: number, bytes: readonly number[]): string {
  const path = folder.newPath('overwritten.vouch')
  const content = readFileSync(made)
  content.set(bytes, at)
  writeFileSync(path, content)
  return path
}

function sql<T>(path: string, statement: string): T[] {
  const db = new Database(path, { readonly: true })
  const rows = db.prepare<[], T>(statement).all()
  db.close()
  return rows
}

describe('several who find no case', () => {
  const MAKERS = 4
  const CASES = 12
  /** Each opens or creates one case after the other, all at the same moment. */
  const maker = `
    const { workerData, parentPort } = require('node:worker_threads')
    import(workerData.module).then(({ openOrCreateCase }) => {
      const turn = new Int32Array(workerData.turn)
      workerData.paths.forEach((path, i) => {
        Atomics.add(turn, 0, 1)
        while (Atomics.load(turn, 0) < (i + 1) * workerData.makers) {}
        openOrCreateCase(path, 'test').close()
      })
      parentPort.postMessage('done')
    })`

  test('get the same one, created once', async () => {
    const paths = Array.from({ length: CASES }, (_, i) => folder.newPath(`raced-${i}.vouch`))
    const module = new URL('../../../../../electron/engine/case/index.ts', import.meta.url).href
    const workerData = { module, paths, turn: new SharedArrayBuffer(4), makers: MAKERS }
    const ended = await Promise.all(
      Array.from({ length: MAKERS }, () => once(new Worker(maker, { eval: true, workerData }), 'message')),
    )
    expect(ended).toEqual(Array.from({ length: MAKERS }, () => ['done']))
    for (const path of paths) expect(sql(path, 'SELECT act FROM custody_entry')).toEqual([{ act: 'case.create' }])
  })
})

describe('schema', () => {
  test('says in the header what it is', () => {
    const db = new Database(made, { readonly: true })
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID)
    expect(APPLICATION_ID.toString(16)).toBe(Buffer.from('Vuch').toString('hex'))
    expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  })

  test('every table is STRICT but those of the text index', () => {
    const tables = sql<{ name: string; type: string; strict: number }>(made, 'PRAGMA table_list').filter(
      ({ name, type }) => type === 'table' && !name.startsWith('sqlite_'),
    )
    expect(tables.filter((table) => table.strict !== 1)).toEqual([])
    expect(tables.map((table) => table.name)).toEqual(
      expect.arrayContaining(['event', 'exhibit', 'value_actor', 'value_quota']),
    )
  })

  test('foreign keys hold, and are watched while writing', () => {
    expect(sql(made, 'PRAGMA foreign_key_check')).toEqual([])
    const file = openCaseForWriting(made)
    expect(file.db.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(() =>
      file.db.exec("INSERT INTO block (exhibit_id, start_byte, size_bytes, data) VALUES (99, 0, 1, x'00')"),
    ).toThrow('FOREIGN KEY')
    file.close()
  })

  test('a dictionary and a column stand for each field', () => {
    const file = openCase(made)
    const columns = new Set(
      sql<{ name: string }>(made, "SELECT name FROM pragma_table_info('event')").map((row) => row.name),
    )
    const tables = new Set(sql<{ name: string }>(made, 'SELECT name FROM sqlite_schema').map((row) => row.name))
    for (const { id, storage } of caseFields(file.db)) {
      expect(columns.has(id), id).toBe(true)
      expect(tables.has(`value_${id}`), id).toBe(storage === 'dictionary')
    }
    file.close()
  })

  test('adding the same fields twice changes nothing; a name that is no column name is refused', () => {
    const file = createCase(folder.newPath('fields.vouch'), 'test')
    const own = [{ id: 'region', label: 'Region', type: 'text' as const }]
    expect(ensureFields(file.db, own, 1)).toBe(true)
    expect(ensureFields(file.db, own, 5)).toBe(false)
    expect(caseFields(file.db).find((field) => field.id === 'region')).toMatchObject({ isOwn: true, firstEventId: 1 })
    expect(() => ensureFields(file.db, [{ ...own[0], id: 'x" ANY' }], 1)).toThrow('cannot be the name of a column')
    expect(() => ensureFields(file.db, [{ ...own[0], id: 'Time_US' }], 1)).toThrow('cannot be the name of a column')
    expect(ensureFields(file.db, [{ ...own[0], id: 'REGION' }], 5)).toBe(false)
    file.close()
  })
})

describe('opening', () => {
  test.each<[string, FailureCode, () => string]>([
    ['nothing there', 'case/not-found', () => folder.newPath('absent.vouch')],
    ['a folder', 'case/not-a-case', () => dirname(made)],
    ['an empty file', 'case/not-a-case', () => written('')],
    ['a text file', 'case/not-a-case', () => written('time,actor\n2026-01-02,ada\n'.repeat(100))],
    ['another program’s database', 'case/not-a-case', otherDatabase],
    ['a broken file magic', 'case/not-a-case', () => overwritten(0, [0, 0, 0])],
    ['another application id', 'case/not-a-case', () => overwritten(68, [0, 0, 0, 1])],
    ['a newer version', 'case/newer-version', () => overwritten(60, [0, 0, 0, SCHEMA_VERSION + 10])],
  ])('%s is refused as %s, for reading and for writing', (_, code, make) => {
    const path = make()
    const before =
      existsSync(path) && !path.endsWith(dirname(made)) && path !== dirname(made) ? readFileSync(path) : null
    expect(codeOf(() => openCase(path))).toBe(code)
    expect(codeOf(() => openCaseForWriting(path))).toBe(code)
    if (before !== null) expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('a newer case names both versions', () => {
    try {
      openCase(overwritten(60, [0, 0, 0, 200]))
    } catch (error) {
      expect((error as FailureError).failure.facts).toEqual({ expected: SCHEMA_VERSION, found: 200 })
    }
    expect.assertions(1)
  })

  test.each<[string, () => string]>([
    ['cut off behind its first page', () => cutOff(4_096)],
    ['with a first page of zeros behind its header', () => overwritten(100, new Array(3_900).fill(0))],
    ['with an impossible page size', () => overwritten(16, [0, 7])],
  ])('a case %s gives a failure to whoever asks, no answer and no crash', async (_, make) => {
    const engine = askingEngine()
    const asked = await engine.call('case.info', { case: make() })
    await engine.close()
    expect(asked.ok).toBe(false)
    if (!asked.ok) expect(['case/damaged', 'case/not-a-case']).toContain(asked.failure.code)
  })

  test('creating over a file is refused and leaves it as it is', () => {
    const before = readFileSync(made)
    expect(codeOf(() => createCase(made, 'test'))).toBe('case/exists')
    expect(readFileSync(made).equals(before)).toBe(true)
  })

  test('creating in a folder that is not there is refused', () => {
    expect(codeOf(() => createCase(`${folder.newPath('no-folder')}/x.vouch`, 'test'))).toBe('case/not-found')
  })

  test('a folder nobody may write to: reading goes on, writing is refused', ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may write everywhere')
    const place = folder.newPath('read-only')
    mkdirSync(place)
    const path = `${place}/x.vouch`
    writeFileSync(path, readFileSync(made))
    chmodSync(path, 0o444)
    chmodSync(place, 0o555)
    expect(codeOf(() => openCase(path))).toBeNull()
    expect(codeOf(() => openCaseForWriting(path))).toBe('case/read-only')
    chmodSync(place, 0o755)
  })

  test('while one process writes, a second writer is told so after a while', () => {
    const first = openCaseForWriting(made)
    first.db.exec('BEGIN IMMEDIATE')
    expect(codeOf(() => openCaseForWriting(made))).toBe('case/locked')
    first.db.exec('ROLLBACK')
    first.close()
  })

  test('reading changes no byte of the case', () => {
    const before = readFileSync(made)
    const file = openCase(made)
    expect(exhibits(file.db)).toHaveLength(1)
    expect(() => file.db.exec("UPDATE meta SET value = 'x'")).toThrow('readonly')
    file.close()
    expect(readFileSync(made).equals(before)).toBe(true)
  })

  function written(text: string): string {
    const path = folder.newPath('written.vouch')
    writeFileSync(path, text)
    return path
  }
  function otherDatabase(): string {
    const path = folder.newPath('other.vouch')
    const db = new Database(path)
    db.exec('CREATE TABLE event (id)')
    db.close()
    return path
  }
  function cutOff(size: number): string {
    const path = overwritten(0, [])
    truncateSync(path, size)
    return path
  }
})

describe('closing', () => {
  test('leaves one file in rollback-journal mode', () => {
    const path = folder.newPath('closing.vouch')
    const name = path.slice(dirname(path).length + 1)
    const beside = () => readdirSync(dirname(path)).filter((file) => file.startsWith(name))
    openOrCreateCase(path, 'test').close()
    expect(beside()).toEqual([name])
    const file = openOrCreateCase(path, 'test')
    expect(file.db.pragma('journal_mode', { simple: true })).toBe('wal')
    file.close()
    expect(beside()).toEqual([name])
    expect(sql(path, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'delete' }])
    // Bytes 18 and 19 of the header: 1 is rollback journal, 2 is WAL (https://www.sqlite.org/fileformat2.html §1.3.3).
    expect([...readFileSync(path).subarray(18, 20)]).toEqual([1, 1])
  })

  test('while another still reads, leaves the case to it whole', () => {
    const path = folder.newPath('shared.vouch')
    createCase(path, 'test').close()
    const writer = openCaseForWriting(path)
    const reader = openCase(path)
    reader.db.exec('BEGIN')
    expect(custodyEntries(reader.db)).toHaveLength(1)
    writer.close()
    expect(custodyEntries(reader.db)).toHaveLength(1)
    reader.close()
    const again = openCaseForWriting(path)
    again.close()
    expect(existsSync(`${path}-wal`)).toBe(false)
  })
})

describe('custody', () => {
  /** What verification finds after an edit. */
  function problemsAfter(statement: string): number {
    const path = overwritten(0, [])
    const db = new Database(path)
    db.exec(statement)
    const found = verifyCustody(db)
    db.close()
    expect(found.every((failure) => failure.code === 'verify/custody-broken')).toBe(true)
    return found.length
  }

  test('the chain of a case verifies and names what was done', () => {
    const file = openCase(made)
    expect(verifyCustody(file.db)).toEqual([])
    const entries = custodyEntries(file.db)
    expect(entries.map(({ seq, act }) => [seq, act])).toEqual([
      [1, 'case.create'],
      [2, 'exhibit.import'],
    ])
    expect(entries[1].prev).toBe(entries[0].hash)
    expect(entries[1].facts).toMatchObject({ exhibit: 'E001', records: 2, events: 2, rejects: 0 })
    file.close()
  })

  test.each([
    ['another time', "UPDATE custody_entry SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 1"],
    ['another name', "UPDATE custody_entry SET who = 'eve@example' WHERE seq = 2"],
    ['another act', "UPDATE custody_entry SET act = 'container.read' WHERE seq = 2"],
    ['other facts', "UPDATE custody_entry SET facts = replace(facts, 'E001', 'E002') WHERE seq = 2"],
    ['facts that are no JSON', "UPDATE custody_entry SET facts = '{' WHERE seq = 2"],
    ['another hash', "UPDATE custody_entry SET hash = x'00' WHERE seq = 2"],
    ['another link', 'UPDATE custody_entry SET prev_hash = zeroblob(32) WHERE seq = 2'],
    ['an entry gone', 'DELETE FROM custody_entry WHERE seq = 1'],
    ['a gap in the numbers', 'UPDATE custody_entry SET seq = 5 WHERE seq = 2'],
  ])('%s breaks it', (_, statement) => {
    expect(problemsAfter(statement)).toBeGreaterThan(0)
  })
})

test('labels count from E001 and go on beyond three digits', () => {
  expect([1, 42, 999, 1_000].map(exhibitLabel)).toEqual(['E001', 'E042', 'E999', 'E1000'])
})

test('a stock sqlite3 shell lists the events as text', ({ skip }) => {
  const shell = ['/usr/bin/sqlite3', '/usr/local/bin/sqlite3', '/opt/homebrew/bin/sqlite3'].find(existsSync)
  if (shell === undefined) return skip('there is no sqlite3 shell here')
  const query = 'SELECT id, time, actor, quota, region, source, exhibit, record FROM events ORDER BY id'
  const out = execFileSync(shell, ['-readonly', '-csv', '-nullvalue', 'NULL', made, query], { encoding: 'utf8' })
  expect(out.trim().split(/\r?\n/)).toEqual([
    '1,2026-01-02T03:04:05.500000Z,ada,5,NULL,made-plain-source,E001,0',
    '2,NULL,ben,NULL,NULL,made-plain-source,E001,1',
  ])
})
