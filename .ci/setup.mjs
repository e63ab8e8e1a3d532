/**
 * Makes a checkout ready: installs the dependencies where they are missing or older than the lock file, and says
 * nothing where all is there. Runs on the system's Node (20 or newer), as the `pre` script of every other: that one gets a
 * shell of its own, which then finds the Node that npm puts first on the path, the package `node`. (A shell that had run
 * this script would go on with the Node it found before there was another.)
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const stamp = `${root}node_modules/.vouch-setup`
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .update(process.platform + process.arch)
  .digest('hex')

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Vouch needs Node 20 or newer to set itself up; this is ${process.versions.node}.`)
  process.exit(1)
}
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.error('Setting up: installing the dependencies (once) …')
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  // What npm prints goes to stderr: stdout belongs to the command that follows.
  const stdio = ['ignore', process.stderr, process.stderr]
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio })
    : spawnSync('npm', args, { cwd: root, stdio, shell: process.platform === 'win32' })
  if (done.status !== 0) {
    console.error('The dependencies could not be installed; npm says why above. They come from the npm registry alone.')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}
