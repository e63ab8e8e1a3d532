/** The custody log's end, who else works on a case, and what a stock `sqlite3` shell does to either. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { sealEntry } from '../../../../../electron/engine/integrity/index.ts'
import type { Engine } from '../../../../../shared/api/index.ts'
import { ask, CaseFolder } from '../../../../helpers/madeCase.ts'
import { takeBack } from '../../../../helpers/olderCase.ts'

const hasShell = spawnSync('sqlite3', ['--version']).status === 0
if (!hasShell) console.log('left out: there is no sqlite3 shell to change a case with')

const folder = new CaseFolder()
let made: string

const engineOf = (version = 'vouch test'): Engine => createEngine({ version, profileDirs: [] })

const bookmark = (engine: Engine, path: string, event: number) =>
  ask(engine, 'annotations.change', {
    case: path,
    target: { events: [event] },
    change: { kind: 'bookmark', on: true },
  })

const findingsOf = async (path: string, custody: { seq: number; hash: string }[] = []) => {
  const engine = engineOf()
  const { findings } = await ask(engine, 'case.verify', { case: path, custody })
  await engine.close()
  return findings
}

const actsOf = async (path: string) => {
  const engine = engineOf()
  const { entries } = await ask(engine, 'case.custody', { case: path, offset: 0, limit: 100 })
  await engine.close()
  return entries.map(({ action }) => action).toReversed()
}

async function endOf(path: string): Promise<{ seq: number; hash: string }> {
  const engine = engineOf()
  const { custodyEnd } = await ask(engine, 'case.info', { case: path })
  await engine.close()
  if (custodyEnd === null) throw new Error('There is no custody log')
  return custodyEnd
}

function copyOf(path: string, sql?: string): string {
  const copy = folder.newPath('copy.vouch')
  copyFileSync(path, copy)
  if (sql !== undefined) execFileSync('sqlite3', [copy, sql])
  return copy
}

beforeAll(async () => {
  made = await folder.makeCase([{ records: [{ actor: 'ada' }, { actor: 'ben' }, { actor: 'cyd' }] }])
  const engine = engineOf()
  await bookmark(engine, made, 1)
  // Two entries that nothing else in the case tells of.
  const out = folder.newPath('out.csv')
  await ask(engine, 'rows.export', { case: made, filter: '', format: 'csv', out })
  await ask(engine, 'event.reveal', { case: made, event: '1' })
  await engine.close()
})
afterAll(() => folder.remove())

test('the case begins whole, and every kind of act is in its log', async () => {
  const path = copyOf(made)
  expect(await findingsOf(path)).toEqual([])
  expect(await actsOf(path)).toEqual([
    'case.create',
    'exhibit.import',
    'annotation.change',
    'rows.export',
    'reveal',
    'case.verify',
  ])
})

describe.skipIf(!hasShell)('a log that was changed is named', () => {
  const last = '(SELECT max(seq) FROM custody_entry)'
  const changes: readonly (readonly [string, string, string])[] = [
    ['its last entry cut off', `DELETE FROM custody_entry WHERE seq = ${last}`, 'cut-off'],
    ['its last two entries cut off', `DELETE FROM custody_entry WHERE seq >= ${last} - 1`, 'cut-off'],
    [
      'its end cut off, and the note of it taken away',
      `DELETE FROM custody_entry WHERE seq = ${last}; DELETE FROM meta WHERE key = 'custodyEnd'`,
      'no-end',
    ],
    ['the note of its end spoilt', "UPDATE meta SET value = 'x' WHERE key = 'custodyEnd'", 'no-end'],
    ['an entry taken from the middle', 'DELETE FROM custody_entry WHERE seq = 4', 'missing'],
    ['who did something', "UPDATE custody_entry SET who = 'somebody' WHERE seq = 4", 'edited'],
    ['when', "UPDATE custody_entry SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 5", 'edited'],
    ['what', "UPDATE custody_entry SET facts = '{}' WHERE seq = 4", 'edited'],
    ['which act', "UPDATE custody_entry SET act = 'case.verify' WHERE seq = 4", 'edited'],
    ['a hash', 'UPDATE custody_entry SET hash = zeroblob(32) WHERE seq = 5', 'edited'],
    ['a link', 'UPDATE custody_entry SET prev_hash = zeroblob(32) WHERE seq = 5', 'broken-link'],
    [
      'an entry put behind the end',
      `INSERT INTO custody_entry SELECT seq + 1, at, who, act, facts, hash, hash FROM custody_entry WHERE seq = ${last}`,
      'other-end',
    ],
    [
      'two entries swapped',
      'UPDATE custody_entry SET seq = 99 WHERE seq = 4; UPDATE custody_entry SET seq = 4 WHERE seq = 5; UPDATE custody_entry SET seq = 5 WHERE seq = 99',
      'broken-link',
    ],
  ]
  test.each(changes)('%s', async (_title, sql, problem) => {
    const path = copyOf(made, sql)
    const before = readFileSync(path)
    expect(await findingsOf(path)).toContainEqual(
      expect.objectContaining({ code: 'verify/custody-broken', facts: expect.objectContaining({ problem }) }),
    )
    // What is broken is left as it was found.
    expect(readFileSync(path).equals(before)).toBe(true)
    const engine = engineOf()
    const { broken } = await ask(engine, 'case.custody', { case: path, offset: 0, limit: 1 })
    expect(broken).toMatchObject({ code: 'verify/custody-broken' })
    await engine.close()
  })

  test('all of it', async () => {
    const path = copyOf(made, "DELETE FROM custody_entry; DELETE FROM meta WHERE key = 'custodyEnd'")
    const messages = (await findingsOf(path)).map(({ message }) => message)
    expect(messages).toContain('The case states another caseId than its first custody entry')
  })

  test.each([
    ['cut off', 'DELETE FROM custody_entry WHERE seq >= 4', 'missing'],
    [
      'cut off with the note',
      "DELETE FROM custody_entry WHERE seq >= 4; DELETE FROM meta WHERE key = 'custodyEnd'",
      'no-end',
    ],
    ['edited', "UPDATE custody_entry SET facts = '{}', hash = zeroblob(32) WHERE seq = 5", 'broken-link'],
  ])('an end that was %s, also after work has gone on', async (_title, sql, problem) => {
    const path = copyOf(made, sql)
    const engine = engineOf()
    await bookmark(engine, path, 2)
    await bookmark(engine, path, 3)
    await engine.close()
    expect(await findingsOf(path)).toContainEqual(
      expect.objectContaining({ code: 'verify/custody-broken', facts: expect.objectContaining({ problem }) }),
    )
  })

  test('an entry forged behind its end, hash and all, also after work has gone on', async () => {
    const { seq, hash } = await endOf(made)
    const facts = { file: 'none.csv' }
    const forged = sealEntry(
      { seq, hash },
      { at: '2026-01-01T00:00:00.000Z', who: 'ada@example', act: 'rows.export', facts },
    )
    const path = copyOf(
      made,
      `INSERT INTO custody_entry VALUES (${forged.seq}, '${forged.at}', '${forged.who}', '${forged.act}',
         '${JSON.stringify(facts)}', x'${forged.prev}', x'${forged.hash}')`,
    )
    expect(await findingsOf(path)).toMatchObject([{ code: 'verify/custody-broken', facts: { problem: 'other-end' } }])
    const engine = engineOf()
    await bookmark(engine, path, 2)
    await engine.close()
    expect(await findingsOf(path)).toMatchObject([{ code: 'verify/custody-broken', facts: { problem: 'broken-link' } }])
  })

  test('a log that was written anew is found by an entry that was kept elsewhere, and by nothing else', async () => {
    const custodyEnd = await endOf(made)
    expect(await findingsOf(copyOf(made), [custodyEnd])).toEqual([])
    // The last entry is cut off, and the note made to fit: the file agrees with itself.
    const path = copyOf(
      made,
      `DELETE FROM custody_entry WHERE seq = ${last};
       UPDATE meta SET value = (SELECT seq || ' ' || lower(hex(hash)) FROM custody_entry ORDER BY seq DESC LIMIT 1)
       WHERE key = 'custodyEnd'`,
    )
    expect(await findingsOf(copyOf(path))).toEqual([])
    expect(await findingsOf(path, [custodyEnd])).toMatchObject([
      { code: 'verify/custody-broken', facts: { problem: 'other-end', expected: custodyEnd } },
    ])
  })
})

test.skipIf(!hasShell)('the shell lines of docs/custody.md give the hash of an entry', async () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../../../docs/custody.md'), 'utf8')
  const [, lines] = /\n```sh\n([\s\S]*?)\n```/.exec(page) ?? []
  const { seq } = await endOf(made)
  for (let entry = 1; entry <= seq; entry++) {
    const script = lines.replaceAll('demo.vouch', made).replaceAll('seq = 2', `seq = ${entry}`)
    const [computed, stated] = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n')
    expect(computed.slice(0, 64)).toBe(stated)
  }
})

describe('another version of Vouch', () => {
  test('is entered before the first thing it writes, once', async () => {
    const path = copyOf(made)
    const newer = engineOf('vouch 9')
    await bookmark(newer, path, 2)
    await bookmark(newer, path, 3)
    await ask(newer, 'case.verify', { case: path })
    await newer.close()
    const older = engineOf()
    await ask(older, 'rows.export', { case: path, filter: '', format: 'csv', out: folder.newPath('o.csv') })
    const { entries } = await ask(older, 'case.custody', { case: path, offset: 0, limit: 100 })
    await older.close()
    const later = entries.toReversed().slice(5)
    expect(later.map(({ action }) => action)).toEqual([
      'case.open',
      'annotation.change',
      'annotation.change',
      'case.verify',
      'case.open',
      'rows.export',
    ])
    expect(later[0].details).toMatchObject({ version: 'vouch 9', before: 'vouch test' })
    expect(later[4].details).toMatchObject({ version: 'vouch test', before: 'vouch 9' })
    expect(await findingsOf(path)).toEqual([])
  })

  test('is entered by an import, too', async () => {
    const path = copyOf(made)
    const file = folder.newPath('more.ndjson')
    execFileSync('sh', ['-c', `echo '{"time":"2026-01-01T00:00:00Z","user":"dan"}' > "${file}"`])
    const engine = engineOf('vouch 9')
    await ask(engine, 'case.import', { case: path, paths: [file] })
    await engine.close()
    expect((await actsOf(path)).slice(5)).toEqual(['case.open', 'exhibit.import'])
  })

  test('that only reads leaves no trace', async () => {
    const path = copyOf(made)
    const before = readFileSync(path)
    const engine = engineOf('vouch 9')
    await ask(engine, 'case.info', { case: path })
    await ask(engine, 'rows.page', { case: path, filter: 'actor:ada', columns: ['actor'], offset: 0, limit: 9 })
    await ask(engine, 'event.show', { case: path, event: '1' })
    await ask(engine, 'case.custody', { case: path, offset: 0, limit: 9 })
    await ask(engine, 'populations.list', { case: path })
    await engine.close()
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

describe('on media that cannot be written', () => {
  /** Somebody who may not write there: root may, so as root the command line runs as nobody. */
  const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const program = resolve(import.meta.dirname, '../../../../../electron/hosts/cli/main.ts')
  const vouch = (...words: string[]) => {
    const options = {
      encoding: 'utf8',
      env: { ...process.env, HOME: '/nowhere', VOUCH_CONFIG: '/nowhere' },
      ...who,
    } as const
    return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], options)
  }
  const mayRun = process.platform !== 'win32' && vouch('--help').status === 0
  if (!mayRun) console.log('left out: the command line cannot be run as somebody who may not write')

  // Five processes, one after the other: slow where the machine is busy.
  test.skipIf(!mayRun)('a case is read, verified and exported from, and stays as it is', { timeout: 300_000 }, () => {
    const [room, exports] = [folder.newPath('media'), folder.newPath('exports')]
    for (const made of [room, exports]) mkdirSync(made)
    const path = join(room, 'case.vouch')
    copyFileSync(made, path)
    chmodSync(folder.path, 0o755)
    chmodSync(exports, 0o777)
    chmodSync(path, 0o444)
    chmodSync(room, 0o555)
    const before = readFileSync(path)
    const info = vouch('info', '--case', path, '--json')
    expect(JSON.parse(info.stdout)).toMatchObject({ events: 3, isWritable: false })
    expect(vouch('query', '--case', path, 'actor:ada', '--count').stdout).toBe('1\n')
    const verified = vouch('verify', path, '--json')
    expect(JSON.parse(verified.stdout)).toMatchObject({ findings: [], recorded: false })
    const out = join(exports, 'out.csv')
    const exported = vouch('export', '--case', path, '--format', 'csv', '--out', out, '--json')
    expect(JSON.parse(exported.stdout)).toMatchObject({ rows: 3, recorded: false })
    expect(readFileSync(out, 'utf8')).toContain('ada')
    const frozen = vouch('population', 'freeze', 'P', '--case', path)
    expect(frozen.status).toBe(1)
    expect(frozen.stderr).toContain('case/read-only')
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(room)).toEqual(['case.vouch'])
    chmodSync(room, 0o755)
  })
})

test('a case of schema version 20 gets the note of its end when it is brought up to date', async () => {
  const path = copyOf(made)
  takeBack(path, 20)
  expect(await findingsOf(path)).toEqual([])
  const engine = engineOf()
  await bookmark(engine, path, 2)
  await engine.close()
  expect(await findingsOf(path)).toEqual([])
  if (!hasShell) return
  const cut = copyOf(path, 'DELETE FROM custody_entry WHERE seq = (SELECT max(seq) FROM custody_entry)')
  expect((await findingsOf(cut)).map(({ facts }) => facts?.problem)).toContain('cut-off')
})
