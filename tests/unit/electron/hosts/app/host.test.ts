/** The host's entries: folders as they are, the demo case, and what a host without windows says. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { appCaller, createHost, type HostOptions, sampleNames } from '../../../../../electron/hosts/app/index.ts'
import type { AppApi, Caller } from '../../../../../shared/api/index.ts'

const engine = createEngine({ version: 'vouch test', profileDirs: [] })
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-host-'))
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

function app(options: Partial<HostOptions> = {}): Caller<AppApi> {
  const configFolder = join(folder, 'config')
  return appCaller(
    engine,
    createHost(engine, { kind: 'loopback', version: 'vouch test', startCase: null, configFolder, ...options }),
  )
}

async function ask<K extends keyof AppApi>(entry: K, request: AppApi[K]['request'], caller = app()) {
  const result = await caller.call(entry, request)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

describe('host.list', () => {
  test('lists folders first, then files by name with numbers by value; hidden and odd ones are left out', async () => {
    const own = join(folder, 'list')
    mkdirSync(join(own, 'zoo'), { recursive: true })
    mkdirSync(join(own, '.hidden'))
    for (const name of ['file10.json', 'file9.json', '.secret', '=cmd().csv', '\u202egpj.exe'])
      writeFileSync(join(own, name), '12345')
    symlinkSync(join(own, 'zoo'), join(own, 'link-to-folder'))
    symlinkSync(join(own, 'file9.json'), join(own, 'link-to-file'))
    symlinkSync(join(own, 'gone'), join(own, 'link-to-nothing'))
    execFileSync('mkfifo', [join(own, 'pipe')])
    const listing = await ask('host.list', { folder: own })
    expect(listing).toMatchObject({ folder: own, parent: folder, more: 0 })
    expect(listing.entries.map(({ name, kind, sizeBytes }) => [name, kind, sizeBytes])).toEqual([
      ['link-to-folder', 'folder', 0],
      ['zoo', 'folder', 0],
      ['=cmd().csv', 'file', 5],
      ['file9.json', 'file', 5],
      ['file10.json', 'file', 5],
      // A mark of direction has no place of its own in the alphabet.
      ['\u202egpj.exe', 'file', 5],
      ['link-to-file', 'file', 5],
    ])
    const [first] = listing.entries
    expect([first.path, first.modifiedAt]).toEqual([join(own, first.name), statSync(first.path).mtime.toISOString()])
  })

  test('lists 2,000 at most and counts the others; the first by name are those listed', async () => {
    const own = join(folder, 'many')
    mkdirSync(own)
    for (let i = 0; i < 2_345; i++) writeFileSync(join(own, `file-${i}.log`), '')
    mkdirSync(join(own, 'zz-folder'))
    const { entries, more } = await ask('host.list', { folder: own })
    expect([entries.length, more]).toEqual([2_000, 346])
    expect(entries.slice(0, 3).map(({ name }) => name)).toEqual(['zz-folder', 'file-0.log', 'file-1.log'])
    expect(entries.at(-1)?.name).toBe('file-1998.log')
  })

  test('begins at home, knows places that are there, and has no parent at the top', async () => {
    const home = await ask('host.list', {})
    expect(home.folder).toBe(homedir())
    expect(home.places).toContainEqual({ name: 'Home', path: homedir() })
    for (const { path } of home.places) expect(statSync(path).isDirectory()).toBe(true)
    expect((await ask('host.list', { folder: parse(homedir()).root })).parent).toBe(null)
  })

  test.each([
    ['nothing', 'nowhere', 'import/not-found'],
    ['a file', 'plain', 'import/not-found'],
    ['a zero byte', 'a\0b', 'import/not-found'],
    ['an endless name', 'x'.repeat(5_000), 'import/not-found'],
  ])('of %s fails', async (_name, last, code) => {
    writeFileSync(join(folder, 'plain'), '')
    const result = await app().call('host.list', { folder: `${folder}/${last}` })
    expect(result).toMatchObject({ ok: false, failure: { code, where: { path: expect.any(String) } } })
  })

  test('of another’s folder fails', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may read everything')
    mkdirSync(join(folder, 'locked'), { mode: 0o000 })
    const result = await app().call('host.list', { folder: join(folder, 'locked') })
    expect(result).toMatchObject({ ok: false, failure: { code: 'import/permission' } })
  })
})

describe('host.demo', () => {
  test('makes the case of all samples once, is asked twice at once, and completes one that was cut short', async () => {
    const caller = app({ demoFolder: join(folder, 'demo') })
    const path = join(folder, 'demo', 'demo.vouch')
    const first = sampleNames[0]
    // As if making it had ended after the first sample.
    mkdirSync(join(folder, 'demo'))
    const sample = join(import.meta.dirname, '../../../../../resources/samples', first)
    await ask('case.import', { case: path, paths: [sample] }, caller)
    const both = await Promise.all([ask('host.demo', {}, caller), ask('host.demo', {}, caller)])
    expect(both).toEqual([{ path }, { path }])
    const made = await ask('case.info', { case: path })
    expect(made.exhibits.length).toBe(sampleNames.length)
    expect(made.events).toBeGreaterThan(1_000)
    expect(made.exhibits.slice(1).map((exhibit) => exhibit.path)).toEqual(
      sampleNames.slice(1).map((name) => `samples/${name}`),
    )
    await ask('host.demo', {}, caller)
    expect((await ask('case.info', { case: path })).custodyEntries).toBe(made.custodyEntries)
  })

  test('fails where something else has that name, and leaves it', async () => {
    const demoFolder = join(folder, 'taken')
    mkdirSync(demoFolder)
    writeFileSync(join(demoFolder, 'demo.vouch'), 'my shopping list')
    const result = await app({ demoFolder }).call('host.demo', {})
    expect(result).toMatchObject({ ok: false, failure: { code: 'case/not-a-case' } })
    expect(statSync(join(demoFolder, 'demo.vouch')).size).toBe(16)
  })
})

describe('a host without windows', () => {
  test('has no dialogs and says so', async () => {
    expect(await ask('host.info', {})).toMatchObject({ kind: 'loopback', hasDialogs: false, startCase: null })
    const result = await app().call('host.pick', { kind: 'files', title: 'Import' })
    expect(result).toMatchObject({ ok: false, failure: { code: 'host/no-dialogs' } })
    expect(await ask('host.reveal', { path: folder })).toBe(null)
  })

  test('gives dialogs where they are brought along', async () => {
    const shown: string[] = []
    const caller = app({
      pick: async ({ title }) => (title === 'closed' ? null : { paths: ['/picked'] }),
      reveal: async (path) => void shown.push(path),
    })
    expect((await ask('host.info', {}, caller)).hasDialogs).toBe(true)
    expect(await ask('host.pick', { kind: 'files', title: 'open' }, caller)).toEqual({ paths: ['/picked'] })
    expect(await ask('host.pick', { kind: 'files', title: 'closed' }, caller)).toBe(null)
    await ask('host.reveal', { path: '/x' }, caller)
    expect(shown).toEqual(['/x'])
  })

  test('remembers and forgets cases, keeps settings', async () => {
    await ask('host.opened', { path: join(folder, 'a.vouch'), events: 3 })
    expect(await ask('host.recent', {})).toMatchObject([{ path: join(folder, 'a.vouch'), events: 3, isThere: false }])
    await ask('host.forget', { path: join(folder, 'a.vouch') })
    expect(await ask('host.recent', {})).toEqual([])
    await ask('host.writeSetting', { key: 'grid.density', value: 'compact' })
    expect(await ask('host.readSetting', { key: 'grid.density' })).toEqual({ value: 'compact' })
    expect(await app().call('host.readSetting', { key: '__proto__' })).toMatchObject({ ok: false })
  })
})

describe('a window', () => {
  test('cannot read the standard input of who started it', async () => {
    const request = { case: join(folder, 'stdin.vouch'), paths: ['-'] }
    const refused = { ok: false, failure: { code: 'usage/bad-argument' } }
    expect(await app().call('case.import', request)).toMatchObject(refused)
    expect(await app().call('case.plan', request)).toMatchObject(refused)
    expect(await app().call('jobs.start', { work: { entry: 'case.import', request } })).toMatchObject(refused)
  })
})
