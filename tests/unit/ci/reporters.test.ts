/**
 * What `npm test` prints: the real runners over small suites of every ending. One closing line only may look like one, and
 * whatever failed is counted and told.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closing, countsLeft, type TestCounts } from '../../../.ci/testCounts.ts'

const root = resolve(import.meta.dirname, '../../..')
/** Counts of tests in any of the forms that runners close with. */
const closingWords = /\d+ (tests?|specs?|passed|failed|skipped)\b|(passed|failed|skipped|tests?):? +\d|%/i

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-reporters-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the reporter of test files', () => {
  test('tells of what passed a line per file, why something is left out, and what was measured', () => {
    const { output, counts, isGood } = vitest({
      'a.test.js': `console.log('left out: no shell')
        test('one', () => console.log('0 passed, 0 failed'))
        test('two', () => console.log('table\\nmeasured: files: five'))
        test.skip('three', () => {})
        test.todo('four')
        test('five', (context) => context.skip('no small disk'))`,
      'b.test.js': `console.log('left out: no shell'); test.skip('one', () => {})`,
    })
    const lines = output.map((line) => line.replace(/\d+\.\d s$/, '… s')).sort()
    const told = ['left out: no shell', 'left out: no small disk', 'measured: files: five']
    expect(lines).toEqual([' - b.test.js … s', ' ✓ a.test.js … s', ...told])
    expect(output.filter((line) => closingWords.test(line))).toEqual([])
    expect(counts).toEqual({ passed: 2, failed: 0, skipped: 4, failures: [] })
    expect(isGood).toBe(true)
  })

  test('tells of a failed test its error, the difference, the place and what it printed', () => {
    const { text, counts, isGood } = vitest({
      'a.test.js': `describe('a suite', () => {
  test('fails', () => { console.log('of the failed'); expect({ x: 1 }).toEqual({ x: 2 }) })
  test('passes', () => console.log('of the good'))
})`,
    })
    expect(text).toContain(' × a.test.js ')
    expect(text).toContain('× a.test.js > a suite > fails\nAssertionError: expected { x: 1 } to deeply equal { x: 2 }')
    expect(text).toContain('-   "x": 2,\n+   "x": 1,')
    expect(text).toContain('a.test.js:2:72')
    expect(text).toMatch(/^of the failed$/m)
    expect(text).not.toMatch(/^of the good$/m)
    const failures = ['a.test.js > a suite > fails: AssertionError: expected { x: 1 } to deeply equal { x: 2 }']
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0, failures })
    expect(isGood).toBe(false)
  })

  test.each([
    ['a file that does not load', `import './missing.js'; test('one', () => {})`, "Cannot find module './missing.js'"],
    ['a file without a test', 'export const none = 1', 'No test suite found'],
    ['a hook', `test('one', () => {}); afterAll(() => { throw new Error('no end') })`, 'no end'],
    ['a rejection that nobody handles', `test('one', () => { Promise.reject(new Error('alone')) })`, 'Error: alone'],
    ['a process that ends', `test('one', () => process.kill(process.pid, 'SIGKILL'))`, 'came to no end'],
  ])('counts %s as failed, and tells of it', (_name, source, said) => {
    const { text, counts, isGood } = vitest({ 'a.test.js': source, 'b.test.js': `test('good', () => {})` })
    expect(text).toContain(said)
    expect(counts.failed).toBeGreaterThan(0)
    expect(counts.failures).toHaveLength(counts.failed)
    expect(counts.passed).toBeGreaterThan(0)
    expect(isGood).toBe(false)
  })

  test('leaves zeros where there is no test at all', () => {
    const { text, counts, isGood } = vitest({})
    expect(text).toContain('No test file was found.')
    expect(counts).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [] })
    expect(isGood).toBe(false)
  })
})

test('the reporter of specs tells of those that ran, and of others the reasons alone', () => {
  const { output, text, counts, isGood } = playwright(`
    test('good', () => {})
    test('bad', () => expect(1).toBe(2))
    test('not here', () => test.skip(true, 'no program'))
    test('nor here', () => test.skip(true, 'no program'))
    test.skip('never', () => {})`)
  expect(output.filter((line) => / [✓×] /.test(line)).map((line) => line.replace(/ \(.*$/, ''))).toEqual([
    ' ✓ [one] a.spec.mjs:2 › good',
    ' × [one] a.spec.mjs:3 › bad',
  ])
  expect(text).toContain('Expected: 2\nReceived: 1')
  expect(output.slice(-2)).toEqual([
    'left out: one: no program (specs: 2)',
    'left out: one: no reason was given (specs: 1)',
  ])
  expect(output.filter((line) => closingWords.test(line))).toEqual([])
  const failures = ['[one] a.spec.mjs:3 › bad: failed: Error: expect(received).toBe(expected) // Object.is equality']
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 3, failures })
  expect(isGood).toBe(false)
})

describe('the closing line', () => {
  const some: TestCounts = { passed: 3, failed: 0, skipped: 1, failures: [] }
  const none: TestCounts = { passed: 0, failed: 0, skipped: 0, failures: [] }

  test('sums up the runs', () => {
    expect(closing([some, { ...none, passed: 4, skipped: 60 }])).toEqual({
      failures: [],
      line: 'tests: 7 passed, 0 failed, 61 skipped',
      isGood: true,
    })
  })

  test('names what failed before it, and says where there are more', () => {
    const names = Array.from({ length: 70 }, (_, i) => `test ${i}`)
    const { failures } = closing([
      { ...none, failed: 1, failures: ['a spec'] },
      { ...none, failed: 70, failures: names },
    ])
    expect(failures).toEqual(['a spec', ...names.slice(0, 59), 'and others, told above'])
  })

  test('is good where all specs are left out', () => {
    expect(closing([some, { ...none, skipped: 9 }]).isGood).toBe(true)
  })

  test.each([
    ['something failed', [some, { ...none, passed: 5, failed: 1, failures: ['one'] }]],
    ['a run found no test', [some, none]],
    ['no test ran', [{ ...none, skipped: 5 }]],
  ])('is bad where %s', (_name, runs) => {
    expect(closing(runs).isGood).toBe(false)
  })
})

interface Run {
  readonly text: string
  /** Lines that are not empty. */
  readonly output: readonly string[]
  readonly counts: TestCounts
  readonly isGood: boolean
}

function vitest(files: Readonly<Record<string, string>>): Run {
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source)
  return ran('vitest/vitest.mjs', ['run', '--globals', '--root', folder, reporter('unitReporter')])
}

function playwright(source: string): Run {
  const specs = join(folder, 'specs')
  mkdirSync(specs)
  const library = pathToFileURL(join(root, 'node_modules/playwright/test.mjs')).href
  writeFileSync(join(specs, 'a.spec.mjs'), `import { expect, test } from ${JSON.stringify(library)}${source}`)
  const config = join(specs, 'playwright.config.mjs')
  writeFileSync(config, `export default { workers: 1, outputDir: '../out', projects: [{ name: 'one' }] }`)
  return ran('playwright/cli.js', ['test', '--config', config, reporter('specReporter')])
}

function reporter(name: string): string {
  return `--reporter=${join(root, '.ci', `${name}.mjs`)}`
}

/** Runs a runner as the check does, with a file for its counts. */
function ran(program: string, args: readonly string[]): Run {
  const path = join(folder, 'counts.json')
  // What this run of Vitest tells its own tests is not meant for another.
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|PLAYWRIGHT|FORCE_COLOR$)/.test(name))
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...Object.fromEntries(own), NO_COLOR: '1', VOUCH_TEST_COUNTS: path },
  })
  const counts = countsLeft(path)
  const isGood = closing([counts]).isGood
  // The runner's own verdict is the second witness.
  expect(status === 0).toBe(isGood)
  return { text: stdout, output: stdout.split('\n').filter((line) => line.trim() !== ''), counts, isGood }
}
