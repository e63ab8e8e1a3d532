/**
 * Packs the desktop app by electron-builder itself, with a stand-in for Electron: a folder with a file that has the fuses
 * of a real binary and nothing else. So all but the binary is what users get. The stage is a copy of the checkout with
 * more in it than may be packed.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { Arch, build, Platform } from 'electron-builder'

export const checkout = join(import.meta.dirname, '../..')

export interface Stage {
  readonly folder: string
  /** Takes it away again. */
  remove(): void
}

export interface PackedApp {
  /** Electron's stand-in, with the fuses as they were set. */
  readonly binary: string
  readonly resources: string
  /** What is in app.asar, files and folders: `/dist/electron/…`. */
  readonly names: readonly string[]
  /** Takes app.asar apart into a folder, with what lies beside it, and gives the folder. */
  extracted(): string
}

/** Files and folders that may never be packed. */
export const decoys = [
  '.env',
  'notes.txt',
  'private.pem',
  'tests/unit/a.test.js',
  'bench/main.js',
  'docs/page.md',
  'electron/engine/index.ts',
  'renderer/main.tsx',
  'dist/electron/hosts/desktop/main.test.ts',
  'dist/electron/hosts/desktop/main.js.map',
  'dist/renderer/assets/index.js.map',
  'dist/tests/a.js',
  'release/old/app.js',
  'resources/profiles/private.yaml',
] as const

/** Modules of development that are in the stage as well. */
export const developmentModules = ['react', 'electron', 'vitest', 'ag-grid-community'] as const

/** A checkout, built, with its production modules. Throws where it does not build. */
export function packingStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-pack-'))
  const built = spawnSync(process.execPath, ['.ci/build.mjs', join(folder, 'dist')], {
    cwd: checkout,
    encoding: 'utf8',
  })
  if (built.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`The build failed:\n${built.stdout}\n${built.stderr}`)
  }
  for (const name of ['package-lock.json', 'LICENSE', 'electron-builder.yml', 'resources'])
    cpSync(join(checkout, name), join(folder, name), { recursive: true })
  const manifest = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as Record<string, unknown>
  // A checkout whose package.json names no entry yet is packed with the one it is going to name.
  write(folder, 'package.json', JSON.stringify({ ...manifest, main: 'dist/electron/hosts/desktop/main.js' }))
  // The built page stands in for itself where this build makes none.
  if (!existsSync(join(folder, 'dist/renderer/index.html')))
    write(folder, 'dist/renderer/index.html', '<!doctype html>')
  write(folder, 'dist/renderer/assets/index-1a2b3c4d.js', 'export {}')
  for (const name of decoys) write(folder, name, 'never packed')
  copyModules(folder)
  writeElectron(folder)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Packs the stage for a system; the folder of an earlier packing for it is replaced. */
export async function packedApp(stage: Stage, system: 'linux' | 'win', arch: 'x64' | 'arm64'): Promise<PackedApp> {
  const platform = system === 'linux' ? Platform.LINUX : Platform.WINDOWS
  await build({
    projectDir: stage.folder,
    targets: platform.createTarget('dir', arch === 'x64' ? Arch.x64 : Arch.arm64),
    publish: 'never',
    config: {
      electronDist: join(stage.folder, 'electron-stand-in'),
      // The stand-in is no program of Windows whose resources could be edited, nor is it signed.
      ...(system === 'win' ? { win: { signAndEditExecutable: false }, disableAsarIntegrity: true } : {}),
    },
  })
  const output = join(stage.folder, 'release', `${system}${arch === 'x64' ? '' : `-${arch}`}-unpacked`)
  const resources = join(output, 'resources')
  const archive = join(resources, 'app.asar')
  return {
    binary: join(output, system === 'linux' ? 'vouch-viewer' : 'Vouch.exe'),
    resources,
    names: listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/')),
    extracted() {
      const folder = join(stage.folder, 'extracted')
      extractAll(archive, folder)
      return folder
    },
  }
}

/** Production modules whole; of Node's own, which is huge and never packed, what makes it a module. */
function copyModules(folder: string): void {
  const { packages } = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')) as {
    packages: { readonly [path: string]: { readonly dev?: boolean; readonly optional?: boolean } }
  }
  const production = Object.keys(packages).filter((path) => path !== '' && packages[path].dev !== true)
  for (const path of production) {
    if (path === 'node_modules/node') copy(folder, join(path, 'package.json'))
    else copy(folder, path)
  }
  for (const name of developmentModules) copy(folder, join('node_modules', name, 'package.json'))
}

/** Optional modules of other systems are not there. */
function copy(folder: string, path: string): void {
  try {
    cpSync(join(checkout, path), join(folder, path), { recursive: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Fuses of a binary (electron/fuses, README: sentinel, version, count, then a character each), all as Electron ships them. */
function writeElectron(folder: string): void {
  const fuses = '101100111'
  const sentinel = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, fuses.length]),
    Buffer.from(fuses),
  ])
  const binary = Buffer.concat([Buffer.alloc(4096), sentinel, Buffer.alloc(4096)])
  for (const name of ['electron', 'electron.exe']) write(folder, join('electron-stand-in', name), binary)
  write(folder, join('electron-stand-in', 'resources', '.keep'), '')
  for (const name of ['version', 'LICENSE', 'locales/en-US.pak', 'locales/de.pak'])
    write(folder, join('electron-stand-in', name), 'stand-in')
}

function write(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content, { mode: 0o755 })
}
