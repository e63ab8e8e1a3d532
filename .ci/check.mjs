/**
 * Everything that must hold before a change lands: formatting and lint, types, then all tests. Ends with one plain line
 * of the test runners' real counts. Exit code 0 only if every step passed.
 *
 * The reporters are ours on a terminal, too, so that people see what CI reads; who wants Vitest's or Playwright's own
 * calls them directly (`vitest run …`, `npm run e2e`).
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closing, countsLeft } from './testCounts.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)
const reporter = (name) => `--reporter=${join(root, '.ci', `${name}.mjs`)}`
// Colours are for people: without a terminal it is programs that read. Biome asks its option alone.
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined, CLICOLOR_FORCE: undefined }
const plainOption = process.stdout.isTTY ? [] : ['--colors=off']
const run = (title, command, args, env = {}) => {
  console.log(`\n── ${title}`)
  const { status } = spawnSync(bin(command), args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...plain, ...env },
  })
  return status === 0
}

const dir = mkdtempSync(join(tmpdir(), 'vouch-check-'))
const unitCounts = join(dir, 'unit.json')
const specCounts = join(dir, 'specs.json')
const good = [
  run('lint and format', 'biome', ['ci', '--reporter=summary', ...plainOption, '.']),
  run('types', 'tsc', ['-p', '.']),
  run('types of the page', 'tsc', ['-p', 'renderer']),
  run('types of the end-to-end tests', 'tsc', ['-p', 'tests/e2e']),
  run('the page', 'vite', ['build', '--logLevel', 'warn']),
  run('tests', 'vitest', ['run', reporter('unitReporter')], { VOUCH_TEST_COUNTS: unitCounts }),
  // What cannot run here (no Chromium, no Electron) is skipped by the specs themselves, with the reason, and counted so.
  run('end to end', 'playwright', ['test', reporter('specReporter')], { VOUCH_TEST_COUNTS: specCounts }),
]
try {
  const { failures, line, isGood } = closing([countsLeft(unitCounts), countsLeft(specCounts)])
  for (const failure of failures) console.log(`× ${failure}`)
  console.log(`\n${line}`)
  good.push(isGood)
} catch (error) {
  console.error(`A test runner left no results: ${error.message}`)
  good.push(false)
}
rmSync(dir, { recursive: true, force: true })
process.exitCode = good.every(Boolean) ? 0 : 1
