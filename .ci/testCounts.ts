/**
 * What the runners of tests leave for the check: how many passed, failed and were skipped, in one form for all, and the
 * lines that the check ends with. Whoever reads closing lines shall find one only, so no reporter prints counts; and who
 * has no more of the output than its end shall find there what failed.
 */
import { readFileSync, writeFileSync } from 'node:fs'

export interface TestCounts {
  readonly passed: number
  /** Tests, and what failed outside of them: files that do not load, hooks, errors that nobody handled. */
  readonly failed: number
  /** Not run, with a reason: tools or programs that are not there, tests yet to be written. */
  readonly skipped: number
  /** A line for each that failed: where and which, and how its error begins. */
  readonly failures: readonly string[]
}

const FAILURE_CHARS = 300

/** A failure in one line, from its name and the text of its error, if there is one. */
export function failureLine(name: string, error = ''): string {
  const line = [name, ...error.trim().split('\n', 1)].filter(Boolean).join(': ')
  return line.length > FAILURE_CHARS ? `${line.slice(0, FAILURE_CHARS)} …` : line
}

/** Writes them into the file that `VOUCH_TEST_COUNTS` names; without it nobody asks for them. */
export function leaveCounts(counts: TestCounts): void {
  const path = process.env.VOUCH_TEST_COUNTS
  if (path !== undefined) writeFileSync(path, JSON.stringify(counts))
}

/** What a runner left; throws where it came to no end and left nothing. */
export function countsLeft(path: string): TestCounts {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** Failures named at the end; the others are told further up. */
const MAX_NAMED = 60

/**
 * The closing lines over all runs: what failed, then the counts. They are good news where nothing failed and each of the runs
 * found tests.
 */
export function closing(runs: readonly TestCounts[]): {
  readonly failures: readonly string[]
  readonly line: string
  readonly isGood: boolean
} {
  const sum = (kind: 'passed' | 'failed' | 'skipped'): number => runs.reduce((total, run) => total + run[kind], 0)
  const failures = runs.flatMap((run) => run.failures)
  const more = failures.length > MAX_NAMED ? ['and others, told above'] : []
  return {
    failures: [...failures.slice(0, MAX_NAMED), ...more],
    line: `tests: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`,
    isGood: sum('failed') === 0 && sum('passed') > 0 && runs.every(({ passed, skipped }) => passed + skipped > 0),
  }
}
