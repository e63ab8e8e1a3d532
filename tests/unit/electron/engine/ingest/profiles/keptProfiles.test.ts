/**
 * What is kept of the bundled profiles is what parsing and checking them gives, and is taken only while it is. To see where
 * profiles come from, tests lay a kept file of their own that is whole and of the right key, but has other titles.
 */
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type CheckedProfiles,
  checkedFromBytes,
  textFromChecked,
} from '../../../../../../electron/engine/ingest/profiles/checkedProfiles.ts'
import { codeFolders } from '../../../../../../electron/engine/ingest/profiles/keptKey.ts'
import { keepProfiles } from '../../../../../../electron/engine/ingest/profiles/keptProfiles.ts'
import { knownProfiles } from '../../../../../../electron/engine/ingest/profiles/knownProfiles.ts'
import {
  bundledProfilesDir,
  type LoadedProfiles,
  loadProfiles,
} from '../../../../../../electron/engine/ingest/profiles/loader.ts'
import {
  builtHome,
  checkoutHome,
  type ProfileHome,
} from '../../../../../../electron/engine/ingest/profiles/profileHome.ts'
import type { ProfileSource } from '../../../../../../electron/engine/ingest/profiles/profileSource.ts'
import { importsOf } from '../../../../../helpers/imports.ts'
import { soundProfile as sound } from '../../../../../helpers/soundProfile.ts'

const checkout = resolve(import.meta.dirname, '../../../../../..')

const KEPT = 'from what is kept'

let root = ''
let home: ProfileHome
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vouch-kept-'))
  // As if the code below had been there before this process.
  home = { ...checkoutHome(root), startedAt: Number.MAX_VALUE }
  for (const file of [...codeFolders.map((folder) => `${folder}/inner/code.ts`), ...home.packageFiles])
    write(join(root, file), '{}')
  write(profile('made-up.yaml'), sound)
  write(profile('other.yaml'), sound.replace('id: made-up', 'id: other'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function profile(name: string): string {
  return join(home.profilesDir, name)
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

let starts = 0
/** As a new process: what an earlier call in this one gave is not given again. */
function start(dirs: readonly string[] = []): LoadedProfiles {
  starts++
  return knownProfiles([...dirs, join(root, `absent-${starts}`)], home)
}

function titles(): readonly string[] {
  return start().profiles.map(({ title }) => title)
}

function keyOf(path: string): string {
  const { key } = JSON.parse(readFileSync(path, 'utf8').split('\n', 1)[0]) as { key: string }
  return key
}

/** Keeps the profiles, then puts other titles into the kept file. */
function mark(v8?: string): void {
  start()
  const key = keyOf(home.keptPath)
  const kept = checkedFromBytes(readFileSync(home.keptPath), key, home.profilesDir)
  if (kept === null) throw new Error('nothing was kept')
  const marked: CheckedProfiles = {
    names: kept.names,
    profiles: new Map([...kept.profiles].map(([path, spec]) => [path, { ...spec, title: KEPT }])),
  }
  writeFileSync(home.keptPath, textFromChecked(marked, key, v8) ?? '')
}

describe('what is kept', () => {
  test('of all bundled profiles equals what their files give, to the last key and in the same order', () => {
    home = { ...checkoutHome(checkout), keptPath: join(root, 'profiles.json'), startedAt: Number.MAX_VALUE }
    const parsed = loadProfiles([bundledProfilesDir])
    expect(parsed.profiles.length).toBeGreaterThan(80)
    start()
    expect(existsSync(home.keptPath)).toBe(true)
    const kept = start()
    // Unlike `toEqual`, this tells a key that is missing from one that is undefined, and -0 from 0.
    expect(isDeepStrictEqual(kept, parsed)).toBe(true)
    // The order of keys and of entries.
    expect(JSON.stringify(kept.profiles)).toBe(JSON.stringify(parsed.profiles))
    const entries = ({ names }: LoadedProfiles): string =>
      JSON.stringify(names, (_key, value) => (value instanceof Map || value instanceof Set ? [...value] : value))
    expect(entries(kept)).toBe(entries(parsed))
    mark()
    expect(new Set(titles())).toEqual(new Set([KEPT]))
  })

  test('is taken from then on', () => {
    expect(titles()).toEqual(['Made up', 'Made up'])
    mark()
    expect(titles()).toEqual([KEPT, KEPT])
  })

  test('is not kept where a value would not come back as it was', () => {
    const { profiles } = start()
    const checked = (spec: ProfileSource): CheckedProfiles => ({ names: null, profiles: new Map([['a.yaml', spec]]) })
    expect(textFromChecked(checked(profiles[0]), 'key')).not.toBeNull()
    expect(textFromChecked(checked({ ...profiles[0], open: undefined }), 'key')).toBeNull()
    expect(textFromChecked(checked({ ...profiles[0], version: -0 }), 'key')).toBeNull()
  })
})

describe('what changed is seen:', () => {
  test('a profile, though its size and times stay', () => {
    mark()
    const { atime, mtime } = statSync(profile('made-up.yaml'))
    writeFileSync(profile('made-up.yaml'), sound.replace('Made up', 'Made in'))
    utimesSync(profile('made-up.yaml'), atime, mtime)
    expect(titles()).toEqual(['Made in', 'Made up'])
  })

  test('a profile that came, went, or has another name', () => {
    mark()
    write(profile('third.yaml'), sound.replace('id: made-up', 'id: third'))
    expect(titles()).toEqual(['Made up', 'Made up', 'Made up'])
    mark()
    rmSync(profile('third.yaml'))
    expect(titles()).toEqual(['Made up', 'Made up'])
    mark()
    renameSync(profile('other.yaml'), profile('another.yaml'))
    expect(start().profiles.map(({ id, title }) => [id, title])).toEqual([
      ['other', 'Made up'],
      ['made-up', 'Made up'],
    ])
  })

  test.each([...codeFolders.map((folder) => `${folder}/inner/code.ts`), ...checkoutHome('').packageFiles])(
    '%s',
    (file) => {
      mark()
      writeFileSync(join(root, file), '[]')
      expect(titles()).toEqual(['Made up', 'Made up'])
    },
  )

  test('code that came or went', () => {
    mark()
    write(join(root, 'shared/more.ts'), '')
    expect(titles()).toEqual(['Made up', 'Made up'])
    mark()
    rmSync(join(root, 'shared/more.ts'))
    expect(titles()).toEqual(['Made up', 'Made up'])
  })

  test('code, after this process began: nothing is taken, nothing is kept', () => {
    mark()
    const before = readFileSync(home.keptPath)
    home = { ...home, startedAt: statSync(join(root, 'shared/inner/code.ts')).ctimeMs - 1 }
    expect(titles()).toEqual(['Made up', 'Made up'])
    expect(readFileSync(home.keptPath)).toEqual(before)
    rmSync(home.keptPath)
    start()
    expect(existsSync(home.keptPath)).toBe(false)
  })

  test('a V8 older than the one that checked the profiles; a newer one takes them', () => {
    const [major, ...rest] = process.versions.v8.split('.')
    mark([Number(major) + 1, ...rest].join('.'))
    expect(titles()).toEqual(['Made up', 'Made up'])
    mark([Number(major) - 1, ...rest].join('.'))
    expect(titles()).toEqual([KEPT, KEPT])
  })
})

describe('a kept file', () => {
  test('that is cut off or has another byte anywhere is as none, and is made anew', () => {
    mark()
    const whole = readFileSync(home.keptPath)
    const at = fc.nat(whole.length - 1)
    const cut = at.map((length) => whole.subarray(0, length))
    const changed = fc.tuple(at, fc.integer({ min: 1, max: 255 })).map(([place, mask]) => {
      const bytes = Buffer.from(whole)
      bytes[place] ^= mask
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(cut, changed, fc.uint8Array()), (bytes) => {
        writeFileSync(home.keptPath, bytes)
        expect(titles()).toEqual(['Made up', 'Made up'])
        mark()
        expect(titles()).toEqual([KEPT, KEPT])
      }),
      { numRuns: 60 },
    )
  })

  test.each(['', '\n', 'null\n[]', '{"key":1}\n', '{}', '[]\n{}'])('that says %j is as none', (text) => {
    write(home.keptPath, text)
    expect(titles()).toEqual(['Made up', 'Made up'])
  })

  test('that is a folder is as none, and nothing is left beside it', () => {
    mkdirSync(join(home.keptPath, 'inner'), { recursive: true })
    expect(titles()).toEqual(['Made up', 'Made up'])
    expect(readdirSync(dirname(home.keptPath))).toEqual(['profiles.json'])
  })

  test('that cannot be made keeps nothing from loading: no folder', () => {
    write(join(root, 'file'), '')
    home = { ...home, keptPath: join(root, 'file', 'profiles.json') }
    expect(titles()).toEqual(['Made up', 'Made up'])
  })

  const isRoot = process.getuid?.() === 0
  const hasReadOnly = !isRoot && process.platform !== 'win32'
  if (!hasReadOnly) console.log('left out: a folder that cannot be written; for root and on Windows there is none')
  test.skipIf(!hasReadOnly)('that cannot be made keeps nothing from loading: read-only', () => {
    const folder = dirname(home.keptPath)
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o500)
    expect(titles()).toEqual(['Made up', 'Made up'])
    expect(readdirSync(folder)).toEqual([])
  })

  const isLinux = process.platform === 'linux'
  if (!isLinux) console.log('left out: a folder that nobody can write to; only Linux is known to have one')
  test.skipIf(!isLinux)('that cannot be made keeps nothing from loading: not even by root', () => {
    home = { ...home, keptPath: '/proc/vouch/profiles.json' }
    expect(titles()).toEqual(['Made up', 'Made up'])
  })

  test('is not made where a bundled profile is not sound; the failure is told at every start', () => {
    writeFileSync(profile('made-up.yaml'), sound.replace('action: b,', 'action: c,'))
    for (let i = 0; i < 2; i++) {
      const { profiles, failures } = start()
      expect(profiles.map(({ id }) => id)).toEqual(['other'])
      expect(failures).toMatchObject([{ code: 'profile/sample-mismatch', where: { path: profile('made-up.yaml') } }])
    }
    expect(existsSync(home.keptPath)).toBe(false)
  })
})

describe('beside the user’s own, kept profiles count as their files do:', () => {
  let own = ''
  beforeEach(() => {
    own = join(root, 'own')
    for (const name of ['generic-json.yaml', 'generic.names.yaml'])
      cpSync(join(bundledProfilesDir, name), join(home.profilesDir, name))
  })

  function expectSame(): LoadedProfiles {
    mark()
    expect(start().profiles.find(({ id }) => id === 'made-up')?.title).toBe(KEPT)
    rmSync(home.keptPath)
    start()
    expect(existsSync(home.keptPath)).toBe(true)
    const kept = start([own])
    expect(isDeepStrictEqual(kept, loadProfiles([home.profilesDir, own]))).toBe(true)
    return kept
  }

  test('ids that are there twice, and profiles that are not sound', () => {
    write(join(own, 'a.yaml'), sound)
    write(join(own, 'b.yaml'), 'schema: [')
    write(join(own, 'c.yaml'), sound.replace('id: made-up', 'id: third'))
    const { profiles, failures } = expectSame()
    expect(profiles.map(({ id }) => id)).toEqual(['generic-json', 'made-up', 'other', 'third'])
    expect(failures.map(({ code }) => code)).toEqual(['profile/duplicate-id', 'profile/invalid'])
  })

  test('tables of their own, which the bundled profiles that guess are then checked with', () => {
    const tables = readFileSync(profile('generic.names.yaml'), 'utf8')
    write(join(own, 'generic.names.yaml'), tables.replace('version: 3', 'version: 4'))
    expect(expectSame().names?.version).toBe(4)
    const poor = 'schema: 1\nversion: 5\nfields:\n  time: { kind: time, best: [moment] }\nerrors: { kind: text }\n'
    write(join(own, 'generic.names.yaml'), poor)
    const { profiles, failures } = expectSame()
    expect(profiles.map(({ id }) => id)).toEqual(['made-up', 'other'])
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['profile/sample-mismatch']))
  })

  test('tables that are not valid', () => {
    write(join(own, 'generic.names.yaml'), 'schema: 2')
    const { names, failures } = expectSame()
    expect(names?.version).toBe(3)
    expect(failures[0]).toMatchObject({ code: 'profile/invalid' })
  })
})

describe('what is built', () => {
  let sources: ProfileHome
  beforeEach(() => {
    sources = home
    home = builtHome(root)
    for (const folder of codeFolders) write(join(root, folder, 'code.js'), '{}')
  })

  test('has its kept file beside the profiles, and makes none of its own later', () => {
    start()
    expect(existsSync(home.keptPath)).toBe(false)
    expect(keepProfiles(home, sources)).toEqual([])
    expect(readdirSync(home.profilesDir)).toEqual(['checked.json', 'made-up.yaml', 'other.yaml'])
    mark()
    expect(titles()).toEqual([KEPT, KEPT])
    appendFileSync(join(root, 'shared/code.js'), '\n')
    expect(titles()).toEqual(['Made up', 'Made up'])
  })

  test('has none where a profile is not sound, and says so', () => {
    writeFileSync(profile('made-up.yaml'), 'schema: [')
    expect(keepProfiles(home, sources)).toEqual([expect.stringContaining(profile('made-up.yaml'))])
    expect(existsSync(home.keptPath)).toBe(false)
  })

  test('has none where the sources changed meanwhile, and says so', () => {
    const startedAt = statSync(join(root, 'shared/inner/code.ts')).ctimeMs - 1
    expect(keepProfiles(home, { ...sources, startedAt })).toEqual(['the sources changed while they were built'])
    expect(existsSync(home.keptPath)).toBe(false)
  })
})

test('whatever code checks a profile lies in what the key is made of', () => {
  const folders = codeFolders.map((folder) => join(checkout, folder) + sep)
  const seen = new Set<string>()
  const packages = new Set<string>()
  const outside: string[] = []
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    if (!file.endsWith('.ts') || !folders.some((folder) => file.startsWith(folder)))
      outside.push(relative(checkout, file))
    for (const { target } of importsOf(file)) {
      if (target.startsWith('.')) visit(resolve(dirname(file), target))
      else if (!target.startsWith('node:')) packages.add(target.split('/')[0])
    }
  }
  visit(join(checkout, 'electron/engine/ingest/profiles/loader.ts'))
  expect(seen.size).toBeGreaterThan(50)
  expect(outside).toEqual([])
  const files = [...packages].sort().map((name) => `node_modules/${name}/package.json`)
  expect(checkoutHome(checkout).packageFiles).toEqual(files)
  for (const file of files) {
    // What a package needs in turn would have a say as well.
    const { dependencies = {} } = JSON.parse(readFileSync(join(checkout, file), 'utf8')) as { dependencies?: object }
    expect(Object.keys(dependencies), file).toEqual([])
  }
})
