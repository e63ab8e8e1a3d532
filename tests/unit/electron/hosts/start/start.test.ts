/** What `npm start` decides: what must be built, where Electron's program is, whether a window could be seen. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasDisplay } from '../../../../../electron/hosts/loopback/index.ts'
import { type Build, ensureBuilt, isFresh } from '../../../../../electron/hosts/start/built.ts'
import { downloadHost, electronProgram, fetchElectron } from '../../../../../electron/hosts/start/electronBinary.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vouch-start-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('a build', () => {
  const build: Build = {
    title: 'Building',
    output: 'out/page.html',
    sources: ['source', 'config.ts', 'missing.ts'],
    command: ['build.mjs'],
  }
  const said: string[] = []
  const ensure = (): boolean => ensureBuilt(root, build, (text) => said.push(text))

  beforeEach(() => {
    said.length = 0
    mkdirSync(join(root, 'source', 'deep'), { recursive: true })
    writeFileSync(join(root, 'source', 'deep', 'a.ts'), '')
    writeFileSync(join(root, 'config.ts'), '')
    writeFileSync(
      join(root, 'build.mjs'),
      `import { mkdirSync, writeFileSync } from 'node:fs'\nmkdirSync('out', { recursive: true })\nwriteFileSync('out/page.html', 'built')\n`,
    )
    for (const path of ['source/deep/a.ts', 'source/deep', 'source', 'config.ts'])
      utimesSync(join(root, path), 1_000, 1_000)
  })

  test('is made where it is missing, and then not again', () => {
    expect([ensure(), ensure(), said]).toEqual([true, true, ['Building …']])
  })

  test.each(['source/deep/a.ts', 'source/deep', 'config.ts'])('is made anew when %s is newer', (path) => {
    ensure()
    expect(isFresh(root, build)).toBe(true)
    utimesSync(join(root, path), Date.now() / 1000 + 60, Date.now() / 1000 + 60)
    expect(isFresh(root, build)).toBe(false)
  })

  test('that fails is said to have failed', () => {
    writeFileSync(join(root, 'build.mjs'), 'process.exit(3)')
    expect(ensure()).toBe(false)
  })
})

describe("Electron's program", () => {
  const here = (env: NodeJS.ProcessEnv = {}): string | null => electronProgram(root, env)

  test('is not there before it was fetched, nor when only half of it is', () => {
    expect(here()).toBe(null)
    writeFileSync(join(root, 'path.txt'), 'electron')
    expect(here()).toBe(null)
  })

  test('is where the package says', () => {
    writeFileSync(join(root, 'path.txt'), 'electron')
    mkdirSync(join(root, 'dist'))
    writeFileSync(join(root, 'dist', 'electron'), '')
    expect(here()).toBe(join(root, 'dist', 'electron'))
  })

  test('is elsewhere where the user says so', () => {
    const other = join(root, 'other')
    mkdirSync(other)
    expect(here({ ELECTRON_OVERRIDE_DIST_PATH: other })).toBe(null)
    writeFileSync(join(other, 'electron'), '')
    expect(here({ ELECTRON_OVERRIDE_DIST_PATH: other })).toBe(join(other, 'electron'))
  })

  test('is looked for at a mirror where one is named', () => {
    expect(downloadHost({})).toMatch(/^https:\/\/github\.com\//)
    expect(downloadHost({ ELECTRON_MIRROR: 'https://mirror.example.com/' })).toBe('https://mirror.example.com/')
  })

  test('is not fetched from a host that cannot be reached, and nothing is said', async () => {
    const before = process.env.ELECTRON_MIRROR
    // Nobody listens on port 1.
    process.env.ELECTRON_MIRROR = 'http://127.0.0.1:1/'
    const said: string[] = []
    try {
      expect(await fetchElectron(root, (text) => said.push(text))).toBe(false)
    } finally {
      if (before === undefined) delete process.env.ELECTRON_MIRROR
      else process.env.ELECTRON_MIRROR = before
    }
    expect(said).toEqual([])
  })
})

test.each<[NodeJS.ProcessEnv, string, boolean]>([
  [{ DISPLAY: ':0' }, 'linux', true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
  [{}, 'linux', false],
  [{ DISPLAY: '' }, 'linux', false],
  [{ DISPLAY: ':0', CI: 'true' }, 'linux', false],
  [{}, 'darwin', true],
  [{ CI: '1' }, 'win32', false],
  [{}, 'win32', true],
])('with %j on %s a window can be seen: %s', (env, platform, isSeen) => {
  expect(hasDisplay(env, platform)).toBe(isSeen)
})
