/**
 * Everything that must hold before a change lands: formatting and lint, types, then all tests. Ends with one plain line
 * of the test runner's real counts. Exit code 0 only if every step passed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)
const run = (title, command, args) => {
  console.log(`\n── ${title}`)
  const { status } = spawnSync(bin(command), args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  return status === 0
}

const dir = mkdtempSync(join(tmpdir(), 'vouch-check-'))
const results = join(dir, 'results.json')
const good = [
  run('lint and format', 'biome', ['ci', '--reporter=summary', '.']),
  run('types', 'tsc', ['-p', '.']),
  run('tests', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`]),
]
let counts
try {
  counts = JSON.parse(readFileSync(results, 'utf8'))
} catch (error) {
  console.error(`The test runner left no results: ${error.message}`)
}
rmSync(dir, { recursive: true, force: true })
if (counts !== undefined) {
  const skipped = counts.numPendingTests + counts.numTodoTests
  console.log(`\ntests: ${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${skipped} skipped`)
}
process.exitCode = good.every(Boolean) && counts !== undefined && counts.numFailedTests === 0 ? 0 : 1
