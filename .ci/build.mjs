/**
 * Builds what the package ships: JavaScript, the profiles of formats (also in their checked form, which loads faster) and of
 * redaction, the sources, into `dist/` or the folder given.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keepProfiles } from '../electron/engine/ingest/profiles/keptProfiles.ts'
import { builtHome, checkoutHome } from '../electron/engine/ingest/profiles/profileHome.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const out = resolve(root, process.argv[2] ?? 'dist')
const tsc = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'tsc.cmd' : 'tsc')

rmSync(out, { recursive: true, force: true })
const { status } = spawnSync(tsc, ['-p', 'tsconfig.build.json', '--outDir', out], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
for (const folder of status === 0 ? ['profiles', 'redaction', 'sources'] : [])
  cpSync(join(root, 'resources', folder), join(out, 'resources', folder), { recursive: true })
// The folder may have no packages beside it yet, so it is the sources of what was built that do this.
for (const reason of status === 0 ? keepProfiles(builtHome(out), checkoutHome(root)) : [])
  console.error(`The profiles are not kept in their checked form: ${reason}`)
process.exitCode = status ?? 1
