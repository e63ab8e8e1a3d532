/** What an import would do, and an import that is told something about single files. */
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportedFile, ImportPlan, PlannedFile, Progress } from '../../../../../shared/api/index.ts'
import { zipOf } from '../ingest/pipeline/zipOf.ts'
import { lines, Room } from '../ingest/pipeline/room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

type Readable = Extract<PlannedFile, { kind: 'readable' }>

function readable(file: PlannedFile | undefined): Readable {
  if (file?.kind !== 'readable') throw new Error(`not readable: ${JSON.stringify(file)}`)
  return file
}

function plan(paths: readonly string[], more: object = {}): Promise<ImportPlan> {
  return room.ask('case.plan', { case: room.case, paths, ...more })
}

const short = ({ path }: { readonly path: string }): string => path.replace(`${room.dir}/`, '')

const CSV = 'time,actor,action\n2026-05-01T10:00:00Z,c@example.com,login\n'

/** A folder with a plain file, archives, something unreadable and something left out. */
function mixedFolder(): string {
  const folder = join(room.dir, 'exports')
  mkdirSync(join(folder, 'deep'), { recursive: true })
  writeFileSync(join(folder, 'a.ndjson'), lines(0, 30))
  writeFileSync(join(folder, 'b.json.gz'), gzipSync(lines(30, 40)))
  writeFileSync(
    join(folder, 'c.zip'),
    zipOf([
      { name: 'one.ndjson', bytes: lines(40, 45) },
      { name: '../out.ndjson', bytes: lines(0, 1) },
      { name: 'two.csv', bytes: CSV },
    ]),
  )
  writeFileSync(join(folder, 'deep', 'noise.bin'), Buffer.from([0, 1, 2, 3, 255, 254, 0, 9]))
  writeFileSync(join(folder, '.hidden'), 'x')
  symlinkSync(join(folder, 'a.ndjson'), join(folder, 'link.ndjson'))
  return folder
}

describe('case.plan', () => {
  it('says of every file what the import then does, and writes nothing', async () => {
    const folder = mixedFolder()
    const { files, more } = await plan([folder, join(room.dir, 'none.json')])
    expect(more).toBe(0)
    expect(existsSync(room.case)).toBe(false)
    const report = await room.ask('case.import', { case: room.case, paths: [folder, join(room.dir, 'none.json')] })
    const summary = (file: PlannedFile | ImportedFile): unknown[] => {
      if (file.kind === 'readable') return [short(file), 'read', file.explanation.profile]
      if (file.kind === 'imported') return [short(file), 'read', file.profile]
      if (file.kind === 'failed') return [short(file), file.failure.code]
      return [short(file), file.reason]
    }
    expect(files.map(summary)).toEqual(report.files.map(summary))
    expect(files.map(summary)).toContainEqual(['exports/c.zip › ../out.ndjson', 'import/archive-unsafe-name'])
    expect(
      files.map((file) => (file.kind === 'readable' ? [short(file), file.sizeBytes] : null)).filter(Boolean),
    ).toEqual([
      ['exports/a.ndjson', statSync(join(folder, 'a.ndjson')).size],
      ['exports/b.json.gz', lines(30, 40).length],
      ['exports/c.zip › one.ndjson', lines(40, 45).length],
      ['exports/c.zip › two.csv', CSV.length],
    ])
  })

  it('shows the first ten records as the events they become', async () => {
    const path = room.file('a.ndjson', lines(0, 30))
    const { explanation } = readable((await plan([path])).files[0])
    expect(explanation.rows).toHaveLength(10)
    const actor = explanation.columns.indexOf('actor')
    await room.import([path])
    const cells = await room.cells(['actor'], '', 10)
    expect(explanation.rows.map((row) => row[actor])).toEqual(cells.map((row) => row[0]))
  })

  it('names exhibits that have the same bytes, in files of any kind, and no others', async () => {
    const first = room.file('a.ndjson', lines(0, 30))
    const large = room.file('large.ndjson', lines(0, 9_000))
    await room.import([first, large])
    expect(statSync(large).size).toBeGreaterThan(1024 * 1024)
    const sameSize = lines(0, 30).replace('user1', 'userX')
    const before = readFileSync(room.case)
    const { files } = await plan([
      first,
      large,
      room.file('packed.gz', gzipSync(lines(0, 30))),
      room.file('packed.zip', zipOf([{ name: 'x.ndjson', bytes: lines(0, 9_000) }])),
      room.file('other.ndjson', sameSize),
    ])
    expect(files.map((file) => readable(file).alreadyImported)).toEqual(['E001', 'E002', 'E001', 'E002', null])
    expect(readFileSync(room.case).equals(before)).toBe(true)
  })

  it('honours what is chosen for all files, and for single ones', async () => {
    const [a, b] = [room.file('a.ndjson', lines(0, 3)), room.file('b.ndjson', lines(3, 6))]
    const choices = { [b]: { profile: 'generic-json' } }
    const { files } = await plan([a, b], { profile: 'admin-console', choices })
    expect(files.map((file) => readable(file).explanation.profile.split('@')[0])).toEqual([
      'admin-console',
      'generic-json',
    ])
    expect((await plan([a, b], { choices: { [a]: { skip: true } } })).files).toMatchObject([
      { kind: 'skipped', path: a, reason: 'left out' },
      { kind: 'readable', path: b },
    ])
    const csv = room.file('c.csv', 'time,actor,action\n2026-05-01 10:00:00,c@example.com,login\n')
    const zoned = await plan([csv], { choices: { [csv]: { timezone: '+02:00' } } })
    expect(readable(zoned.files[0]).explanation.rows[0][0]).toContain('2026-05-01T08:00:00')
    const request = { case: room.case, paths: [a] }
    const failed = async (entry: 'case.plan' | 'case.import', more: object) =>
      (await room.failure(entry, { ...request, ...more })).code
    for (const entry of ['case.plan', 'case.import'] as const) {
      expect(await failed(entry, { choices: { [b]: { profile: 'none' } } })).toBe('profile/not-found')
      expect(await failed(entry, { choices: { [b]: { timezone: 'Mars/Olympus' } } })).toBe('usage/bad-argument')
    }
    expect(existsSync(room.case)).toBe(false)
  })

  it('looks at 500 files and counts the others without opening them', async () => {
    const folder = join(room.dir, 'many')
    mkdirSync(folder)
    for (let i = 0; i < 520; i++) writeFileSync(join(folder, `${String(i).padStart(3, '0')}.ndjson`), lines(i, i + 1))
    const told: Progress[] = []
    const request = { case: room.case, paths: [folder] }
    const { files, more } = await room.ask('case.plan', request, { onProgress: (progress) => told.push(progress) })
    expect([files.length, more]).toEqual([500, 20])
    expect(told.at(-1)).toMatchObject({ done: 500, total: 520, unit: 'files' })
  })

  it('stops when its signal says so', async () => {
    const stop = new AbortController()
    const reply = await room.engine.call(
      'case.plan',
      { case: room.case, paths: [mixedFolder()] },
      { signal: stop.signal, onProgress: () => stop.abort() },
    )
    expect(reply).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
  })

  it('leaves standard input to the import', async () => {
    expect((await plan(['-'])).files).toMatchObject([{ kind: 'skipped', path: '-' }])
  })

  it('says what is wrong with a case that is none', async () => {
    const request = { case: room.file('x.vouch', 'no case at all'.repeat(100)), paths: [room.dir] }
    expect((await room.failure('case.plan', request)).code).toBe('case/not-a-case')
  })
})

describe('case.import with choices', () => {
  it('takes each file as chosen, and leaves out what is not wanted, also inside archives', async () => {
    const folder = mixedFolder()
    const choices = {
      [join(folder, 'a.ndjson')]: { profile: 'generic-json', timezone: 'Europe/Berlin' },
      [`${join(folder, 'c.zip')} › one.ndjson`]: { skip: true },
      ['__proto__']: { skip: true },
    }
    const { files } = await room.ask('case.import', { case: room.case, paths: [folder], choices })
    expect(files.find((file) => short(file) === 'exports/c.zip › one.ndjson')).toMatchObject({ reason: 'left out' })
    const { exhibits } = await room.ask('case.info', { case: room.case })
    expect(exhibits.map((exhibit) => [short(exhibit), exhibit.timezone])).toEqual([
      ['exports/a.ndjson', 'Europe/Berlin'],
      ['exports/b.json.gz', 'UTC'],
      ['exports/c.zip › two.csv', 'UTC'],
    ])
    expect(exhibits[0].profile).toMatch(/^generic-json@/)
    await room.expectWhole()
  })
})

describe('case.import with names', () => {
  it('records them in place of paths: in reports, progress, exhibits, containers, failures and rejects', async () => {
    const truncated = gzipSync(lines(100, 3_000))
    const files = {
      plain: room.file('upload-1', lines(0, 30)),
      packed: room.file('upload-2', zipOf([{ name: 'in/x.ndjson', bytes: lines(30, 40) }])),
      broken: room.file('upload-3', truncated.subarray(0, truncated.length - 100)),
      noise: room.file('upload-4', Buffer.from([0, 1, 2, 3, 255, 254, 0, 9])),
    }
    const gone = join(room.dir, 'upload-5')
    const names = {
      [files.plain]: 'audit.ndjson',
      [files.packed]: 'C:\\logs › old.zip',
      [files.broken]: 'broken.gz',
      [files.noise]: 'noise\u001b[31m.bin',
      [gone]: 'gone.json',
    }
    const paths = [...Object.values(files), gone]
    const planned = await plan(paths, { names, choices: { 'audit.ndjson': { profile: 'generic-json' } } })
    expect(planned.files.map((file) => file.path)).toEqual([
      'audit.ndjson',
      'C:\\logs › old.zip › in/x.ndjson',
      'broken.gz',
      'noise\\u001b[31m.bin',
      'gone.json',
    ])
    const told: Progress[] = []
    const request = { case: room.case, paths, names, choices: { 'audit.ndjson': { profile: 'generic-json' } } }
    const report = await room.ask('case.import', request, { onProgress: (progress) => told.push(progress) })
    expect(report.files.map((file) => file.path)).toEqual(planned.files.map((file) => file.path))
    const info = await room.ask('case.info', { case: room.case })
    expect(info.exhibits.map((exhibit) => exhibit.containers.map((container) => container.path))).toEqual([
      [],
      ['C:\\logs › old.zip'],
      ['broken.gz'],
    ])
    const custody = await room.ask('case.custody', { case: room.case, offset: 0, limit: 100 })
    const rejects = await room.rejects()
    expect(rejects.slice(-1)).toMatchObject([
      { failure: { code: 'import/archive-damaged', where: { path: 'broken.gz' } } },
    ])
    expect(JSON.stringify([planned, report, told, info.exhibits, custody, rejects])).not.toContain('upload-')
    await room.expectWhole()
  })
})
