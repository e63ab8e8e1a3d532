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
const run = (title, command, args, env = {}) => {
  console.log(`\n── ${title}`)
  const { status } = spawnSync(bin(command), args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  })
  return status === 0
}

const dir = mkdtempSync(join(tmpdir(), 'vouch-check-'))
const unitResults = join(dir, 'unit.json')
const e2eResults = join(dir, 'e2e.json')
// Colours are for people: without a terminal it is programs that read.
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' }
const good = [
  run('lint and format', 'biome', ['ci', '--reporter=summary', '.']),
  run('types', 'tsc', ['-p', '.']),
  run('types of the page', 'tsc', ['-p', 'renderer']),
  run('types of the end-to-end tests', 'tsc', ['-p', 'tests/e2e']),
  run('the page', 'vite', ['build', '--logLevel', 'warn']),
  run('tests', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitResults}`], plain),
  // What cannot run here (no Chromium, no Electron) is skipped by the specs themselves, with the reason, and counted so.
  run('end to end', 'playwright', ['test', `--reporter=${join(root, '.ci/specReporter.mjs')}`], {
    VOUCH_SPEC_COUNTS: e2eResults,
  }),
]
const unit = countsOf(unitResults, (found) => ({
  passed: found.numPassedTests,
  failed: found.numFailedTests,
  skipped: found.numPendingTests + found.numTodoTests,
}))
const e2e = countsOf(e2eResults, (found) => found)
rmSync(dir, { recursive: true, force: true })
if (unit !== null && e2e !== null) {
  const sum = (kind) => unit[kind] + e2e[kind]
  console.log(`\ntests: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
}
process.exitCode = good.every(Boolean) && unit?.failed === 0 && e2e?.failed === 0 ? 0 : 1

/** Figures of a runner's own report; null where it left none. */
function countsOf(path, figures) {
  try {
    return figures(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    console.error(`A test runner left no results: ${error.message}`)
    return null
  }
}
