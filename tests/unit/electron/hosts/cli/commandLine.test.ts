/** The command line as people use it: help, wrong use, answers in every format, exports read back. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../../../../electron/hosts/cli/commands/index.ts'
import { recordOf, Room } from '../../engine/ingest/pipeline/room.ts'
import { type CliRun, vouch, vouchHere } from './cli.ts'
import { rowsOfCsv } from './rowsOfCsv.ts'

/** Values as an attacker would write them. */
const HOSTILE = {
  actor: '\u001b]0;owned\u0007\u001b[31mroot\u009b2J',
  action: '=HYPERLINK("http://example.com","x")',
  message: 'two\r\nlines, "quoted", \u202eltr\u202c',
  resourceName: '@SUM(1+1)',
}
const records = [
  ...Array.from({ length: 300 }, (_, n) => recordOf(n)),
  recordOf(300, { ...HOSTILE, big: 0 }).replace('"big":0', '"big":9007199254740993'),
]

const room = new Room()
let text: string
beforeAll(async () => {
  text = `${records.join('\n')}\n`
  await room.exhibit('log.ndjson', text)
  await room.engine.close()
})
afterAll(() => room.close())

const run = (...words: string[]): Promise<CliRun> => vouchHere(words)
const ask = (...words: string[]): Promise<CliRun> => vouchHere([words[0], '--case', room.case, ...words.slice(1)])

/** A user's mistake: a clear text on stderr, nothing on stdout, never a stack trace. */
function expectMistake(result: CliRun, code: number, pattern: RegExp): void {
  expect(result.stderr).toMatch(pattern)
  expect([result.code, result.stdout]).toEqual([code, ''])
  expect(result.stderr).not.toMatch(/^\s+at |node:internal|\bundefined\b/m)
}

describe('help', () => {
  it('of every command has an example and exits 0', async () => {
    const all = await Promise.all(commands.map((command) => run(command.name, '--help')))
    for (const [i, result] of all.entries()) {
      expect([commands[i].name, result.code, result.stderr]).toEqual([commands[i].name, 0, ''])
      expect(result.stdout).toMatch(new RegExp(`^vouch ${commands[i].name}`))
      expect(result.stdout).toMatch(new RegExp(`Examples?\n  .*vouch ${commands[i].name}`))
      for (const option of commands[i].options) expect(result.stdout).toContain(`--${option.name}`)
    }
    const overview = await run('--help')
    expect([overview.code, overview.stdout]).toEqual([0, expect.stringContaining('Exit codes')])
    for (const command of commands) expect(overview.stdout).toContain(`vouch ${command.name}`)
  })

  it('commands are those of the design, and nothing that is not there', () => {
    const designed = [
      'import',
      'info',
      'query',
      'facets',
      'show',
      'export',
      'pack',
      'verify',
      'profiles',
      'pull',
      'serve',
      'bench',
    ]
    const names = [...designed, 'attach', 'exports', 'keys', 'population', 'redaction', 'sample']
    expect(commands.map((command) => command.name).sort()).toEqual(names.sort())
  })
})

describe('wrong use', () => {
  it('exits 2 with a clear text', async () => {
    const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
      [['frobnicate'], /no command “frobnicate”.*\[usage\/unknown-command\]/],
      [['query', '--case', room.case, '--nosuch'], /--nosuch is no option of vouch query/],
      [['query'], /--case FILE is missing/],
      [['query', '--case'], /--case needs a value/],
      [['query', '--case', room.case, '--limit', 'many'], /--limit takes a whole number, not “many”/],
      [['query', '--case', room.case, '--limit', '-1'], /--limit takes a whole number/],
      [['query', '--case', room.case, '--format', 'xml'], /--format is one of table, json, ndjson, csv/],
      [['query', '--case', room.case, '--sort', 'a:sideways'], /--sort takes field:asc or field:desc/],
      [['query', '--case', room.case, 'one', 'two'], /“two” is too much/],
      [['query', '--case', room.case, '--count', '--count'], /--count is there twice/],
      [
        ['export', '--case', room.case, '--format', 'pdf', '--out', 'x'],
        /--format is one of csv, xlsx, ndjson, json, html, zip/,
      ],
      [['export', '--case', room.case], /--format .* is missing/],
      [['export', '--case', room.case, '--format', 'csv'], /--out is missing/],
      [['export', '--case', room.case, '--format', 'csv', '--out', 'x', '--delimiter', 'dot'], /--delimiter is one of/],
      [['export', '--case', room.case, '--format', 'zip', '--in-zip', 'zip'], /--in-zip is one of csv, xlsx/],
      [['export', '--case', room.case, '--format', 'csv', '--out', 'x', '--verbatim'], /written as NDJSON/],
      [['export', '--case', room.case, '--format', 'xlsx', '--out', 'x', '--sessions'], /Sessions are written as/],
      [['export', '--case', room.case, '--format', 'zip', '--sessions', '--flatten'], /--flatten does not go with/],
      [['import', '--case', room.case], /vouch import needs PATH/],
      [['import', room.dir, '--case', room.case, '--timezone', 'Nowhere/Land'], /no time zone “Nowhere\/Land”/],
      [['show', '--case', room.case], /vouch show needs ID/],
      [['profiles', 'paint'], /list, explain PATH or test DIR/],
    ]
    const results = await Promise.all(mistakes.map(([words]) => run(...words)))
    for (const [i, result] of results.entries()) expectMistake(result, 2, mistakes[i][1])
    const nothing = await run()
    expect([nothing.code, nothing.stdout]).toEqual([2, expect.stringContaining('vouch import')])
  })

  it('of the query language marks the column', async () => {
    const marked: readonly (readonly [string, string])[] = [
      ['action:(login OR', '              ^^'],
      ['nosuch:1 action:login', '^^^^^^'],
      ['-nosuch:1', ' ^^^^^^'],
      ['a\tb nosuch:1', '     ^^^^^^'],
      ['action:login time>=yesterdayish', '                   ^^^^^^^^^^^^'],
    ]
    for (const [query, mark] of marked) {
      const result = await ask('query', query)
      expectMistake(result, 2, /\[query\//)
      const shown = query.replace('\t', '\\t')
      expect(result.stderr).toContain(`\n  ${shown}\n  ${mark}\n`)
    }
  })

  it('of things that are not there exits 1 and says which', async () => {
    const missing = join(room.dir, 'nowhere.vouch')
    const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
      [['info', '--case', missing], /\[case\/not-found\]\n where {2}.*nowhere\.vouch/],
      [['verify', missing], /\[case\/not-found\]/],
      [['info', '--case', join(room.dir, 'log.ndjson')], /\[case\/not-a-case\]/],
      [['show', '99999', '--case', room.case], /no event 99999.*\[event\/not-found\]\n next {3}.*1 to 301/],
      [['import', room.dir, '--case', room.case, '--profile', 'nosuch'], /\[profile\/not-found\]/],
      [
        ['export', '--case', room.case, '--format', 'csv', '--out', join(room.dir, 'no', 'x.csv')],
        /\[export\/write-failed\]/,
      ],
      [
        ['export', '--case', room.case, '--format', 'csv', '--out', join(room.dir, 'log.ndjson')],
        /\[export\/target-exists\]/,
      ],
    ]
    const results = await Promise.all(mistakes.map(([words]) => run(...words)))
    for (const [i, result] of results.entries()) expectMistake(result, 1, mistakes[i][1])
    expect(readFileSync(join(room.dir, 'log.ndjson'), 'utf8')).toBe(text)
  })
})

describe('query', () => {
  const columns = ['--columns', 'id,actor,action,message', '--sort', 'id:desc']

  it('gives the same rows as JSON, NDJSON and CSV', async () => {
    const [json, ndjson, csv, count] = await Promise.all([
      ask('query', ...columns, '--format', 'json'),
      ask('query', ...columns, '--format', 'ndjson'),
      ask('query', ...columns, '--format', 'csv'),
      ask('query', '--count', 'action:login'),
    ])
    const objects = JSON.parse(json.stdout) as { [key: string]: unknown }[]
    expect(objects.length).toBe(301)
    expect(objects[0]).toEqual({ id: 301, actor: HOSTILE.actor, action: HOSTILE.action, message: HOSTILE.message })
    expect(
      ndjson.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(objects)
    const rows = rowsOfCsv(csv.bytes)
    expect(rows[0]).toEqual(['id', 'actor', 'action', 'message'])
    expect(rows[1]).toEqual(['301', HOSTILE.actor, `'${HOSTILE.action}`, HOSTILE.message])
    expect(rows.slice(2).map((row) => row[1])).toEqual(objects.slice(1).map((object) => object.actor))
    expect(count.stdout).toBe('100\n')
    for (const result of [json, ndjson, csv, count]) expect([result.code, result.stderr]).toEqual([0, ''])
  })

  it('gives any page exactly, also beyond the end', async () => {
    const page = (offset: string, limit: string): Promise<CliRun> =>
      ask('query', '--columns', 'id', '--sort', 'id:asc', '--format', 'ndjson', '--offset', offset, '--limit', limit)
    const [a, b, whole, none, zero] = await Promise.all([
      page('0', '7'),
      page('7', '5'),
      page('0', '12'),
      page('301', '5'),
      page('3', '0'),
    ])
    expect(a.stdout + b.stdout).toBe(whole.stdout)
    expect([none.stdout, none.code, zero.stdout, zero.code]).toEqual(['', 0, '', 0])
  })

  it('as a table shows hidden characters and never obeys them', async () => {
    const table = await ask('query', ...columns, '--limit', '2')
    const shown = await ask('show', '301')
    const facets = await ask('facets', '--fields', 'actor', 'id:301')
    for (const { stdout, code } of [table, shown, facets]) {
      expect(code).toBe(0)
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
      expect(stdout).toContain('\\u001b]0;owned\\u0007')
    }
    expect(table.stdout.split('\n')[0]).toMatch(/^ *id {2}actor +action +message$/)
    expect(table.stderr).toBe('2 of 301 events\n')
  })

  it('asks all of an empty answer without a fault', async () => {
    const none = 'action:nothing'
    const [json, ndjson, csv, table] = await Promise.all(
      ['json', 'ndjson', 'csv', 'table'].map((format) => ask('query', '--format', format, '--columns', 'id', none)),
    )
    expect([json.stdout, ndjson.stdout, csv.stdout]).toEqual(['[]\n', '', 'id\r\n'])
    expect([table.code, table.stderr]).toEqual([0, '0 of 0 events\n'])
  })
})

describe('facets and show', () => {
  it('facets --json counts values and what has none', async () => {
    const result = await ask('facets', '--fields', 'action,message', '--top', '2', '--json')
    expect(JSON.parse(result.stdout)).toMatchObject([
      { field: 'action', distinct: 4, missing: 0, values: [{ count: 100 }, { count: 100 }] },
      { field: 'message', distinct: 1, missing: 300, values: [{ value: HOSTILE.message, count: 1 }] },
    ])
  })

  it('show --reveal gives the same and enters it in the custody log; without it nothing is entered', async () => {
    const entries = async () => JSON.parse((await ask('info', '--json')).stdout).custodyEntries
    const before = await entries()
    const plain = await ask('show', '301', '--json')
    expect(await entries()).toBe(before)
    expect((await ask('show', '301', '--json', '--reveal')).stdout).toBe(plain.stdout)
    expect((await ask('show', '301', '--raw', '--reveal')).bytes.equals(Buffer.from(records[300]))).toBe(true)
    expect(await entries()).toBe(before + 2)
    expect((await ask('show', '301', '--redact', '--reveal')).code).toBe(2)
  })

  it('show --raw gives the record byte for byte; --json keeps long numbers', async () => {
    const raw = await ask('show', '301', '--raw')
    expect(raw.bytes.equals(Buffer.from(records[300]))).toBe(true)
    const byEventId = await ask('show', 'e-17', '--raw')
    expect(byEventId.stdout).toBe(records[17])
    const json = await ask('show', '301', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      id: 301,
      payload: { big: '9007199254740993' },
      provenance: { exhibit: 'E001', record: 300 },
    })
  })
})

describe('export', () => {
  it('writes CSV, NDJSON and JSON that read back as the same events, counted and hashed', async () => {
    const out = (format: string): string => join(room.dir, `out.${format}`)
    const reports = await Promise.all(
      ['csv', 'ndjson', 'json'].map((format) =>
        ask('export', '--format', format, '--out', out(format), '--sort', 'id:asc', '--json'),
      ),
    )
    for (const [i, format] of ['csv', 'ndjson', 'json'].entries()) {
      const bytes = readFileSync(out(format))
      expect(JSON.parse(reports[i].stdout)).toMatchObject({
        rows: 301,
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
    }
    const [header, ...rows] = rowsOfCsv(readFileSync(out('csv')))
    const cell = (row: readonly string[], name: string): string => row[header.indexOf(name)]
    expect(rows.length).toBe(301)
    expect(rows.every((row) => row.length === header.length)).toBe(true)
    // The whole record stands in its cell, the long number too.
    expect(rows.map((row) => cell(row, 'payload'))).toEqual(records)
    expect(rows.map((row) => cell(row, 'eventId'))).toEqual(records.map((_, n) => `e-${n}`))
    expect(cell(rows[300], 'actor')).toBe(HOSTILE.actor)
    expect([cell(rows[300], 'action'), cell(rows[300], 'resourceName')]).toEqual([
      `'${HOSTILE.action}`,
      `'${HOSTILE.resourceName}`,
    ])
    expect(JSON.parse(reports[0].stdout).guardedCells).toBe(2)
    const ndjson = readFileSync(out('ndjson'), 'utf8')
    expect(ndjson).toContain('"big":9007199254740993')
    const objects = ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(JSON.parse(readFileSync(out('json'), 'utf8'))).toEqual(objects)
    expect(objects[300]).toMatchObject({ id: 301, action: HOSTILE.action, message: HOSTILE.message, payload: HOSTILE })
    expect(readdirSync(room.dir).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('names a ZIP after the day in a folder, of sessions as well, and lists what was exported', async () => {
    const folder = join(room.dir, 'zips')
    mkdirSync(folder)
    const words = ['--format', 'zip', '--out', folder, '--time-zone', 'UTC']
    const events = await ask('export', ...words, '--name', 'for <the> regulator', '--in-zip', 'xlsx', '--json')
    const sessions = await ask('export', '--format', 'zip', '--out', folder, '--sessions')
    expect([events.code, sessions.code]).toEqual([0, 0])
    expect(readdirSync(folder).sort()).toEqual([
      expect.stringMatching(/^activity-log-\d{4}-\d\d-\d\d\.zip$/),
      expect.stringMatching(/^sessions-\d{4}-\d\d-\d\d\.zip$/),
    ])
    const { exports } = JSON.parse((await ask('exports', '--limit', '2', '--json')).stdout)
    const { rows, sha256 } = JSON.parse(events.stdout)
    expect(exports).toMatchObject([
      { what: 'sessions', name: null, file: expect.stringMatching(/^sessions-/) },
      { what: 'events', name: 'for <the> regulator', file: expect.stringMatching(/^activity-log-/), rows, sha256 },
    ])
    const listed = await ask('exports')
    expect(listed.stdout).toContain(sha256.slice(0, 16))
  })

  it('leaves formulas alone where asked, replaces only where asked', async () => {
    const out = join(room.dir, 'plain.csv')
    const words = ['--format', 'csv', '--out', out, '--columns', 'action', 'id:301']
    const first = await ask('export', ...words, '--no-formula-guard')
    expect(first.stdout).toContain('1 rows')
    expect(rowsOfCsv(readFileSync(out))).toEqual([['action'], [HOSTILE.action]])
    expectMistake(await ask('export', ...words), 1, /\[export\/target-exists\]/)
    expect((await ask('export', ...words, '--overwrite')).code).toBe(0)
    expect(rowsOfCsv(readFileSync(out))[1]).toEqual([`'${HOSTILE.action}`])
  })
})

describe('exit codes of an import', () => {
  it('0 done, 3 with rejects or a file that failed, 1 where nothing came in', async () => {
    const at = (name: string): string => join(room.dir, name)
    const good = room.file('good.ndjson', `${recordOf(1_000)}\n`)
    const bad = room.file('bad.ndjson', `${recordOf(1_001)}\n{"half\n`)
    const junk = room.file('junk.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
    const [done, rejects, partly, failed] = await Promise.all([
      run('import', good, '--case', at('a.vouch')),
      run('import', bad, '--case', at('b.vouch')),
      run('import', good, junk, '--case', at('c.vouch')),
      run('import', junk, '--case', at('d.vouch'), '--json'),
    ])
    expect([done.code, rejects.code, partly.code, failed.code]).toEqual([0, 3, 3, 1])
    expect(rejects.stdout).toMatch(/\[record\/not-json\]\n +where {2}line 2, bytes \d+–\d+/)
    expect(JSON.parse(failed.stdout)).toMatchObject({
      imported: 0,
      failed: 1,
      files: [{ failure: { code: 'import/unrecognised' } }],
    })
    const again = await run('import', good, '--case', at('a.vouch'))
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('[import/already-imported]')])
    const verified = await run('verify', at('b.vouch'), '--against', bad)
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringMatching(/^Whole: .*1 source files compared/)])
    expect((await run('verify', at('b.vouch'), '--against', good)).code).toBe(1)
  })
})

describe('as a process', () => {
  it('gives bytes, exit codes and remarks as they are', async () => {
    const raw = await vouch(['show', '301', '--raw', '--case', room.case])
    expect([raw.code, raw.stderr, raw.bytes.equals(Buffer.from(records[300]))]).toEqual([0, '', true])
    expectMistake(await vouch(['query', '--case', room.case, 'nosuch:1']), 2, /\[query\/unknown-field\]/)
    expectMistake(await vouch(['info', '--case', `${room.case}x`]), 1, /\[case\/not-found\]/)
  })

  it('ends quietly when its reader goes away', () => {
    const words = ['query', '--case', room.case, '--format', 'ndjson', '--columns', 'payload']
    const program = new URL('../../../../../electron/hosts/cli/main.ts', import.meta.url).pathname
    const line = [process.execPath, '--disable-warning=ExperimentalWarning', program, ...words]
      .map((word) => `'${word}'`)
      .join(' ')
    const { stdout, stderr, status } = spawnSync('bash', ['-c', `set -o pipefail; ${line} | head -1`], {
      encoding: 'utf8',
    })
    expect(stdout.split('\n').length).toBe(2)
    expect([stderr, status]).toEqual(['', 0])
  })
})
