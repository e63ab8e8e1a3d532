/** Builds what the package ships: JavaScript, the profiles of formats and of redaction, the sources, into `dist/` or the folder given. */
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

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
process.exitCode = status ?? 1
